import Diagnostics
import Manifests

/// Turns places in the input into lines and columns. The starts of all lines are found once, when it is made.
struct ManifestPlaces: Sendable {
    private let locators: [SourceLocator]

    init(_ sources: [Source]) {
        locators = sources.map { source in
            var locator = SourceLocator(source)
            _ = locator.location(of: SourceRange(start: 0, end: 0))
            return locator
        }
    }

    /// The place of a range in a source of `ManifestSet.sources`; nil if there is no such source.
    func location(_ range: SourceRange, in source: Int) -> SourceLocation? {
        guard locators.indices.contains(source) else { return nil }
        var locator = locators[source]
        return locator.location(of: range)
    }
}
