import Addressing
import Bytes

extension NftablesRuleset {
    /// Writes the statements of a rule and its comment, without line break.
    func write(
        body rule: Rule, of table: borrowing Table, to buffer: inout ByteBuffer, wording: NftablesWording
    ) {
        var isFirst = true
        for statement in table.statements(of: rule) {
            if !isFirst { buffer.append(UInt8(ascii: " ")) }
            isFirst = false
            write(statement, of: table, to: &buffer, wording: wording)
        }
        guard let comment = rule.comment else { return }
        buffer.append(isFirst ? "comment " : " comment ")
        buffer.append(nftString: comment, of: texts)
    }

    private func write(
        _ statement: Statement, of table: borrowing Table, to buffer: inout ByteBuffer, wording: NftablesWording
    ) {
        switch statement {
        case .match(let key, let negated, let operand):
            write(key, to: &buffer)
            buffer.append(negated ? " != " : " ")
            write(operand, of: table, to: &buffer, wording: wording)
        case .markTest(let mask, let value, let negated):
            write(markTest: mask, value, negated: negated, to: &buffer, wording: wording)
        case .verdictMap(let key, let map):
            write(key, to: &buffer)
            buffer.append(" vmap @")
            buffer.append(map, of: texts)
        case .randomVerdict(let range):
            write(randomVerdicts: range, of: table, to: &buffer, wording: wording)
        case .markOr(let mask):
            buffer.append(wording == .command ? "mark set mark or " : "meta mark set meta mark | ")
            buffer.append(nftMark: mask)
        case .markXor(let mask):
            buffer.append(wording == .command ? "mark set mark xor " : "meta mark set meta mark ^ ")
            buffer.append(nftMark: mask)
        case .masquerade(let fullyRandom): buffer.append(fullyRandom ? "masquerade fully-random" : "masquerade")
        case .reject: buffer.append("reject")
        case .verdict(let verdict): write(verdict, to: &buffer)
        case .dnat(let socket): write(dnat: socket, to: &buffer, wording: wording)
        case .spelledDNAT(let socket, let text):
            guard wording == .command else { return write(dnat: socket, to: &buffer, wording: wording) }
            buffer.append("dnat to ")
            buffer.append(text, of: texts)
        case .randomDNAT(let family, let range):
            write(randomDNAT: range, family, of: table, to: &buffer, wording: wording)
        case .update(let set, let key):
            buffer.append("update @")
            buffer.append(set, of: texts)
            buffer.append(" { ")
            write(key, to: &buffer)
            buffer.append(" }")
        case .verbatim(let text), .json(let text): buffer.append(text, of: texts)
        }
    }

    /// A mask of leading bits is a prefix for nft: `meta mark != 0x00000000/1`.
    private func write(
        markTest mask: UInt32, _ value: UInt32, negated: Bool, to buffer: inout ByteBuffer, wording: NftablesWording
    ) {
        if wording == .listing, let length = mask.prefixLength {
            buffer.append(negated ? "meta mark != " : "meta mark ")
            buffer.append(nftMark: value)
            buffer.append(UInt8(ascii: "/"))
            return buffer.append(decimal: UInt(length))
        }
        buffer.append(wording == .command ? "mark and " : "meta mark & ")
        buffer.append(nftMark: mask)
        buffer.append(negated ? " != " : " == ")
        if wording == .command && value == 0 { buffer.append("0") } else { buffer.append(nftMark: value) }
    }

    /// Writes fields in a row with dots between them.
    private func write(_ key: Key, to buffer: inout ByteBuffer) {
        for place in 0..<key.count {
            if place > 0 { buffer.append(" . ") }
            if let field = key.field(place) { buffer.append(field.words) }
        }
    }

    private func write(
        _ operand: Operand, of table: borrowing Table, to buffer: inout ByteBuffer, wording: NftablesWording
    ) {
        switch operand {
        case .set(let name):
            buffer.append(UInt8(ascii: "@"))
            buffer.append(name, of: texts)
        case .prefix(let prefix): buffer.append(prefix, wording: wording)
        case .address(let address): buffer.append(address, wording: wording)
        case .spelled(let index): write(spelled: index, of: table, to: &buffer, wording: wording)
        case .members(let range): write(members: range, of: table, to: &buffer, wording: wording)
        case .interface(let name):
            if wording == .listing {
                buffer.append(nftString: name, of: texts)
            } else {
                buffer.append(name, of: texts)
            }
        case .transport(let number): buffer.append(nftTransport: number)
        case .port(let port): buffer.append(decimal: port)
        case .word(let word): buffer.append(word, of: texts)
        }
    }

    private func write(
        members range: Range<UInt32>, of table: borrowing Table, to buffer: inout ByteBuffer, wording: NftablesWording
    ) {
        buffer.append("{ ")
        var isFirst = true
        for member in table.members[Int(range.lowerBound)..<Int(range.upperBound)] {
            if !isFirst { buffer.append(separator(before: member, wording: wording)) }
            isFirst = false
            switch member {
            case .address(let address): buffer.append(address, wording: wording)
            case .prefix(let prefix): buffer.append(prefix, wording: wording)
            case .range(let first, let last):
                buffer.append(first, wording: wording)
                buffer.append(UInt8(ascii: "-"))
                buffer.append(last, wording: wording)
            case .spelled(let prefix, let text):
                if wording == .command {
                    buffer.append(text, of: texts)
                } else {
                    buffer.append(prefix, wording: wording)
                }
            }
        }
        buffer.append(" }")
    }

