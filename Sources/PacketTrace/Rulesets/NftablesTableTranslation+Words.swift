import Addressing
import Netfilter

/// Statements that `NftablesRuleset` keeps as they are written: those that rules of firewalls are made of are
/// understood; a match that isn't may hold or not, an action that isn't makes uncertain what follows.
extension NftablesTableTranslation {
    /// Adds the statements of a text.
    mutating func addWords(_ text: String, to draft: inout NftablesRuleDraft, _ builder: inout ProgramBuilder) {
        var words = NftablesWords(text)
        while !words.isAtEnd {
            let start = words.at
            if let actions = takeAction(&words, &builder) {
                for action in actions { draft.action(action) }
                continue
            }
            words.jump(to: start)
            if takeMatch(&words, &draft, &builder) { continue }
            words.jump(to: start)
            addUnknown(&words, &draft, &builder)
        }
    }

    /// Words that begin or are part of statements which do something.
    private static let effects: Set<String> = [
        "set", "tproxy", "notrack", "queue", "dup", "fwd", "synproxy", "flow", "add", "update", "delete", "snat",
        "dnat", "redirect", "masquerade", "vmap", "map", "reset", "target", "jump", "goto", "accept", "drop",
    ]

    /// Takes the rest of a rule. What stands before actions that are understood, up to the rule's end, is a match
    /// unless it seems to do something.
    private func addUnknown(
        _ words: inout NftablesWords, _ draft: inout NftablesRuleDraft, _ builder: inout ProgramBuilder
    ) {
        let start = words.at
        var (ending, end) = ([FilterProgram.Action](), words.count)
        for place in (start + 1)..<max(words.count, start + 1) {
            guard let actions = actions(words, from: place, &builder) else { continue }
            (ending, end) = (actions, place)
            break
        }
        let unknown = words.words(start..<end)
        let text = builder.text(unknown.joined(separator: " "))
        draft.test(.unknown(text))
        if !Self.effects.isDisjoint(with: unknown) || ending.isEmpty { draft.action(.unknown(text)) }
        for action in ending { draft.action(action) }
        words.jump(to: words.count)
    }

    /// The actions that all words from a place on are; nil if there is anything else among them.
    private func actions(
        _ words: NftablesWords, from place: Int, _ builder: inout ProgramBuilder
    ) -> [FilterProgram.Action]? {
        var words = words
        words.jump(to: place)
        // `mark` may be that of something else than the packet.
        if words.next == "mark" { return nil }
        var actions: [FilterProgram.Action] = []
        while !words.isAtEnd {
            guard let more = takeAction(&words, &builder) else { return nil }
            actions += more
        }
        return actions
    }

    // MARK: Actions

    /// Takes a statement that does something, or that only counts; nil, at any place, if it is none that is understood.
    private func takeAction(_ words: inout NftablesWords, _ builder: inout ProgramBuilder) -> [FilterProgram.Action]? {
        guard !words.isAtEnd, let word = words.take() else { return nil }
        switch word {
        case "counter":
            if words.take("packets") {
                return words.take() != nil && words.take("bytes") && words.take() != nil ? [] : nil
            }
            return words.take("name") ? (words.take() == nil ? nil : []) : []
        case "log": return takeLog(&words) ? [] : nil
        case "comment": return words.take() == nil ? nil : []
        case "xt":
            // nft since 1.1 has the name in quotes.
            guard words.take("match"), let name = words.take() else { return nil }
            return Self.harmlessMatches.contains(name.filter { $0 != "\"" }) ? [] : nil
        case "update", "add": return takeUpdate(&words, &builder)
        case "accept", "drop", "return", "continue": return [verdicts.action(word, "", &builder)]
        case "jump", "goto":
            guard words.next != "{", let chain = words.take() else { return nil }
            return [verdicts.action(word, chain, &builder)]
        case "reject": return [takeReject(&words, &builder)]
        case "masquerade", "snat", "dnat", "redirect": return takeTranslation(word, &words)
        case "meta", "mark":
            if word == "meta", !words.take("mark") { return nil }
            return words.take("set") ? takeMark(&words).map { [$0] } : nil
        default: return nil
        }
    }

    /// Matches of iptables that always hold.
    private static let harmlessMatches: Set<String> = ["comment", "nfacct"]

