import Diagnostics

/// The words that a selection of rules may consist of.
public enum RuleWords {
    /// Ids, groups, and the words for sets of rules.
    public static let all: [String] =
        ["all", "server"] + RuleCatalog.groups + ["MODE"] + RuleCatalog.all.map(\.id)

    /// The word that someone who wrote `word` probably meant; nil if none is like it.
    public static func nearest(to word: String) -> String? { nearest(to: word, among: all) }

    /// The one of `words` that is most like `word`, but for capitals at most two edits from it; nil if none is.
    public static func nearest(to word: String, among words: [String]) -> String? {
        let wanted = word.uppercased()
        var best: (word: String, distance: Int)?
        for candidate in words {
            let limit = min(2, (best?.distance ?? 3) - 1)
            guard limit >= 0 else { break }
            let distance = EditDistance.between(candidate.uppercased(), wanted, atMost: limit)
            if let distance { best = (candidate, distance) }
        }
        return best?.word
    }
}
