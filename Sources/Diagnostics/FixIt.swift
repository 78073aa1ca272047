/// Edits of the input that mend a finding.
public struct FixIt: Sendable, Hashable {
    /// What they do, in the style of a finding's advice: `write 8080 without quotes`.
    public var title: String
    /// The edits. They don't overlap.
    public var edits: [TextEdit]

    /// A fix.
    public init(title: String, edits: [TextEdit]) {
        self.title = title
        self.edits = edits
    }
}

/// Another text for a part of one source.
public struct TextEdit: Sendable, Hashable {
    /// The source's name.
    public var file: String
    /// The bytes that go.
    public var range: SourceRange
    /// What comes in their place.
    public var replacement: String

    /// An edit.
    public init(file: String, range: SourceRange, replacement: String) {
        self.file = file
        self.range = range
        self.replacement = replacement
    }
}

/// Another object that a finding is about, and where it stands.
public struct RelatedPlace: Sendable, Hashable {
    /// The object.
    public var object: ObjectReference
    /// Where the field in question stands; nil if it isn't in the input.
    public var location: SourceLocation?
    /// What it has to do with the finding, in a few words.
    public var note: String

    /// A place.
    public init(object: ObjectReference, location: SourceLocation? = nil, note: String) {
        self.object = object
        self.location = location
        self.note = note
    }
}
