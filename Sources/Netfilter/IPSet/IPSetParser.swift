import Addressing
import Bytes

extension IPSetTable {
    /// The longest name that a set can have, in bytes.
    public static let longestName = 31

    /// Reads what `ipset save` or `ipset list` prints, or what is handed to `ipset restore`.
    ///
    /// Elements of other kinds than kube-proxy's, and those with options, are kept verbatim, so that writing the table
    /// in the form of the text gives the text back.
    public init(parsing bytes: [UInt8]) throws(DumpParseError) {
        let result = bytes.withUnsafeBytes { span in
            do throws(DumpFailure) {
                var parser = IPSetParser(try DumpReader(span))
                try parser.parse()
                return Result<IPSetTable, DumpParseError>.success(parser.finished())
            } catch {
                return .failure(error.located(in: span))
            }
        }
        self = try result.get()
        texts = TextArena(bytes)
    }
}

/// The state while a text is read, line by line.
struct IPSetParser {
    var reader: DumpReader
    /// The sets so far.
    private(set) var sets: [IPSetTable.IPSet] = []
    /// The elements as they came, each with the place of its set.
    private var found: [(set: Int, element: IPSetTable.Element)] = []
    /// The places of the sets.
    private var places: [String: Int] = [:]
    /// What the lines of a listed set said so far, before its members; nil outside of one.
    var listed: ListedSet?
    /// Whether lines are members of the last set, up to an empty one.
    var isAmongMembers = false

    init(_ reader: DumpReader) { self.reader = reader }

    /// Reads the whole text.
    mutating func parse() throws(DumpFailure) {
        while reader.nextLine() {
            if isAmongMembers {
                try parseMember()
                continue
            }
            let start = reader.lineStart
            guard let first = reader.word() else { continue }
            let word = reader.text(first)
            if word.equals("create") {
                try parseCreate()
            } else if word.equals("add") {
                try parseAdd()
            } else if word.last == UInt8(ascii: ":") || listed != nil {
                reader.goBack(to: start)
                try parseListedLine()
            } else if word.first != UInt8(ascii: "#") {
                throw reader.failure("expected a line of ipset: create, add, or Name:", at: first.lowerBound)
            }
        }
        if let listed { throw reader.failure("expected Members: at the end of the set's lines", at: listed.start) }
    }

    /// The table with the elements of each set side by side.
    func finished() -> IPSetTable {
        var table = IPSetTable()
        var members = [[IPSetTable.Element]](repeating: [], count: sets.count)
        for entry in found { members[entry.set].append(entry.element) }
        for (set, elements) in zip(sets, members) { table.add(set, elements: elements) }
        return table
    }

    /// `NAME TYPE WORDS`
    private mutating func parseCreate() throws(DumpFailure) {
        let name = try reader.word("the name of a set")
        let type = type(try reader.word("the type of the set"))
        try add(.init(name: reader.arenaText(name), type: type, header: header()), named: name)
    }

    /// `NAME ELEMENT WORDS`
    private mutating func parseAdd() throws(DumpFailure) {
        let name = try reader.word("the name of a set")
        guard let place = place(of: name) else {
            throw reader.failure("expected a line that creates the set before", at: name.lowerBound)
        }
        found.append((place, try element(of: sets[place].type)))
    }

    /// A line behind `Members:`; an empty one ends them.
    private mutating func parseMember() throws(DumpFailure) {
        if reader.isAtEnd {
            isAmongMembers = false
            return
        }
        guard let last = sets.indices.last else { return }
        found.append((last, try element(of: sets[last].type)))
    }

    /// The place of a set; most elements follow their own set.
    private func place(of name: Range<Int>) -> Int? {
        let text = reader.text(name)
        if let last = sets.last, reader.text(range(last.name)).equals(text) { return sets.count - 1 }
        return places[String(decoding: text, as: UTF8.self)]
    }

    private func range(_ text: ArenaText) -> Range<Int> { Int(text.offset)..<(Int(text.offset) + Int(text.length)) }

    /// Adds a set that isn't there yet.
    mutating func add(_ set: IPSetTable.IPSet, named name: Range<Int>) throws(DumpFailure) {
        guard name.count <= IPSetTable.longestName else {
            throw reader.failure("expected a name of at most \(IPSetTable.longestName) bytes", at: name.lowerBound)
        }
        let text = String(decoding: reader.text(name), as: UTF8.self)
        guard places.updateValue(sets.count, forKey: text) == nil else {
            throw reader.failure("expected each set once", at: name.lowerBound)
        }
        sets.append(set)
    }

    /// The type that a word names.
    func type(_ range: Range<Int>) -> IPSetTable.SetType {
        let word = reader.text(range)
        return IPSetTable.SetType.words.first { word.equals($0.word) }?.type ?? .other(reader.arenaText(range))
    }

    /// What is left of the line as a header: typed if it is written as ipset does.
    mutating func header() -> IPSetTable.Header {
        let start = reader.at
        if let header = portRange(), reader.isAtEnd { return header }
        reader.goBack(to: start)
        if let header = hashHeader(), reader.isAtEnd { return header }
        reader.goBack(to: start)
        return .other(reader.arenaText(reader.rest()))
    }

    private mutating func portRange() -> IPSetTable.Header? {
        guard reader.take("range"), let range = reader.word() else { return nil }
        let parts = reader.bytes[range].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, let lower = UInt16(decimal: UnsafeRawBufferPointer(rebasing: parts[0])),
            let upper = UInt16(decimal: UnsafeRawBufferPointer(rebasing: parts[1]))
        else { return nil }
        return .portRange(lower, upper)
    }

    private mutating func hashHeader() -> IPSetTable.Header? {
        guard reader.take("family") else { return nil }
        let isIPv4 = reader.take("inet")
        guard isIPv4 || reader.take("inet6") else { return nil }
        guard let size: UInt32 = value("hashsize"), let most: UInt32 = value("maxelem") else { return nil }
        var header = IPSetTable.HashHeader(family: isIPv4 ? .ipv4 : .ipv6, hashSize: size, maxElements: most)
        header.bucketSize = value("bucketsize")
        if reader.take("initval") {
            guard let range = reader.word(), range.count == 10 else { return nil }
            header.seed = UInt32(hexadecimal: reader.text(range))
            if header.seed == nil { return nil }
        }
        return .hash(header)
    }

    /// A number behind a word, if both stand there.
    private mutating func value<Number: FixedWidthInteger>(_ word: StaticString) -> Number? {
        var ahead = reader
        guard ahead.take(word), let range = ahead.word(), let number = Number(decimal: ahead.text(range)) else {
            return nil
        }
        reader = ahead
        return number
    }
}
