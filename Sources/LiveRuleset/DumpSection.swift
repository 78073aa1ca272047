import Bytes
import Netfilter

/// A part of a text that one run of one tool printed.
struct DumpSection {
    /// The tool.
    let kind: DumpKind
    /// Where the part begins in the text.
    let start: Int
    /// The line of the text that it begins in, counted from 0.
    let line: Int
    /// Where it ends.
    var end = 0
    /// What its first header says, of iptables.
    var header: IptablesHeader?
    /// Tables of an nft listing that it says are managed by iptables-nft: `ip nat`.
    var managedTables: [String] = []
}

/// Splits a text into the parts that each came from one run of one tool: people paste the outputs of several, or of
/// iptables-save and ip6tables-save, into one file.
///
/// A part ends where a line can only be the beginning of another: a header of another program, a table that the part
/// has already, a line of another tool. Inside of a table of iptables nothing is looked at.
struct DumpSectionReader {
    private var lines: TextLines
    private var lineNumber = -1
    private var sections: [DumpSection]
    /// The tables of the last section.
    private var tables: Set<String> = []
    /// Whether a command of nft stood in the last section: then a table may be named again.
    private var hasCommands = false
    /// Remarks about the table that comes next.
    private var pending: Remarks?

    /// Remarks of a tool right in front of a table.
    private struct Remarks {
        let start: Int
        let line: Int
        var header: IptablesHeader?
        var managedTable: String?
    }

    /// The parts of a text whose first part is of a kind that is known, from `start` on.
    static func sections(
        of text: UnsafeRawBufferPointer, from start: Int, first: DumpKind
    ) -> [DumpSection] {
        var reader = DumpSectionReader(
            lines: TextLines(text, from: start), sections: [DumpSection(kind: first, start: start, line: 0)])
        reader.read()
        return reader.sections
    }

    private init(lines: TextLines, sections: [DumpSection]) {
        self.lines = lines
        self.sections = sections
    }

    private mutating func read() {
        var isInTable = false
        while let line = lines.next() {
            lineNumber += 1
            let text = lines.text(line)
            guard let first = text.first else { continue }
            if isInTable {
                isInTable = !(first == UInt8(ascii: "C") && text.trimmed.equals("COMMIT"))
                continue
            }
            guard let last = sections.last, !belongs(text, first, to: last.kind) else { continue }
            if first == UInt8(ascii: "#") {
                noteRemark(text.trimmed, at: line.lowerBound)
            } else {
                readLine(text.trimmed, at: line.lowerBound, in: last)
                isInTable = first == UInt8(ascii: "*") && sections.last?.kind == .iptablesSave
            }
        }
        close(at: lines.bytes.count)
    }

    /// Whether a line of a section can't be the first of another part.
    private func belongs(_ line: UnsafeRawBufferPointer, _ first: UInt8, to kind: DumpKind) -> Bool {
        if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") { return true }
        return switch kind {
        case .manifests: true
        // Members of a set may look like anything; an address alone is one.
        case .ipsetListing: 0x30...0x39 ~= first || 0x61...0x66 ~= first && first != UInt8(ascii: "c")
        case .ipsetSave: line.begins(with: "add ")
        default: first == UInt8(ascii: "}")
        }
    }

    /// Notes a remark that says something about the table behind it.
    private mutating func noteRemark(_ line: UnsafeRawBufferPointer, at start: Int) {
        let header = IptablesHeader(line)
        let words = line.begins(with: "# Warning: table ") ? line.words(5) : []
        guard header != nil || words.count == 5 else { return }
        var remarks = pending ?? Remarks(start: start, line: lineNumber)
        if let header { remarks.header = header }
        if words.count == 5 { remarks.managedTable = "\(words[3].string) \(words[4].string)" }
        pending = remarks
    }

    /// Reads a line outside of everything: it may begin a part.
    private mutating func readLine(_ line: UnsafeRawBufferPointer, at start: Int, in section: DumpSection) {
        guard let kind = DumpKind(firstLine: line) else {
            if !line.isEmpty { pending = nil }
            return
        }
        let name = tableName(line, kind)
        let isAgain = name.map { tables.contains($0) } ?? false
        let header = pending?.header
        let isOther = kind != section.kind || (header != nil && section.header != nil && header != section.header)
        if isOther || (isAgain && !hasCommands) { begin(kind, at: start) }
        note(line, kind, table: name)
        pending = nil
    }

    /// Begins a part with a line, or with the remarks in front of it.
    private mutating func begin(_ kind: DumpKind, at start: Int) {
        let place = pending.map { ($0.start, $0.line) } ?? (start, lineNumber)
        close(at: place.0)
        sections.append(DumpSection(kind: kind, start: place.0, line: place.1))
        (tables, hasCommands) = ([], false)
    }

    private mutating func close(at end: Int) {
        if let last = sections.indices.last { sections[last].end = end }
    }

    /// Notes what a line, and the remarks in front of it, say about the last section.
    private mutating func note(_ line: UnsafeRawBufferPointer, _ kind: DumpKind, table: String?) {
        guard let last = sections.indices.last else { return }
        if sections[last].header == nil { sections[last].header = pending?.header }
        if let managed = pending?.managedTable { sections[last].managedTables.append(managed) }
        if let table { tables.insert(table) } else { hasCommands = kind == .nftListing }
    }

    /// The name of the table that a line begins, with its family if the line names it. A JSON text is its own table.
    private func tableName(_ line: UnsafeRawBufferPointer, _ kind: DumpKind) -> String? {
        switch (kind, line.first) {
        case (.iptablesSave, UInt8(ascii: "*")): line.string
        case (.nftListing, UInt8(ascii: "t")):
            line.slice(6, line.firstIndex(of: UInt8(ascii: "{")) ?? line.count).trimmed.string
        case (.nftJSON, _): "{"
        default: nil
        }
    }
}
