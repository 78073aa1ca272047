import Addressing
import Bytes

extension IptablesParser {
    /// The targets whose options the model holds.
    private enum Extension { case accept, drop, `return`, reject, mark, masquerade, dnat, redirect }

    private static let extensions: [(word: StaticString, target: Extension)] = [
        ("DNAT", .dnat), ("ACCEPT", .accept), ("DROP", .drop), ("RETURN", .return), ("REJECT", .reject),
        ("MARK", .mark), ("MASQUERADE", .masquerade), ("REDIRECT", .redirect),
    ]

    /// The ways to change a mark with one number, which only restore texts have.
    private static let markChanges: [(word: StaticString, make: @Sendable (UInt32) -> IptablesRuleset.MarkChange)] = [
        ("--or-mark", { .or($0) }), ("--xor-mark", { .xor($0) }), ("--and-mark", { .and($0) }),
    ]

    /// Reads a target if `word` is `-j` or `-g`; it always ends the rule.
    mutating func parseTarget(_ word: IptablesWord) throws(DumpFailure) -> IptablesRuleset.Target? {
        let isGoto = line.raw(word).equals("-g")
        guard isGoto || line.raw(word).equals("-j") else { return nil }
        guard let name = try line.next() else { throw failure("expected a target behind the option", at: line.end) }
        let behindName = line
        if name.quoting == .none {
            let typed = isGoto ? nil : try parseExtension(name)
            if line.isAtEnd() {
                if let typed { return typed }
                if let chain = chainTarget(name, isGoto: isGoto) { return isGoto ? .goto(chain) : .jump(chain) }
            }
        }
        line = behindName
        var end = line.at
        while try line.next() != nil { end = line.at }
        return .other(arenaText(word.start..<end))
    }

    /// The chain that a lone word behind `-j` or `-g` names; nil for the name of an extension.
    private mutating func chainTarget(_ name: IptablesWord, isGoto: Bool) -> IptablesRuleset.ChainID? {
        let bytes = line.raw(name)
        // An option of an extension was read without success: the word is no chain.
        guard name.end == line.at || isSpaceOnly(name.end..<line.at) else { return nil }
        if let known = chains.find(bytes, in: self.bytes).map({ IptablesRuleset.ChainID($0) }) {
            if isGoto || isDeclared(known) { return known }
        }
        if !isGoto && IptablesWords.loneExtensions.contains(where: { bytes.equals($0) }) { return nil }
        return intern(name.start..<name.end)
    }

    private func isSpaceOnly(_ range: Range<Int>) -> Bool {
        bytes[range].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    /// Reads a target that is no chain; nil for one that the model doesn't hold.
    private mutating func parseExtension(_ name: IptablesWord) throws(DumpFailure) -> IptablesRuleset.Target? {
        let bytes = line.raw(name)
        guard let target = Self.extensions.first(where: { bytes.equals($0.word) })?.target else { return nil }
        switch target {
        case .accept: return .accept
        case .drop: return .drop
        case .return: return .return
        case .reject: return try reject()
        case .mark: return try markChange()
        case .masquerade: return .masquerade(randomFully: try line.take("--random-fully"))
        case .dnat: return try dnat()
        case .redirect:
            guard try line.take("--to-ports"), let word = try line.takePlain(),
                let port = line.raw(word).decimal.flatMap({ UInt16(exactly: $0) })
            else { return nil }
            return .redirect(port: port)
        }
    }

    private mutating func reject() throws(DumpFailure) -> IptablesRuleset.Target? {
        guard try line.take("--reject-with") else { return .reject(nil) }
        guard let word = try line.takePlain() else { return nil }
        let bytes = line.raw(word)
        return IptablesRuleset.RejectType.allCases.first { bytes.equals($0.word) }.map { .reject($0) }
    }

    private mutating func markChange() throws(DumpFailure) -> IptablesRuleset.Target? {
        guard let option = try line.takePlain(), let word = try line.takePlain() else { return nil }
        let (name, bytes) = (line.raw(option), line.raw(word))
        for entry in Self.markChanges where name.equals(entry.word) {
            guard let bits = bytes.mark, bits.isTool else { return nil }
            return .mark(entry.make(bits.number))
        }
        guard let (value, mask) = markAndMask(bytes, printsFullMask: true) else { return nil }
        if name.equals("--set-xmark") { return .mark(.setXor(value: value, mask: mask)) }
        // A dump never has --set-mark: only kube-proxy's eight digits are told apart from other ways to write it.
        guard name.equals("--set-mark"), bytes.count == 21 else { return nil }
        return .mark(.set(value: value, mask: mask))
    }

    /// `ADDRESS:PORT`, an IPv6 address in brackets.
    private mutating func dnat() throws(DumpFailure) -> IptablesRuleset.Target? {
        guard try line.take("--to-destination"), let word = try line.takePlain() else { return nil }
        let bytes = line.raw(word)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
            let port = bytes.slice(colon + 1, bytes.count).decimal.flatMap({ UInt16(exactly: $0) })
        else { return nil }
        let isIPv6 = bytes.first == UInt8(ascii: "[")
        if isIPv6 && bytes.slice(colon - 1, colon).first != UInt8(ascii: "]") { return nil }
        let address = isIPv6 ? bytes.slice(1, colon - 1).ipv6Address : bytes.slice(0, colon).ipv4Address
        guard let address, accept(address.family) else { return nil }
        return .dnat(SocketAddress(address, port: port))
    }
}
