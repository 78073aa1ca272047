import Addressing
import Manifests
import Netfilter
import ServiceProxy

/// The node that two rulesets are compared on: its network, and which addresses are whose.
public struct TrafficNode: Sendable {
    /// The node's own network.
    public var network: NodeNetwork
    /// The networks of all pods of the cluster; empty if they aren't known.
    public var clusterNetworks: [IPPrefix]

    /// A node as kube-proxy knows it.
    public init(_ node: NodeContext, family: IPFamily) {
        network = NodeNetwork(node, family: family)
        if !network.knowsAddresses {
            network.knowsAddresses = true
            network.primary = Self.someAddress(family, 10)
            network.addresses = network.addresses.union(AddressSet(network.primary))
        }
        clusterNetworks = node.configuration.clusterCIDR.map(\.value).filter { $0.family == family }
    }

    /// What stands for an address of a node that nobody knows: one that no machine may have (RFC 1112, RFC 6666).
    static func someAddress(_ family: IPFamily, _ number: UInt8) -> IPAddress {
        family == .ipv4
            ? IPAddress(ipv4: 0xF000_0000 | UInt32(number))
            : IPAddress(ipv6High: 0x0100_0000_0000_0000, low: UInt64(number))
    }

    /// The packets of each kind of sender; those of nobody that can be told from others are left out.
    func senders() -> [(source: SenderKind, packets: PacketClass)] {
        let family = network.family
        let cluster = AddressSet(clusterNetworks)
        let own = network.podNetworks.isEmpty ? cluster : AddressSet(network.podNetworks)
        let everybody = AddressSet.all(family).subtracting(network.addresses)
        let pods = own.isEmpty ? everybody : own.subtracting(network.addresses)
        let remote = network.podNetworks.isEmpty ? cluster : cluster.subtracting(own)
        let outside = everybody.subtracting(cluster).subtracting(own)
        var senders: [(SenderKind, PacketClass)] = [(.node, PacketClass(family, from: .process))]
        if !own.isEmpty || network.podInterface != nil { senders.append((.pod, Self.packets(family, .pod, pods))) }
        senders.append((.remotePod, Self.packets(family, .outside, remote.subtracting(network.addresses))))
        senders.append((.outside, Self.packets(family, .outside, outside)))
        return senders.filter { !$0.1.isEmpty }
    }

    private static func packets(
        _ family: IPFamily, _ interface: PacketInterface, _ sources: AddressSet
    ) -> PacketClass {
        var packets = PacketClass(family, from: interface)
        packets.sources = sources
        return packets
    }
}
