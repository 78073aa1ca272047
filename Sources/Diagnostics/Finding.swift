/// How much a finding matters.
public enum Severity: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// Legal, but people trip over it.
    case note
    /// Probably wrong, or wrong in some clusters.
    case warning
    /// The API server rejects it, or the traffic in question is certainly lost.
    case error

    /// `note`, `warning` or `error`.
    public var word: String {
        switch self {
        case .note: "note"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// By weight: a note is less than an error.
    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
}

/// What a finding is about: `Service shop/web`.
public struct ObjectReference: Sendable, Hashable, CustomStringConvertible {
    /// The Kubernetes kind.
    public var kind: String
    /// The namespace; empty for cluster-wide objects.
    public var namespace: String
    /// The object's name; empty if it has none.
    public var name: String

    /// A reference to an object.
    public init(kind: String, namespace: String, name: String) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }

    /// `KIND NAMESPACE/NAME`, without what is missing.
    public var description: String {
        let qualified = namespace.isEmpty ? name : "\(namespace)/\(name)"
        return name.isEmpty ? kind : "\(kind) \(qualified)"
    }
}

/// Something wrong or noteworthy in the input, where it stands and what to do about it.
public struct Finding: Sendable, Hashable {
    /// The rule that found it, as `explain` knows it.
    public var rule: String
    /// How much it matters.
    public var severity: Severity
    /// Where it stands; nil if it is about no place in a file.
    public var location: SourceLocation?
    /// The object it is about.
    public var object: ObjectReference?
    /// The field, in the API server's spelling: `spec.ports[1].port`.
    public var fieldPath: String?
    /// What is wrong. It starts lower case, names the value, and ends without a full stop.
    public var message: String
    /// What to do, in the same style.
    public var advice: String?
    /// What the API server answers, so that its text can be searched for; nil if it has nothing to say.
    public var serverText: String?
    /// The other objects that have to do with it.
    public var related: [RelatedPlace] = []
    /// The edits that mend it. Each fix by itself is enough, and is certain to be right.
    public var fixes: [FixIt] = []

    /// A finding.
    public init(
        rule: String, severity: Severity, location: SourceLocation? = nil, object: ObjectReference? = nil,
        fieldPath: String? = nil, message: String, advice: String? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.location = location
        self.object = object
        self.fieldPath = fieldPath
        self.message = message
        self.advice = advice
    }
}
