import Addressing
import Diagnostics

/// A kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration as written: what isn't said is nil, so that flags and
/// defaults can be laid over and under it.
public struct KubeProxyConfiguration: Sendable {
    /// `mode`: `iptables`, `ipvs`, `nftables` or `userspace`; nil if it isn't said or empty.
    public var mode: String?
    /// `hostnameOverride`.
    public var hostnameOverride: String?
    /// `bindAddress`.
    public var bindAddress: IPAddress?
    /// `clusterCIDR`: networks with commas between them.
    public var clusterCIDR: [Written<IPPrefix>] = []
    /// `detectLocalMode`.
    public var detectLocalMode: DetectLocalMode?
    /// `detectLocal.bridgeInterface`.
    public var bridgeInterface: String?
    /// `detectLocal.interfaceNamePrefix`.
    public var interfaceNamePrefix: String?
    /// `nodePortAddresses`.
    public var nodePortAddresses: [NodePortAddress] = []
    /// `featureGates`.
    public var featureGates: [String: Bool] = [:]
    /// `iptables`.
    public var iptables = PacketMarking()
    /// `nftables`.
    public var nftables = PacketMarking()
    /// `iptables.localhostNodePorts`.
    public var localhostNodePorts: Bool?
    /// `ipvs`.
    public var ipvs = IPVS()

    /// How kube-proxy tells packets of this node's pods from others.
    public enum DetectLocalMode: String, CaseIterable, Sendable {
        case clusterCIDR = "ClusterCIDR"
        case nodeCIDR = "NodeCIDR"
        case bridgeInterface = "BridgeInterface"
        case interfaceNamePrefix = "InterfaceNamePrefix"
    }

    /// One entry of `nodePortAddresses`.
    public enum NodePortAddress: Sendable, Hashable {
        /// `primary`: the node's own primary addresses.
        case primary
        /// Every address of the node in a network.
        case network(IPPrefix, text: String)
    }

    /// The part that `iptables` and `nftables` have in common.
    public struct PacketMarking: Sendable {
        /// `masqueradeBit`: 0–31.
        public var masqueradeBit: UInt8?
        /// `masqueradeAll`.
        public var masqueradeAll: Bool?
    }

    /// The part for ipvs mode.
    public struct IPVS: Sendable {
        /// `scheduler`.
        public var scheduler: String?
        /// `excludeCIDRs`.
        public var excludeCIDRs: [Written<IPPrefix>] = []
        /// `strictARP`.
        public var strictARP: Bool?
    }

    /// A configuration that says nothing.
    public init() {}
}
