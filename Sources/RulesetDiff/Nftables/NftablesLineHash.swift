import Addressing
import Bytes
import Netfilter

/// Hashes what rules and elements of a table say: texts by their bytes, all else by its value.
struct NftablesLineHash {
    private let texts: TextArena
    private let table: NftablesRuleset.Table

    init(_ table: NftablesRuleset.Table, texts: TextArena) {
        self.table = table
        self.texts = texts
    }

    /// Which of a rule's parts have lines of their own.
    enum Elision {
        case none
        /// The endpoints to choose from.
        case choices
        /// The networks that a firewall lets through.
        case networks
    }

    /// What tells one kind of statement, operand or object from others in a hash.
    private enum Tag: UInt64 {
        case match = 1
        case notMatch, markTest, notMarkTest, verdictMap, randomVerdict, markOr, markXor, masquerade, randomMasquerade
        case reject, verdict, dnat, randomDNAT, update, verbatim
        case set, networks, interface, transport, port, word, address, range
        case accept, drop, `continue`, `return`, jump, goto
        case chain, base, namedSet, map, table, element, number, count
    }

    /// The hash of a name.
    func name(_ text: ArenaText) -> UInt64 {
        var hash = LineHash()
        add(text, to: &hash)
        return hash.value
    }

    /// `hash` with a comment.
    func commented(_ bare: UInt64, _ comment: ArenaText?) -> UInt64 {
        guard let comment else { return bare }
        var hash = LineHash()
        hash.add(bare)
        add(comment, to: &hash)
        return hash.value
    }

    // MARK: Objects

    /// The table itself: attributes, such as that it sleeps.
    func tableHead() -> UInt64 {
        var hash = LineHash()
        add(tag: .table, to: &hash)
        for other in table.others where other.position == 0 { add(other.text, to: &hash) }
        return hash.value
    }

    /// Where a chain hangs.
    func head(_ chain: NftablesRuleset.Chain) -> UInt64 {
        var hash = LineHash()
        add(tag: .chain, to: &hash)
        if let base = chain.base {
            add(.base, UInt64(base.kind.rawValue) << 8 | UInt64(base.hook.rawValue), to: &hash)
            hash.add(UInt64(UInt32(bitPattern: base.priority)))
            hash.add(UInt64((base.policy ?? .accept).rawValue))
        }
        if let text = chain.verbatimBase ?? chain.verbatimJSON { add(.verbatim, text, to: &hash) }
        return hash.value
    }

    /// What a set is made for. JSON of nft 1.0.6 leaves the flag `dynamic` out, and nft gives dynamic sets a size.
    func head(_ set: NftablesRuleset.NamedSet) -> UInt64 {
        var hash = LineHash()
        add(tag: set.isMap ? .map : .namedSet, to: &hash)
        for part in set.type.parts { hash.add(UInt64(part.rawValue)) }
        hash.add(UInt64(set.flags.subtracting(.dynamic).rawValue))
        hash.add(UInt64(set.timeout))
        hash.add(UInt64(set.sizeThatWasAskedFor))
        if let text = set.verbatim ?? set.verbatimJSON { add(.verbatim, text, to: &hash) }
        return hash.value
    }

    /// An element's key and verdict; what the kernel counts of it is left out.
    func element(_ element: NftablesRuleset.Element) -> UInt64 {
        var hash = LineHash()
        add(tag: .element, to: &hash)
        for value in table.values(of: element) { add(value, to: &hash) }
        if let verdict = element.verdict { add(verdict, to: &hash) }
        return hash.value
    }

    // MARK: Rules

    /// A rule without its comment.
    func rule(_ rule: NftablesRuleset.Rule, without elision: Elision) -> UInt64 {
        var hash = LineHash()
        for statement in table.statements(of: rule) { add(statement, without: elision, to: &hash) }
        return hash.value
    }

    /// An endpoint to choose from.
    func choice(_ socket: SocketAddress) -> UInt64 {
        var hash = LineHash()
        add(.dnat, socket, to: &hash)
        return hash.value
    }

