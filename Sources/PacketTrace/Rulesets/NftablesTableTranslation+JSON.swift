import Netfilter

/// Statements of `nft -j` that `NftablesRuleset` keeps as JSON, each by itself.
extension NftablesTableTranslation {
    /// What a kind of statement is.
    private enum Kind {
        case harmless, match, action
    }

    private static let kinds: [String: Kind] = [
        "counter": .harmless, "log": .harmless, "comment": .harmless,
        "match": .match, "limit": .match, "quota": .match, "ct count": .match, "last": .harmless,
    ]

    /// Adds a statement.
    func addJSON(_ text: String, to draft: inout NftablesRuleDraft, _ builder: inout ProgramBuilder) {
        let words = text.split { "{}[]:, \n\t\"".contains($0) }
        let key = text.split(separator: "\"", maxSplits: 2).dropFirst().first.map(String.init) ?? ""
        let unknown = builder.text(text)
        switch (key, Self.kinds[key] ?? .action) {
        case (_, .harmless): draft.action(.none)
        case (_, .match): draft.test(.unknown(unknown))
        case ("masquerade", _), ("snat", _): draft.action(.masquerade)
        case ("reject", _): draft.action(.reject(answer(words, &builder)))
        case ("xt", _):
            // What iptables-nft has no words of nft for: a match or a target.
            draft.test(.unknown(unknown))
            if !words.contains("match") { draft.action(.unknown(unknown)) }
        default: draft.action(.unknown(unknown))
        }
    }

    private func answer(_ words: [Substring], _ builder: inout ProgramBuilder) -> FilterProgram.Answer {
        if words.contains("port-unreachable") || words == ["reject", "null"] { return .portUnreachable }
        if words.contains("tcp") && words.contains("reset") { return .reset }
        let said = words.dropFirst().filter { $0 != "type" && $0 != "expr" }
        return .other(builder.text(said.joined(separator: " ")))
    }
}
