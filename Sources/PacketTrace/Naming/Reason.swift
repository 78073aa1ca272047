import Diagnostics

/// A sentence about where a packet goes and why, and where in the input it is said.
public struct Reason: Sendable, Hashable {
    /// The sentence, without a full stop.
    public var text: String
    /// What would have to change for another outcome; nil if there is nothing to change.
    public var change: String?
    /// The place that it is about.
    public var place: SourceLocation?

    /// A sentence.
    public init(_ text: String, change: String? = nil, place: SourceLocation? = nil) {
        self.text = text
        self.change = change
        self.place = place
    }
}
