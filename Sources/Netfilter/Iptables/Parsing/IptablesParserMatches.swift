import Addressing
import Bytes

extension IptablesParser {
    /// The matches whose options the model holds.
    private enum Module {
        case comment, transport(TransportProtocol), conntrack, mark, addressType, statistic, recent, accounting, set
        case virtualService
    }

    private static let modules: [(word: StaticString, module: Module)] = [
        ("comment", .comment), ("tcp", .transport(.tcp)), ("udp", .transport(.udp)), ("sctp", .transport(.sctp)),
        ("statistic", .statistic), ("recent", .recent), ("conntrack", .conntrack), ("mark", .mark),
        ("addrtype", .addressType), ("nfacct", .accounting), ("set", .set), ("ipvs", .virtualService),
    ]

    /// Reads a match behind its `-m`; nil for one that stays verbatim.
    mutating func parseMatch() throws(DumpFailure) -> IptablesRuleset.Option? {
        guard let word = try line.next() else { return nil }
        let bytes = line.raw(word)
        guard let module = Self.modules.first(where: { bytes.equals($0.word) })?.module else { return nil }
        switch module {
        case .comment: return try comment()
        case .transport(let transport): return .protocolModule(transport)
        case .conntrack: return try conntrackState()
        case .mark: return try mark()
        case .addressType: return try addressType()
        case .statistic: return try randomProbability()
        case .recent: return try recent()
        case .accounting: return try accounting()
        case .set: return try setMatch()
        case .virtualService: return try virtualService()
        }
    }

    private mutating func comment() throws(DumpFailure) -> IptablesRuleset.Option? {
        guard try line.take("--comment"), let word = try line.next(), let text = value(word) else { return nil }
        return .comment(text)
    }