    /// A chain of an endpoint to choose from.
    func choice(_ verdict: NftablesRuleset.Verdict) -> UInt64 {
        var hash = LineHash()
        add(verdict, to: &hash)
        return hash.value
    }

    /// A choice that stands in a map more than once.
    func repeated(_ choice: UInt64, _ count: Int) -> UInt64 {
        guard count > 1 else { return choice }
        var hash = LineHash()
        hash.add(choice)
        add(.count, UInt64(count), to: &hash)
        return hash.value
    }

    /// A network that a firewall lets through.
    func network(_ member: NftablesRuleset.Member) -> UInt64 {
        var hash = LineHash()
        add(member: member, to: &hash)
        return hash.value
    }

    private func add(_ statement: NftablesRuleset.Statement, without elision: Elision, to hash: inout LineHash) {
        switch statement {
        case .match(let key, let negated, let operand):
            add(tag: negated ? .notMatch : .match, to: &hash)
            add(key, to: &hash)
            if elision == .networks && statement.isFirewallMatch { return }
            add(operand, to: &hash)
        case .markTest(let mask, let value, let negated):
            add(negated ? .notMarkTest : .markTest, UInt64(mask) << 32 | UInt64(value), to: &hash)
        case .verdictMap(let key, let map):
            add(.verdictMap, map, to: &hash)
            add(key, to: &hash)
        case .randomVerdict(let range):
            add(tag: .randomVerdict, to: &hash)
            if elision == .choices { return }
            for verdict in table.verdicts[range.indices] { add(verdict, to: &hash) }
        case .markOr(let mask): add(.markOr, UInt64(mask), to: &hash)
        case .markXor(let mask): add(.markXor, UInt64(mask), to: &hash)
        case .masquerade(let isRandom): add(tag: isRandom ? .randomMasquerade : .masquerade, to: &hash)
        case .reject: add(tag: .reject, to: &hash)
        case .verdict(let verdict): add(verdict, to: &hash)
        case .dnat(let socket), .spelledDNAT(let socket, _): add(.dnat, socket, to: &hash)
        case .randomDNAT(let family, let range):
            add(.randomDNAT, UInt64(family.rawValue), to: &hash)
            if elision == .choices { return }
            for socket in table.endpoints[range.indices] { add(.dnat, socket, to: &hash) }
        case .update(let set, let key):
            add(.update, set, to: &hash)
            add(key, to: &hash)
        case .verbatim(let text), .json(let text): add(.verbatim, text, to: &hash)
        }
    }

    private func add(_ operand: NftablesRuleset.Operand, to hash: inout LineHash) {
        switch operand {
        case .set(let name): add(.set, name, to: &hash)
        case .prefix(let prefix): add(member: .prefix(prefix), to: &hash)
        case .spelled(let place): add(table.spelling(place), to: &hash)
        case .address(let address): add(member: .address(address), to: &hash)
        case .members(let range):
            let members = table.merged(members: range)
            if members.count > 1 { add(.networks, UInt64(members.count), to: &hash) }
            for member in members { add(member: member, to: &hash) }
        case .interface(let name): add(.interface, name, to: &hash)
        case .transport(let number): add(.transport, UInt64(number), to: &hash)
        case .port(let port): add(.port, UInt64(port), to: &hash)
        case .word(let word): add(.word, word, to: &hash)
        }
    }

    // MARK: Pieces

    private func add(member: NftablesRuleset.Member, to hash: inout LineHash) {
        switch member {
        case .address(let address): add(.address, address, address.family.bitWidth, to: &hash)
        case .prefix(let prefix), .spelled(let prefix, _):
            add(.address, prefix.masked.address, prefix.length, to: &hash)
        case .range(let first, let last):
            add(.range, first, 0, to: &hash)
            add(.range, last, 0, to: &hash)
        }
    }

