/// Which rules count: ids (`PORT-021`), groups (`PORT`), `server` (what repeats the API server's verdict) or `all`.
public struct RuleSelection: Sendable, Hashable {
    /// The rules that are wanted; none means all.
    public var select: [String]
    /// The rules that aren't, of those.
    public var ignore: [String]

    /// A selection. Words that mean no rule select none (`unknownWords`).
    public init(select: [String] = [], ignore: [String] = []) {
        self.select = select
        self.ignore = ignore
    }

    /// Whether findings of the rule count.
    public func contains(_ rule: RuleDescription) -> Bool {
        (select.isEmpty || select.contains { Self.word($0, means: rule) })
            && !ignore.contains { Self.word($0, means: rule) }
    }

    /// The words that mean none of `rules`.
    public func unknownWords(among rules: [RuleDescription]) -> [String] {
        (select + ignore).filter { word in !rules.contains { Self.word(word, means: $0) } }
    }

    private static func word(_ word: String, means rule: RuleDescription) -> Bool {
        switch word {
        case "all": true
        case "server": rule.repeatsServer
        default: word == rule.id || word == rule.group || rule.group.hasPrefix(word + "-")
        }
    }
}
