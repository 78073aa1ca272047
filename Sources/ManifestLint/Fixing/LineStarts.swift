/// Where the lines of a text begin. Lines count from 0.
public struct LineStarts: Sendable {
    private var starts = [0]
    private let end: Int

    /// Finds the lines of a text.
    public init(_ bytes: [UInt8]) {
        end = bytes.count
        bytes.withUnsafeBufferPointer { bytes in
            for place in bytes.indices where bytes[place] == UInt8(ascii: "\n") { starts.append(place + 1) }
        }
        // Behind the last line break there is no line.
        if starts.last == end { starts.removeLast() }
    }

    /// The number of lines.
    public var count: Int { starts.count }

    /// The bytes of a line, its line break included.
    public subscript(_ line: Int) -> Range<Int> {
        starts[line]..<(line + 1 < starts.count ? starts[line + 1] : end)
    }

    /// The first line that begins at a byte or behind it; `count` if none does.
    func first(atOrBehind byte: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
