/// What the two sides of a comparison are to each other, for the words that are said about them.
public enum DriftPerspective: Sendable, Hashable {
    /// One side says what should be on the node, the other what is.
    case drift
    /// One side comes after the other: the expected side is what will be.
    case change
}
