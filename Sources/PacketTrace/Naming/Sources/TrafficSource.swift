import Addressing
import Diagnostics
import Manifests
import ServiceProxy

/// Where traffic comes from.
public struct TrafficSource: Sendable {
    /// What it is.
    public let kind: Kind
    /// What reports call it: `pod shop/web-1`, `node node-a`, `203.0.113.7, outside the cluster`.
    public let label: String
    /// Its addresses: at most one of each family for a pod; none for a node that isn't named.
    public let addresses: [IPAddress]
    /// The node that it is on, or that it is; empty if that isn't known or it is outside.
    public let nodeName: String
    /// The namespace that short names are looked for in.
    public let namespace: String
    /// What is worth knowing about it, whatever the node.
    public internal(set) var notes: [Reason] = []
    /// How it looks up names.
    public internal(set) var resolver = ResolverSettings()

    /// What traffic comes from.
    public enum Kind: Sendable, Hashable {
        /// A pod with an address of its own.
        case pod
        /// A process of a node; pods on the host network are such.
        case node
        /// A machine that isn't of the cluster.
        case outside
    }

    init(
        _ kind: Kind, _ label: String, addresses: [IPAddress], nodeName: String = "", namespace: String = "default"
    ) {
        self.kind = kind
        self.label = label
        self.addresses = addresses
        self.nodeName = nodeName
        self.namespace = namespace
    }

    /// The address of a family that packets carry. For a process of a node ask `Tracer.processAddress(to:)` instead: a
    /// process that talks to its own node sends from the address that it sends to.
    public func address(_ family: IPFamily) -> IPAddress? { addresses.first { $0.family == family } }

    /// Where its packets come into a node.
    public func interface(on node: NodeContext) -> PacketInterface {
        guard isOn(node) else { return .outside }
        switch kind {
        case .pod: return .pod
        case .node: return .process
        case .outside: return .outside
        }
    }

    /// Whether it is on a node, or is it.
    public func isOn(_ node: NodeContext) -> Bool {
        switch kind {
        case .outside: return false
        case .node:
            if addresses.isEmpty && nodeName.isEmpty { return true }
            return nodeName == node.name && !nodeName.isEmpty
                || addresses.contains { $0.isLoopback || node.addresses.contains($0) }
        case .pod:
            if !nodeName.isEmpty { return nodeName == node.name }
            return addresses.contains { address in node.podCIDRs.contains { $0.value.contains(address) } }
        }
    }

    /// What is worth knowing about it when its packets are followed on a node: that another node's rules come first.
    public func notes(on node: NodeContext) -> [Reason] {
        guard kind != .outside, !isOn(node) else { return notes }
        let followed = node.name.isEmpty ? "the node that isn't named" : "node \(node.name.escapedForMessage)"
        if !nodeName.isEmpty {
            return notes + [
                Reason(
                    "\(label) is on node \(nodeName.escapedForMessage): its packets meet that node's rules first,"
                        + " and they"
                        + " decide where connections go; \(followed) sees what is left of them, or what is sent"
                        + " straight"
                        + " to it",
                    change: "follow them there with --node \(nodeName.escapedForMessage)")
            ]
        }
        return notes + [
            Reason(
                "the node that \(label) is on isn't known: its packets are taken for those of another node",
                change: "add the Pod or the Node with its pod network to the input")
        ]
    }
}