    private func add(_ value: NftablesRuleset.Value, to hash: inout LineHash) {
        switch value {
        case .address(let address): add(.address, address, address.family.bitWidth, to: &hash)
        case .transport(let number): add(.transport, UInt64(number), to: &hash)
        case .number(let number): add(.number, UInt64(number), to: &hash)
        case .prefix, .spelled, .verbatim, .json:
            if let prefix = table.network(value, texts: texts) {
                add(.address, prefix.masked.address, prefix.length, to: &hash)
            } else if case .verbatim(let text) = value {
                add(.verbatim, text, to: &hash)
            } else if case .json(let text) = value {
                add(.verbatim, text, to: &hash)
            }
        }
    }

    private func add(_ spelling: NftablesRuleset.SpelledAddress?, to hash: inout LineHash) {
        guard let prefix = spelling?.prefix else { return }
        add(.address, prefix.masked.address, prefix.length, to: &hash)
    }

    private func add(_ verdict: NftablesRuleset.Verdict, to hash: inout LineHash) {
        switch verdict {
        case .accept: add(tag: .accept, to: &hash)
        case .drop: add(tag: .drop, to: &hash)
        case .continue: add(tag: .continue, to: &hash)
        case .return: add(tag: .return, to: &hash)
        case .jump(let chain): add(.jump, chain, to: &hash)
        case .goto(let chain): add(.goto, chain, to: &hash)
        case .verbatim(let text), .json(let text): add(.verbatim, text, to: &hash)
        }
    }

    private func add(_ key: NftablesRuleset.Key, to hash: inout LineHash) {
        for place in 0..<key.count { hash.add(UInt64(key.field(place)?.rawValue ?? 0)) }
    }

    private func add(_ tag: Tag, _ socket: SocketAddress, to hash: inout LineHash) {
        add(tag, UInt64(socket.port), to: &hash)
        add(.address, socket.address, socket.address.family.bitWidth, to: &hash)
    }

    private func add(_ tag: Tag, _ address: IPAddress, _ length: UInt8, to hash: inout LineHash) {
        add(tag, UInt64(length) << 8 | UInt64(address.family.rawValue), to: &hash)
        hash.add(address.high)
        hash.add(address.low)
    }

    private func add(_ tag: Tag, _ text: ArenaText, to hash: inout LineHash) {
        add(tag: tag, to: &hash)
        add(text, to: &hash)
    }

    private func add(_ tag: Tag, _ number: UInt64, to hash: inout LineHash) {
        hash.add(number)
        add(tag: tag, to: &hash)
    }

    private func add(tag: Tag, to hash: inout LineHash) { hash.add(tag.rawValue) }

    private func add(_ text: ArenaText, to hash: inout LineHash) { texts.withBytes(of: text) { hash.add($0) } }
}

extension NftablesRuleset.Table {
    /// What an address or network with a text of its own means.
    func spelling(_ place: UInt32) -> NftablesRuleset.SpelledAddress? {
        Int(place) < spelled.count ? spelled[Int(place)] : nil
    }
}

extension NftablesRuleset.Table {
    /// The network that a value of an element is, even if a text says it in a way that nft doesn't (`10.0.0.1/32`).
    func network(_ value: NftablesRuleset.Value, texts: TextArena) -> IPPrefix? {
        switch value {
        case .prefix(let prefix): prefix
        case .spelled(let place): spelling(place)?.prefix
        case .verbatim(let text): texts.withBytes(of: text) { IPPrefix(parsing: $0) }
        case .address, .transport, .number, .json: nil
        }
    }
}

extension NftablesRuleset.NamedSet {
    /// The size, unless it is what nft gives dynamic sets that have none (nftables, src/evaluate.c).
    var sizeThatWasAskedFor: UInt32 { size == 65535 ? 0 : size }
}

extension NftablesRuleset.Statement {
    /// Whether it looks for sources that aren't in some networks, as firewalls of source ranges do.
    var isFirewallMatch: Bool {
        guard case .match(let key, true, let operand) = self, key.single == .ipSource || key.single == .ip6Source else {
            return false
        }
        switch operand {
        case .members, .prefix, .address, .spelled: return true
        default: return false
        }
    }
}

extension Range<UInt32> {
    /// The same range of an array's indices.
    var indices: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}