    /// `@SET { FIELD [timeout TIME] [counter …] }`, behind `update` or `add`.
    private func takeUpdate(_ words: inout NftablesWords, _ builder: inout ProgramBuilder) -> [FilterProgram.Action]? {
        guard let set = words.take(), set.hasPrefix("@"), words.take("{") else { return nil }
        while let word = words.take(), word != "}" {
            if ["limit", "quota", "ct", "{", ":"].contains(word) { return nil }
        }
        return [.remember(list: builder.text(String(set.dropFirst())))]
    }

    private static let logOptions: Set<String> = [
        "prefix", "level", "group", "snaplen", "queue-threshold", "flags",
    ]

    /// Options of `log`, each with a value; flags may have several.
    private func takeLog(_ words: inout NftablesWords) -> Bool {
        while Self.logOptions.contains(words.next) {
            let isFlags = words.take() == "flags"
            guard words.take() != nil else { return false }
            if isFlags, ["tcp", "ip"].contains(words.words((words.at - 1)..<words.at).first) { _ = words.takeValues() }
        }
        return true
    }

    /// `with …`, behind `reject`.
    private func takeReject(_ words: inout NftablesWords, _ builder: inout ProgramBuilder) -> FilterProgram.Action {
        guard words.take("with") else { return .reject(.portUnreachable) }
        if words.take("tcp", "reset") { return .reject(.reset) }
        let kind = words.take() ?? ""
        if words.next == "type" { _ = words.take() }
        let answer = words.take() ?? ""
        return .reject(answer == "port-unreachable" ? .portUnreachable : .other(builder.text("\(kind) \(answer)")))
    }

    /// What follows `masquerade`, `snat`, `dnat`, `redirect`.
    private func takeTranslation(_ word: String, _ words: inout NftablesWords) -> [FilterProgram.Action]? {
        let isOther = words.take(family == .ipv4 ? "ip6" : "ip")
        if !isOther { _ = words.take(family == .ipv4 ? "ip" : "ip6") }
        let target = words.take("to") ? words.take() : nil
        while ["random", "fully-random", "persistent", ","].contains(words.next) { _ = words.take() }
        switch word {
        case "masquerade": return [.masquerade]
        case "snat": return target == nil || target == "numgen" ? nil : isOther ? [] : [.masquerade]
        case "redirect":
            guard let target else { return [.redirect(port: 0)] }
            return target.hasPrefix(":") ? UInt16(target.dropFirst()).map { [.redirect(port: $0)] } : nil
        default:
            guard let socket = target.flatMap(Self.socket) else { return nil }
            return isOther || socket.address.family != family ? [] : [.dnat(socket)]
        }
    }

    /// `10.0.0.1`, `10.0.0.1:80`, `[fd00::1]:80`; the port is 0 where none is said.
    private static func socket(_ text: String) -> SocketAddress? {
        if let address = IPAddress(text) { return SocketAddress(address, port: 0) }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return IPAddress(String(host)).map { SocketAddress($0, port: port) }
    }

    /// `N`, `[meta] mark and N xor M`, `[meta] mark & N | M` …, behind `mark set`.
    private func takeMark(_ words: inout NftablesWords) -> FilterProgram.Action? {
        if let value = NftablesWordValues.number(words.next) {
            _ = words.take()
            return .mark(clear: .max, flip: value)
        }
        guard words.take("meta", "mark") || words.take("mark") else { return nil }
        var (clear, flip): (UInt32, UInt32) = (0, 0)
        while let operation = NftablesMarkOperation(words.next) {
            _ = words.take()
            guard let bits = words.take().flatMap(NftablesWordValues.number) else { return nil }
            operation.apply(bits, &clear, &flip)
        }
        return .mark(clear: clear, flip: flip)
    }
}

/// An operation on a mark.
private enum NftablesMarkOperation {
    case and, or, xor

    init?(_ word: String) {
        switch word {
        case "&", "and": self = .and
        case "|", "or": self = .or
        case "^", "xor": self = .xor
        default: return nil
        }
    }

    /// Carries it out behind `(mark & ~clear) ^ flip`.
    func apply(_ bits: UInt32, _ clear: inout UInt32, _ flip: inout UInt32) {
        switch self {
        case .and: (clear, flip) = (clear | ~bits, flip & bits)
        case .or: (clear, flip) = (clear | bits, flip | bits)
        case .xor: flip ^= bits
        }
    }
}
