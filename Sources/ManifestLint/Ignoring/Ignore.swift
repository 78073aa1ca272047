import Diagnostics

/// A place that says that findings of some rules aren't wanted: a comment or an annotation.
struct Ignore: Sendable {
    /// What it covers.
    enum Scope: Sendable, Hashable {
        /// Findings that begin in a line of a file.
        case line(file: String, Int)
        /// Findings about an object.
        case object(ObjectReference)
    }

    /// What it covers.
    let scope: Scope
    /// The rules, as `RuleSelection` knows them: ids, groups, `server`, `all`.
    let words: [String]
    /// Why; empty if it doesn't say.
    let reason: String
    /// Where it stands.
    let location: SourceLocation
    /// The object that carries it; nil for a comment.
    let object: ObjectReference?

    /// The rules and the reason in a text: `PORT-021,SEL-001 the pods come from Helm`.
    static func parse(_ text: String) -> (words: [String], reason: String) {
        var words: [String] = []
        var rest = text.drop(while: \.isWhitespace)
        var goesOn = true
        while goesOn, !rest.isEmpty {
            let token = rest.prefix { !$0.isWhitespace }
            rest = rest.dropFirst(token.count).drop(while: \.isWhitespace)
            words += token.split(separator: ",").map { String($0) }
            // A space may follow a comma.
            goesOn = token.hasSuffix(",") || rest.hasPrefix(",")
        }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return (words, String(rest))
    }
}
