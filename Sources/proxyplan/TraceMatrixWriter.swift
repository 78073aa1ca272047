import Bytes
import PacketTrace
import Reporting

/// Writes the matrix of traces piece by piece: that of 10,000 Services is long.
struct TraceMatrixWriter: ~Copyable {
    private let report: TraceMatrixReport
    private let isJSON: Bool
    private var buffer = ByteBuffer(minimumCapacity: 1 << 16)
    private var lines: [TraceMatrix.Line] = []
    private var lastKey = ""

    init(_ report: TraceMatrixReport, isJSON: Bool) {
        self.report = report
        self.isJSON = isJSON
    }

    /// Whether it is time to flush.
    var isFull: Bool { buffer.count >= 1 << 16 }

    /// Adds a line.
    mutating func add(_ line: TraceMatrix.Line) {
        if isJSON {
            lines.append(line)
            return
        }
        if line.target.key != lastKey {
            buffer.append(report.heading(line.target))
            lastKey = line.target.key
        }
        buffer.append(report.text(line))
    }

    /// Writes what was added.
    mutating func flush() throws(Failure) {
        try Console.standardOutput.write(buffer)
        buffer.removeAll()
    }

    /// Writes all that is left.
    mutating func finish() throws(Failure) {
        if isJSON { buffer.append(TraceMatrixReport.json(lines)) }
        try flush()
    }
}