    private func write(
        spelled index: UInt32, of table: borrowing Table, to buffer: inout ByteBuffer, wording: NftablesWording
    ) {
        guard Int(index) < table.spelled.count else { return }
        let spelled = table.spelled[Int(index)]
        if wording == .command {
            buffer.append(spelled.text, of: texts)
        } else if spelled.isAddress {
            buffer.append(spelled.prefix.address, wording: wording)
        } else {
            buffer.append(spelled.prefix, wording: wording)
        }
    }

    private func separator(before member: Member, wording: NftablesWording) -> StaticString {
        if wording == .listing { return ", " }
        if case .spelled = member { return "," }
        return " , "
    }

    private func write(dnat socket: SocketAddress, to buffer: inout ByteBuffer, wording: NftablesWording) {
        buffer.append("dnat to ")
        let bracketed = socket.address.family == .ipv6
        if bracketed { buffer.append(UInt8(ascii: "[")) }
        buffer.append(socket.address, wording: wording)
        buffer.append(bracketed ? "]:" : ":")
        buffer.append(decimal: socket.port)
    }

    private func write(
        randomDNAT range: Range<UInt32>, _ family: IPFamily, of table: borrowing Table, to buffer: inout ByteBuffer,
        wording: NftablesWording
    ) {
        buffer.append(family == .ipv4 ? "dnat ip " : "dnat ip6 ")
        buffer.append(wording == .command ? "addr . port to numgen random mod " : "to numgen random mod ")
        buffer.append(decimal: UInt(range.count))
        buffer.append(" map { ")
        for (place, index) in range.enumerated() {
            if place > 0 { buffer.append(wording == .command ? " , " : ", ") }
            buffer.append(decimal: UInt(place))
            buffer.append(" : ")
            let endpoint = table.endpoints[Int(index)]
            buffer.append(endpoint.address, wording: wording)
            buffer.append(" . ")
            buffer.append(decimal: endpoint.port)
        }
        buffer.append(" }")
    }

    private func write(
        randomVerdicts range: Range<UInt32>, of table: borrowing Table, to buffer: inout ByteBuffer,
        wording: NftablesWording
    ) {
        buffer.append("numgen random mod ")
        buffer.append(decimal: UInt(range.count))
        buffer.append(" vmap { ")
        for (place, index) in range.enumerated() {
            if place > 0 { buffer.append(wording == .command ? " , " : ", ") }
            buffer.append(decimal: UInt(place))
            buffer.append(" : ")
            write(table.verdicts[Int(index)], to: &buffer)
        }
        buffer.append(" }")
    }

    /// Writes a verdict, the same in both texts.
    func write(_ verdict: Verdict, to buffer: inout ByteBuffer) {
        switch verdict {
        case .accept: buffer.append("accept")
        case .drop: buffer.append("drop")
        case .continue: buffer.append("continue")
        case .return: buffer.append("return")
        case .jump(let chain):
            buffer.append("jump ")
            buffer.append(chain, of: texts)
        case .goto(let chain):
            buffer.append("goto ")
            buffer.append(chain, of: texts)
        case .verbatim(let text), .json(let text): buffer.append(text, of: texts)
        }
    }

    /// Writes an element: its key, what the kernel says of it, its comment and, in a map, its verdict.
    func write(
        _ element: Element, of table: borrowing Table, to buffer: inout ByteBuffer, wording: NftablesWording
    ) {
        write(keyOf: element, of: table, to: &buffer, wording: wording)
        if let state = element.state {
            buffer.append(UInt8(ascii: " "))
            buffer.append(state, of: texts)
        }
        buffer.append(nftComment: element.comment, of: texts)
        if let verdict = element.verdict {
            buffer.append(" : ")
            write(verdict, to: &buffer)
        }
    }

    /// Writes an element's key: `10.96.0.10 . tcp . 53`.
    func write(
        keyOf element: Element, of table: borrowing Table, to buffer: inout ByteBuffer, wording: NftablesWording
    ) {
        var isFirst = true
        for value in table.values(of: element) {
            if !isFirst { buffer.append(" . ") }
            isFirst = false
            switch value {
            case .address(let address): buffer.append(address, wording: wording)
            case .prefix(let prefix): buffer.append(prefix, wording: wording)
            case .spelled(let index): write(spelled: index, of: table, to: &buffer, wording: wording)
            case .transport(let number): buffer.append(nftTransport: number)
            case .number(let number): buffer.append(decimal: number)
            case .verbatim(let text), .json(let text): buffer.append(text, of: texts)
            }
        }
    }
}

extension UInt32 {
    /// The number of leading ones, if there are any, no other bit is set, and not all are.
    var prefixLength: Int? {
        let length = (~self).leadingZeroBitCount
        return (1..<32).contains(length) && self << UInt32(length) == 0 ? length : nil
    }
}
