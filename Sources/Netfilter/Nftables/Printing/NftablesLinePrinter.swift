import Bytes

/// Single lines of a ruleset, for reports: each is written without line break.
extension NftablesRuleset {
    /// Writes a rule and its comment as `nft list ruleset` prints them.
    public func write(_ rule: Rule, of table: Table, to buffer: inout ByteBuffer) {
        write(body: rule, of: table, to: &buffer, wording: .listing)
    }

    /// Writes one statement as `nft list ruleset` prints it.
    public func write(_ statement: Statement, of table: Table, to buffer: inout ByteBuffer) {
        write(statement, of: table, to: &buffer, wording: .listing)
    }

    /// Writes a member of an anonymous set as `nft list ruleset` prints it.
    public func write(_ member: Member, to buffer: inout ByteBuffer) {
        write(member, to: &buffer, wording: .listing)
    }

    /// Writes an element as `nft list ruleset` prints it.
    public func write(_ element: Element, of table: Table, to buffer: inout ByteBuffer) {
        write(element, of: table, to: &buffer, wording: .listing)
    }

    /// Writes the command that makes a chain: a listing has it over several lines.
    public func write(_ chain: Chain, of table: Table, to buffer: inout ByteBuffer) {
        write(commandFor: chain, CommandNames(table, texts: texts), to: &buffer)
        buffer.truncate(to: buffer.count - 1)
    }

    /// Writes the command that makes a set or map, without its elements.
    public func write(_ set: NamedSet, of table: Table, to buffer: inout ByteBuffer) {
        write(commandFor: set, CommandNames(table, texts: texts), to: &buffer)
        buffer.truncate(to: buffer.count - 1)
    }

    /// Writes the command that makes a table, without what is in it.
    public func write(_ table: Table, to buffer: inout ByteBuffer) {
        write(commandFor: table, CommandNames(table, texts: texts), to: &buffer)
        buffer.truncate(to: buffer.count - 1)
    }
}
