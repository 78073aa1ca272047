import Addressing
import Bytes

extension IptablesParser {
    /// The words that begin an option without a match of its own.
    private enum BaseWord {
        case source, destination, inInterface, outInterface, `protocol`, match, jump, goto, sourcePort, destinationPort
    }

    private static let baseWords: [(word: StaticString, meaning: BaseWord)] = [
        ("-m", .match), ("-j", .jump), ("-s", .source), ("-d", .destination), ("-p", .protocol),
        ("--dport", .destinationPort), ("--sport", .sourcePort), ("-i", .inInterface), ("-o", .outInterface),
        ("-g", .goto),
    ]

    /// Reads a rule behind its `-A`.
    mutating func parseRule() throws(DumpFailure) {
        let chain = try parseChainName()
        let first = table.options.count
        var target = IptablesRuleset.Target.none
        while let word = try line.next() {
            if let found = try parseTarget(word) {
                target = found
                break
            }
            table.options.append(try parseOption(word))
        }
        guard let count = UInt16(exactly: table.options.count - first) else {
            throw failure("expected at most \(UInt16.max) options in one rule", at: line.end)
        }
        table.rules.append(.init(chain: chain, firstOption: UInt32(first), optionCount: count, target: target))
    }

    /// Reads the option that begins with `word`; what the model can't hold becomes verbatim words.
    private mutating func parseOption(_ word: IptablesWord) throws(DumpFailure) -> IptablesRuleset.Option {
        let isNegated = line.raw(word).equals("!")
        guard let name = isNegated ? try line.next() : word else {
            throw failure("expected an option behind !", at: line.end)
        }
        guard line.raw(name).first == UInt8(ascii: "-") else {
            throw failure("expected an option, found \(excerpt(line.raw(name)))", at: name.start)
        }
        let behindName = line
        let meaning = meaning(of: name)
        if let typed = try parseTyped(meaning, negated: isNegated) { return typed }
        line = behindName
        try skipVerbatim(isMatch: meaning == .match)
        return .other(arenaText(word.start..<line.at))
    }

    private func meaning(of word: IptablesWord) -> BaseWord? {
        let bytes = line.raw(word)
        for entry in Self.baseWords where bytes.equals(entry.word) { return entry.meaning }
        return nil
    }

    private mutating func parseTyped(
        _ meaning: BaseWord?, negated: Bool
    ) throws(DumpFailure) -> IptablesRuleset.Option? {
        switch meaning {
        case .source: try addressMatch(negated: negated).map { .source($0) }
        case .destination: try addressMatch(negated: negated).map { .destination($0) }
        case .inInterface: try interfaceMatch(negated: negated).map { .inInterface($0) }
        case .outInterface: try interfaceMatch(negated: negated).map { .outInterface($0) }
        case .protocol: try protocolMatch(negated: negated).map { .protocol($0) }
        case .sourcePort: try portMatch(negated: negated).map { .sourcePort($0) }
        case .destinationPort: try portMatch(negated: negated).map { .destinationPort($0) }
        case .match: negated ? nil : try parseMatch()
        case .jump, .goto, nil: nil
        }
    }

    /// Goes to the end of the words of an option, or of all words of a match, that stay verbatim.
    private mutating func skipVerbatim(isMatch: Bool) throws(DumpFailure) {
        if isMatch, try line.next() == nil { throw failure("expected the name of a match behind -m", at: line.end) }
        var end = line.at
        var ahead = line
        while let word = try ahead.next() {
            if line.raw(word).equals("!") {
                guard let next = try ahead.next() else { break }
                if beginsOption(next, isMatch: isMatch) { break }
            } else if beginsOption(word, isMatch: isMatch) {
                break
            }
            end = ahead.at
        }
        line.at = end
    }

    /// Whether a word ends verbatim words before it: a match ends at the next match or option without match, a
    /// single option at any option.
    private func beginsOption(_ word: IptablesWord, isMatch: Bool) -> Bool {
        let bytes = line.raw(word)
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "-") else { return false }
        if bytes[1] == UInt8(ascii: "-") { return !isMatch && bytes.count > 2 }
        return bytes.equals("-m") || bytes.equals("-j") || bytes.equals("-g")
            || IptablesWords.baseOptions.contains { bytes.equals($0) }
    }

    /// Learns the family from an address; false if the text is known to be of the other one.
    mutating func accept(_ seen: IPFamily) -> Bool {
        if family == nil { family = seen }
        return family == seen
    }

    /// `ADDRESS` or `ADDRESS/LENGTH`
    private mutating func addressMatch(
        negated: Bool
    ) throws(DumpFailure) -> IptablesRuleset.AddressMatch? {
        guard let word = try line.takePlain() else { return nil }
        let bytes = line.raw(word)
        let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        let text = bytes.slice(0, slash)
        let seen: IPFamily = text.contains(UInt8(ascii: ":")) ? .ipv6 : .ipv4
        guard let address = seen == .ipv4 ? text.ipv4Address : text.ipv6Address else { return nil }
        guard accept(seen) else {
            let (wanted, program) = seen == .ipv6 ? ("IPv4", "iptables") : ("IPv6", "ip6tables")
            throw failure("expected an \(wanted) address in a ruleset of \(program)", at: word.start)
        }
        if slash == bytes.count { return .init(address, negated: negated) }
        guard let length = bytes.slice(slash + 1, bytes.count).decimal, length <= UInt64(seen.bitWidth) else {
            return nil
        }
        return .init(IPPrefix(address: address, length: UInt8(length)), negated: negated)
    }

    private mutating func interfaceMatch(
        negated: Bool
    ) throws(DumpFailure) -> IptablesRuleset.InterfaceMatch? {
        guard let word = try line.takePlain() else { return nil }
        return .init(arenaText(word.start..<word.end), negated: negated)
    }

    private mutating func protocolMatch(
        negated: Bool
    ) throws(DumpFailure) -> IptablesRuleset.ProtocolMatch? {
        guard let word = try line.takePlain() else { return nil }
        let bytes = line.raw(word)
        for entry in IptablesWords.protocols where bytes.equals(entry.word) {
            return .init(number: entry.number, negated: negated)
        }
        // A number that has a name is printed as the name: it stays as it was written.
        guard let number = bytes.decimal.flatMap({ UInt8(exactly: $0) }),
            !IptablesWords.protocols.contains(where: { $0.number == number })
        else { return nil }
        return .init(number: number, negated: negated)
    }

    /// `PORT` or `LOWER:UPPER`
    private mutating func portMatch(negated: Bool) throws(DumpFailure) -> IptablesRuleset.PortMatch? {
        guard let word = try line.takePlain() else { return nil }
        let bytes = line.raw(word)
        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
        guard let lower = bytes.slice(0, colon).decimal.flatMap({ UInt16(exactly: $0) }) else { return nil }
        if colon == bytes.count { return .init(lower, lower, negated: negated) }
        guard let upper = bytes.slice(colon + 1, bytes.count).decimal.flatMap({ UInt16(exactly: $0) }), lower < upper
        else { return nil }
        return .init(lower, upper, negated: negated)
    }
}
