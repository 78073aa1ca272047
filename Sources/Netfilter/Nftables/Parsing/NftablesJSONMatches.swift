import Addressing
import Bytes
import Manifests

/// Reading matches, and the fields of packets that they look at, from JSON.
extension NftablesJSONParser {
    private typealias Field = NftablesRuleset.Field
    private typealias Operand = NftablesRuleset.Operand

    /// `{"op": OPERATOR, "left": KEY, "right": OPERAND}`
    mutating func match(_ node: Int, of table: Int) -> NftablesRuleset.Statement? {
        guard let (operation, left, right) = tree.triple(node, "op", "left", "right") else { return nil }
        let negated = tree.isWord(operation, "!=")
        let isEqual = tree.isWord(operation, "==")
        if negated || isEqual, let test = markTest(left, right, negated: negated) { return test }
        guard let key = key(left) else { return nil }
        // States and statuses are bits: `==` would mean all of them.
        let isBit = key.single == .conntrackState || key.single == .conntrackStatus
        guard negated || (isBit ? tree.isWord(operation, "in") : isEqual) else { return nil }
        if let set = reference(right) { return .match(key, negated: negated, .set(set)) }
        guard let field = key.single, let operand = operand(right, of: field, table) else { return nil }
        return .match(key, negated: negated, operand)
    }

    // MARK: Marks

    /// Whether a node is the packet's mark.
    func isMark(_ node: Int) -> Bool {
        tree.only(node, "meta").flatMap { tree.only($0, "key") }.map { tree.isWord($0, "mark") } ?? false
    }

    /// `{"&": [MARK, MASK]}` compared with a number, or the mark itself with a number and the length of its mask.
    private func markTest(_ left: Int, _ right: Int, negated: Bool) -> NftablesRuleset.Statement? {
        if let operands = tree.only(left, "&") {
            guard let (mark, mask) = tree.couple(operands), isMark(mark), let mask = tree.number(mask, as: UInt32.self),
                let value = tree.number(right, as: UInt32.self)
            else { return nil }
            return .markTest(mask: mask, value: value, negated: negated)
        }
        guard isMark(left), let prefix = tree.only(right, "prefix"),
            let (value, length) = tree.pair(prefix, "addr", "len"), let value = tree.number(value, as: UInt32.self),
            let length = tree.number(length, as: UInt32.self), (1..<32).contains(length)
        else { return nil }
        return .markTest(mask: ~(UInt32.max >> length), value: value, negated: negated)
    }

    // MARK: Keys

    /// How a field looks in JSON: `{OBJECT: {NAME: WORD, NAME: WORD}}`.
    private struct Shape {
        let field: NftablesRuleset.Field
        let object: StaticString
        let first: (name: StaticString, word: StaticString)
        var second: (name: StaticString, word: StaticString)?
    }

    private static let shapes: [Shape] =
        [
            (.ipSource, "ip", "saddr"), (.ipDestination, "ip", "daddr"), (.ip6Source, "ip6", "saddr"),
            (.ip6Destination, "ip6", "daddr"), (.sourcePort, "th", "sport"), (.destinationPort, "th", "dport"),
            (.tcpDestinationPort, "tcp", "dport"), (.udpDestinationPort, "udp", "dport"),
            (.sctpDestinationPort, "sctp", "dport"),
        ].map { (field, header, name) in
            Shape(field: field, object: "payload", first: ("protocol", header), second: ("field", name))
        } + [
            Shape(field: .transport, object: "meta", first: ("key", "l4proto")),
            Shape(field: .inInterface, object: "meta", first: ("key", "iifname")),
            Shape(field: .inInterfaceNumber, object: "meta", first: ("key", "iif")),
            Shape(field: .outInterface, object: "meta", first: ("key", "oifname")),
            Shape(field: .conntrackState, object: "ct", first: ("key", "state")),
            Shape(field: .conntrackStatus, object: "ct", first: ("key", "status")),
            Shape(field: .sourceAddressType, object: "fib", first: ("result", "type"), second: ("flags", "saddr")),
            Shape(field: .destinationAddressType, object: "fib", first: ("result", "type"), second: ("flags", "daddr")),
        ]

