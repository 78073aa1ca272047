import Addressing
import Bytes

/// Reading the lines of `ipset list` that stand before a set's members.
extension IPSetParser {
    /// What they said so far.
    struct ListedSet {
        /// Where the set's first line stands.
        let start: Int
        var name: Range<Int>
        var type: IPSetTable.SetType?
        var header: IPSetTable.Header?
        var revision: UInt32 = 0
        var memory: UInt32 = 0
        var references: UInt32 = 0
    }

    private enum Field { case name, type, revision, header, memory, references, count, members }

    private static let fields: [(word: StaticString, field: Field)] = [
        ("Name:", .name), ("Type:", .type), ("Revision:", .revision), ("Header:", .header),
        ("Size in memory:", .memory), ("References:", .references), ("Number of entries:", .count),
        ("Members:", .members),
    ]

    /// One line, from its beginning.
    mutating func parseListedLine() throws(DumpFailure) {
        let start = reader.lineStart
        let line = UnsafeRawBufferPointer(rebasing: reader.bytes[start..<reader.lineEnd])
        guard let entry = Self.fields.first(where: { line.begins(with: $0.word) }) else {
            throw reader.failure("expected a line of ipset list: Name:, Type:, Header: or Members:", at: start)
        }
        reader.goBack(to: start + entry.word.utf8CodeUnitCount)
        if entry.field == .name {
            if let listed { throw reader.failure("expected Members: at the end of the set's lines", at: listed.start) }
            listed = ListedSet(start: start, name: try reader.word("the name of a set"))
            return
        }
        guard var set = listed else { throw reader.failure("expected Name: first", at: start) }
        switch entry.field {
        case .name: break
        case .type: set.type = type(try reader.word("the type of the set"))
        case .revision: set.revision = try reader.number("a number")
        case .header: set.header = header()
        case .memory: set.memory = try reader.number("a number of bytes")
        case .references: set.references = try reader.number("a number")
        case .count: _ = try reader.number("a number") as UInt32
        case .members: return try finish(set)
        }
        listed = set
    }

    /// Adds a set whose members follow.
    private mutating func finish(_ listed: ListedSet) throws(DumpFailure) {
        guard let type = listed.type, let header = listed.header else {
            throw reader.failure("expected Type: and Header: before Members:", at: reader.lineStart)
        }
        var set = IPSetTable.IPSet(name: reader.arenaText(listed.name), type: type, header: header)
        set.listing = .init(revision: listed.revision, memory: listed.memory, references: listed.references)
        try add(set, named: listed.name)
        self.listed = nil
        isAmongMembers = true
    }
}

extension IPSetTable {
    /// Writes all sets as `ipset list` prints them. What only a list says is zero where the table doesn't have it.
    public func writeList(to buffer: inout ByteBuffer) {
        for (place, set) in sets.enumerated() {
            if place > 0 { buffer.append("\n") }
            let listing = set.listing ?? Listing(revision: 0, memory: 0, references: 0)
            buffer.append("Name: ")
            buffer.append(set.name, of: texts)
            buffer.append("\nType: ")
            write(set.type, to: &buffer)
            buffer.append("\nRevision: ")
            buffer.append(decimal: listing.revision)
            buffer.append("\nHeader:")
            write(set.header, to: &buffer, spelling: .kernel)
            buffer.append("\nSize in memory: ")
            buffer.append(decimal: listing.memory)
            buffer.append("\nReferences: ")
            buffer.append(decimal: listing.references)
            buffer.append("\nNumber of entries: ")
            buffer.append(decimal: set.elementCount)
            buffer.append("\nMembers:\n")
            for element in elements(of: set) {
                write(element, to: &buffer, spelling: .kernel)
                buffer.append("\n")
            }
        }
    }
}
