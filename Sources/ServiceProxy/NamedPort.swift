/// A port of a Service that has a name by which it can be asked for.
public protocol NamedPort: Sendable {
    /// The Service's namespace.
    var namespace: String { get }
    /// The Service's name.
    var name: String { get }
    /// `NAMESPACE/NAME` or `NAMESPACE/NAME:PORT`.
    var key: String { get }
}

extension ServicePort: NamedPort {}
extension PortalPort: NamedPort {}
