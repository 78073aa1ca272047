/// The name of an object that lives in a namespace.
public struct NamespacedName: Hashable, Sendable, CustomStringConvertible {
    /// The namespace.
    public var namespace: String
    /// The name.
    public var name: String

    /// `NAMESPACE/NAME`.
    public init(_ namespace: String, _ name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// `NAMESPACE/NAME`.
    public var description: String { "\(namespace)/\(name)" }
}