    private mutating func conntrackState() throws(DumpFailure) -> IptablesRuleset.Option? {
        let negated = try line.take("!")
        guard try line.take("--ctstate"), let word = try line.takePlain() else { return nil }
        var states = IptablesRuleset.ConntrackStates()
        for text in line.raw(word).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let text = UnsafeRawBufferPointer(rebasing: text)
            let words = IptablesRuleset.ConntrackStates.words
            guard let state = words.first(where: { text.equals($0.word) })?.state, states.rawValue < state.rawValue
            else { return nil }
            states.insert(state)
        }
        return .conntrackState(states, negated: negated)
    }

    private mutating func mark() throws(DumpFailure) -> IptablesRuleset.Option? {
        let negated = try line.take("!")
        guard try line.take("--mark"), let word = try line.takePlain(),
            let (value, mask) = markAndMask(line.raw(word), printsFullMask: false)
        else { return nil }
        return .mark(value: value, mask: mask, negated: negated)
    }

    /// `VALUE/MASK`, or `VALUE` where a dump doesn't print a full mask.
    func markAndMask(_ bytes: UnsafeRawBufferPointer, printsFullMask: Bool) -> (value: UInt32, mask: UInt32)? {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else {
            guard !printsFullMask, let value = bytes.mark, value.isKernel else { return nil }
            return (value.number, .max)
        }
        guard let value = bytes.slice(0, slash).mark, let mask = bytes.slice(slash + 1, bytes.count).mark else {
            return nil
        }
        let isKernel = value.isKernel && mask.isKernel && (printsFullMask || mask.number != .max)
        return isKernel || value.isTool && mask.isTool ? (value.number, mask.number) : nil
    }

    private mutating func addressType() throws(DumpFailure) -> IptablesRuleset.Option? {
        let negated = try line.take("!")
        let isSource = try line.take("--src-type")
        if !isSource, try !line.take("--dst-type") { return nil }
        guard try line.take("LOCAL") else { return nil }
        return .addressType(.init(isSource ? .source : .destination, negated: negated))
    }

    private mutating func randomProbability() throws(DumpFailure) -> IptablesRuleset.Option? {
        guard try line.take("--mode"), try line.take("random"), try line.take("--probability"),
            let word = try line.takePlain(), let fraction = fraction(line.raw(word))
        else { return nil }
        return .randomProbability(fraction)
    }

    /// A decimal number with at most 18 digits.
    private func fraction(_ bytes: UnsafeRawBufferPointer) -> IptablesRuleset.DecimalFraction? {
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count
        guard bytes.count <= 19, point + 1 != bytes.count, var units = bytes.slice(0, point).decimal else { return nil }
        let decimals = bytes.slice(point + 1, bytes.count)
        for byte in decimals {
            guard 0x30...0x39 ~= byte else { return nil }
            units = units * 10 + UInt64(byte & 0xF)
        }
        return .init(units: units, digits: UInt8(decimals.count))
    }

    /// `--name NAME ACTION …` as kube-proxy writes it, or `ACTION … --name NAME --mask MASK --rsource` of a dump.
    private mutating func recent() throws(DumpFailure) -> IptablesRuleset.Option? {
        var name = try line.take("--name") ? try line.takePlain() : nil
        let isDump = name == nil
        guard let word = try line.next() else { return nil }
        let bytes = line.raw(word)
        guard let action = IptablesWords.recentActions.first(where: { bytes.equals($0.word) })?.action else {
            return nil
        }
        var seconds: UInt32 = 0
        if try line.take("--seconds") {
            guard let word = try line.takePlain(), let read = line.raw(word).decimal.flatMap({ UInt32(exactly: $0) }),
                read > 0
            else { return nil }
            seconds = read
        }
        let reap = try line.take("--reap")
        if isDump {
            guard try line.take("--name") else { return nil }
            name = try line.takePlain()
            guard try takeFullMask(), try line.take("--rsource") else { return nil }
        }
        guard let name, try !hasMoreOptions() else { return nil }
        return .recent(.init(name: arenaText(name.start..<name.end), action: action, seconds: seconds, reap: reap))
    }

    private mutating func takeFullMask() throws(DumpFailure) -> Bool {
        guard try line.take("--mask"), let word = try line.takePlain() else { return false }
        let bytes = line.raw(word)
        for seen in IPFamily.allCases where bytes.equals(IptablesWords.fullMask(seen)) { return accept(seen) }
        return false
    }

    /// Whether another option of the same match follows.
    private func hasMoreOptions() throws(DumpFailure) -> Bool {
        var ahead = line
        guard var word = try ahead.next() else { return false }
        if ahead.raw(word).equals("!"), let next = try ahead.next() { word = next }
        return ahead.raw(word).begins(with: "--")
    }

    private mutating func accounting() throws(DumpFailure) -> IptablesRuleset.Option? {
        guard try line.take("--nfacct-name"), let word = try line.takePlain() else { return nil }
        return .accounting(arenaText(word.start..<word.end))
    }

    private mutating func setMatch() throws(DumpFailure) -> IptablesRuleset.Option? {
        let negated = try line.take("!")
        guard try line.take("--match-set"), let name = try line.takePlain(), let fields = try line.takePlain() else {
            return nil
        }
        var (dimension, sourceBits) = (UInt8(0), UInt8(0))
        for text in line.raw(fields).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let text = UnsafeRawBufferPointer(rebasing: text)
            let isSource = text.equals("src")
            guard dimension < 6, isSource || text.equals("dst") else { return nil }
            if isSource { sourceBits |= 1 << dimension }
            dimension += 1
        }
        return .set(
            .init(
                name: arenaText(name.start..<name.end), dimension: dimension, sourceBits: sourceBits, negated: negated))
    }

    /// `--vaddr A --vproto tcp --vport P` as kube-proxy writes it, or `--vproto 6 --vaddr A --vport P` of a dump.
    private mutating func virtualService() throws(DumpFailure) -> IptablesRuleset.Option? {
        let isDump = try line.peek().map { line.raw($0).equals("--vproto") } ?? false
        var transport = isDump ? try virtualProtocol(isDump: true) : nil
        guard try line.take("--vaddr"), let word = try line.takePlain() else { return nil }
        let bytes = line.raw(word)
        let isIPv6 = bytes.contains(UInt8(ascii: ":"))
        guard let address = isIPv6 ? bytes.ipv6Address : bytes.ipv4Address, accept(address.family) else { return nil }
        if !isDump { transport = try virtualProtocol(isDump: false) }
        guard let transport, try line.take("--vport"), let word = try line.takePlain(),
            let port = line.raw(word).decimal.flatMap({ UInt16(exactly: $0) }), try !hasMoreOptions()
        else { return nil }
        return .virtualService(.init(address, transport, port: port))
    }

    private mutating func virtualProtocol(isDump: Bool) throws(DumpFailure) -> TransportProtocol? {
        guard try line.take("--vproto"), let word = try line.takePlain() else { return nil }
        let bytes = line.raw(word)
        if isDump { return bytes.decimal.flatMap { UInt8(exactly: $0) }.flatMap { TransportProtocol(rawValue: $0) } }
        return TransportProtocol.allCases.first { bytes.equals($0.name) }
    }
}
