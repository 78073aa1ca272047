/// Which service ports are meant: `NAMESPACE/NAME` or `NAMESPACE/NAME:PORT`, where `*` stands for any characters.
public struct ServicePattern: Sendable, Hashable {
    private let key: Wildcard
    private let namesPort: Bool

    /// Reads a pattern. Nil if it has no slash, or more than one.
    public init?(_ text: String) {
        guard text.utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1 else { return nil }
        key = Wildcard(text)
        namesPort = text.utf8.contains(UInt8(ascii: ":"))
    }

    /// Whether `port` is meant.
    public func matches(_ port: some NamedPort) -> Bool {
        key.matches(namesPort ? port.key : "\(port.namespace)/\(port.name)")
    }

    /// Whether the service port with this key (`shop/web:http`) is meant.
    public func matches(key text: String) -> Bool {
        key.matches(namesPort ? text[...] : text.prefix { $0 != ":" })
    }
}
