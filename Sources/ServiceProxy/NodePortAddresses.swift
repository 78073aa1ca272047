import Addressing
import Manifests

/// On which of the node's addresses node ports answer, for one family.
public struct NodePortAddresses: Sendable, Hashable {
    /// Whether they answer on every local address.
    public private(set) var matchesAll = false
    /// The addresses they answer on, unless they answer on all: loopback first, then in the node's order.
    public private(set) var addresses: [IPAddress] = []
    /// Whether 127.0.0.1 is, or may be, among them.
    public private(set) var containsIPv4Loopback = false

    private static let allTexts = ["0.0.0.0/0", "::/0"]

    /// What a node's settings say for a family.
    public init(_ node: NodeContext, family: IPFamily) {
        var prefixes = Self.prefixes(node).filter { $0.prefix.family == family }
        if prefixes.isEmpty { prefixes = [Self.familyDefault(node, family)] }
        for (prefix, meansAll) in prefixes {
            if family == .ipv4, prefix.address.isLoopback || prefix.contains(IPAddress(ipv4: 0x7F00_0000)) {
                containsIPv4Loopback = true
            }
            if meansAll {
                matchesAll = true
                return
            }
        }
        addresses = node.interfaceAddresses(family).filter { address in
            prefixes.contains { $0.prefix.contains(address) }
        }
    }

    /// The network where nothing is configured for a family.
    private static func familyDefault(_ node: NodeContext, _ family: IPFamily) -> (prefix: IPPrefix, meansAll: Bool) {
        guard node.configuration.mode == .nftables, node.behavior.nftablesDefaultNodePorts == .nodeAddress else {
            return (.all(family), true)
        }
        return (IPPrefix(host: node.address(family)), false)
    }

    /// The networks as configured, and whether each means all addresses; `primary` stands for the node's own address
    /// of each family.
    private static func prefixes(_ node: NodeContext) -> [(prefix: IPPrefix, meansAll: Bool)] {
        var written = node.configuration.nodePortAddresses
        if written.isEmpty && node.configuration.mode == .nftables && node.behavior.nftablesDefaultNodePorts == .primary
        {
            written = [.primary]
        }
        return written.flatMap { entry in
            switch entry {
            case .network(let prefix, let text):
                [
                    (
                        prefix,
                        prefix.length == 0 && (node.behavior.anyZeroLengthNetworkMeansAll || allTexts.contains(text))
                    )
                ]
            case .primary:
                IPFamily.allCases.map { node.address($0) }.filter { !$0.isLoopback }.map { (IPPrefix(host: $0), false) }
            }
        }
    }
}