    /// A field, or `{"concat": [FIELD, …]}`. Nil if it is something else.
    func key(_ node: Int) -> NftablesRuleset.Key? {
        var key = NftablesRuleset.Key()
        guard let list = tree.only(node, "concat") else {
            return field(node).flatMap { key.append($0) ? key : nil }
        }
        for item in tree.items(of: list) {
            guard let field = field(item), key.append(field) else { return nil }
        }
        // One field in a list would be written without it.
        return key.count > 1 ? key : nil
    }

    private func field(_ node: Int) -> NftablesRuleset.Field? {
        guard let object = tree.onlyKey(of: node) else { return nil }
        return Self.shapes.first { shape in
            guard tree.isWord(object, shape.object) else { return false }
            guard let second = shape.second else {
                return tree.only(object + 1, shape.first.name).map { tree.isWord($0, shape.first.word) } ?? false
            }
            guard let (a, b) = tree.pair(object + 1, shape.first.name, second.name) else { return false }
            return tree.isWord(a, shape.first.word) && tree.isFlag(b, second.word)
        }?.field
    }

    // MARK: Operands

    /// `"@NAME"`
    func reference(_ node: Int) -> ArenaText? {
        guard tree.kind(node) == .string, tree.word(node).count > 1, tree.word(node).first == UInt8(ascii: "@") else {
            return nil
        }
        let text = tree.text(node)
        return ArenaText(offset: text.offset + 1, length: text.length - 1)
    }

    private mutating func operand(_ node: Int, of field: Field, _ table: Int) -> Operand? {
        switch field {
        case .ipSource, .ipDestination, .ip6Source, .ip6Destination:
            if let address = address(node) { return .address(address) }
            if let prefix = prefix(node) { return .prefix(prefix) }
            return tree.only(node, "set").flatMap { members($0, of: table) }
        case .transport: return transport(node).map { .transport($0) }
        case .sourcePort, .destinationPort, .tcpDestinationPort, .udpDestinationPort, .sctpDestinationPort:
            return tree.number(node).map { .port($0) }
        case .inInterface, .inInterfaceNumber, .outInterface:
            return tree.kind(node) == .string ? .interface(tree.text(node)) : nil
        case .conntrackState, .conntrackStatus, .sourceAddressType, .destinationAddressType:
            let isPlain =
                tree.kind(node) == .string && !tree.word(node).isEmpty
                && tree.word(node).allSatisfy { 0x61...0x7A ~= $0 }
            return isPlain ? .word(tree.text(node)) : nil
        }
    }

    /// Addresses, networks and ranges. Nil if there is anything else among them.
    private mutating func members(_ list: Int, of table: Int) -> Operand? {
        guard tree.kind(list) == .sequence else { return nil }
        var members: [NftablesRuleset.Member] = []
        for item in tree.items(of: list) {
            if let address = address(item) {
                members.append(.address(address))
            } else if let prefix = prefix(item) {
                members.append(.prefix(prefix))
            } else if let range = range(item) {
                members.append(range)
            } else {
                return nil
            }
        }
        let start = UInt32(ruleset.tables[table].members.count)
        ruleset.tables[table].members.append(contentsOf: members)
        return .members(start..<UInt32(ruleset.tables[table].members.count))
    }

    /// `{"range": [FIRST, LAST]}`
    private func range(_ node: Int) -> NftablesRuleset.Member? {
        guard let ends = tree.only(node, "range"), let (first, last) = tree.couple(ends), let first = address(first),
            let last = address(last), first.family == last.family, first <= last
        else { return nil }
        return .range(first, last)
    }
}
