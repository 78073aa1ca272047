import Addressing
import Manifests
import ServiceProxy

/// What is known of a node's network beside its rules: what decides whether a packet is for the node itself.
public struct NodeNetwork: Sendable {
    /// The family.
    public let family: IPFamily
    /// The node's own addresses, the loopback network among them.
    public var addresses: AddressSet
    /// The address that its processes send from.
    public var primary: IPAddress
    /// Whether the node's own addresses are known beyond the loopback ones.
    public var knowsAddresses: Bool
    /// The networks of its own pods.
    public var podNetworks: [IPPrefix]
    /// The interface of its pods as rules name it, if they tell pods by it; `+` at its end stands for any ending.
    public var podInterface: String?
    /// Whether packets to loopback addresses may leave the loopback interface (`route_localnet`).
    public var routesLocalhost = false

    /// A node of which nothing is known.
    public init(family: IPFamily) {
        self.family = family
        addresses = Self.loopback(family)
        primary = .loopback(family)
        knowsAddresses = false
        podNetworks = []
    }

    /// The network of a node as kube-proxy knows it.
    public init(_ node: NodeContext, family: IPFamily) {
        self.init(family: family)
        let own = node.addresses.filter { $0.family == family }
        addresses = addresses.union(AddressSet(own.map { IPPrefix(host: $0) }))
        if let first = own.first { primary = first }
        knowsAddresses = !own.isEmpty
        podNetworks = node.podCIDRs.map(\.value).filter { $0.family == family }
        switch LocalDetector(node, family: family) {
        case .bridge(let name): podInterface = name
        case .interfacePrefix(let prefix): podInterface = prefix + "+"
        case .none, .prefix: podInterface = nil
        }
    }

    /// 127.0.0.0/8 or ::1.
    static func loopback(_ family: IPFamily) -> AddressSet {
        AddressSet([IPPrefix(address: .loopback(family), length: family == .ipv4 ? 8 : 128)])
    }

    /// Whether packets of an interface match its name in a rule; nil if that isn't known.
    func matches(_ interface: PacketInterface, _ pattern: String) -> Bool? {
        if pattern == "+" || pattern == "*" { return true }
        switch interface {
        case .process: return false
        case .loopback: return Self.fits("lo", pattern)
        case .named(let name): return Self.fits(name, pattern)
        case .pod: return pattern == "lo" ? false : pattern == podInterface ? true : nil
        case .outside: return pattern == "lo" || pattern == podInterface ? false : nil
        }
    }

    private static func fits(_ name: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("+") ? name.hasPrefix(pattern.dropLast()) : name == pattern
    }
}
