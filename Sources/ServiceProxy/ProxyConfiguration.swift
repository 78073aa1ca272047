import Addressing
import Manifests

/// Which kernel facility kube-proxy programs.
public enum ProxyMode: String, Sendable, Hashable, CaseIterable {
    case iptables
    case nftables
    case ipvs
    case userspace

    /// The versions of kube-proxy that have the mode, as far as they are known; nil for all.
    public var versions: ClosedRange<KubernetesVersion>? {
        switch self {
        case .iptables, .ipvs: nil
        case .nftables: KubernetesVersion(minor: 29)...KubernetesVersion.newest
        case .userspace: KubernetesVersion.oldest...KubernetesVersion(minor: 25)
        }
    }
}

/// kube-proxy's settings with its defaults filled in (Kubernetes, pkg/proxy/apis/config/v1alpha1/defaults.go).
public struct ProxyConfiguration: Sendable {
    /// `mode`.
    public var mode = ProxyMode.iptables
    /// `hostnameOverride`; empty if it isn't said.
    public var hostnameOverride = ""
    /// `bindAddress`, if one is said.
    public var bindAddress: IPAddress?
    /// `clusterCIDR`.
    public var clusterCIDR: [Written<IPPrefix>] = []
    /// `detectLocalMode`.
    public var detectLocalMode = KubeProxyConfiguration.DetectLocalMode.clusterCIDR
    /// `detectLocal.bridgeInterface`.
    public var bridgeInterface = ""
    /// `detectLocal.interfaceNamePrefix`.
    public var interfaceNamePrefix = ""
    /// `nodePortAddresses`; empty where the mode's own default counts.
    public var nodePortAddresses: [KubeProxyConfiguration.NodePortAddress] = []
    /// Whether all traffic to cluster IPs is masqueraded.
    public var masqueradeAll = false
    /// The bit of the packet mark that asks for masquerading: 0–31.
    public var masqueradeBit: UInt8 = 14
    /// Whether node ports answer on 127.0.0.1 (iptables mode, IPv4).
    public var localhostNodePorts = true
    /// `ipvs.scheduler`: how virtual servers choose a real server.
    public var ipvsScheduler = Self.defaultScheduler
    /// `ipvs.excludeCIDRs`: virtual servers in these networks are left alone, whoever made them.
    public var ipvsExcludeCIDRs: [IPPrefix] = []
    /// `ipvs.strictARP`: whether the node answers ARP only for addresses of the interface that is asked.
    public var ipvsStrictARP = false
    /// `featureGates`.
    public var featureGates: [String: Bool] = [:]

    /// Round robin.
    private static let defaultScheduler = "rr"

    /// kube-proxy's defaults.
    public init() {}

    /// What `written` says, for `mode` if one is given, over the defaults.
    public init(_ written: KubeProxyConfiguration, mode: ProxyMode? = nil) {
        self.mode = mode ?? written.mode.flatMap { ProxyMode(rawValue: $0) } ?? .iptables
        hostnameOverride = written.hostnameOverride ?? ""
        bindAddress = written.bindAddress
        clusterCIDR = written.clusterCIDR
        detectLocalMode = written.detectLocalMode ?? .clusterCIDR
        bridgeInterface = written.bridgeInterface ?? ""
        interfaceNamePrefix = written.interfaceNamePrefix ?? ""
        nodePortAddresses = written.nodePortAddresses
        let marking = self.mode == .nftables ? written.nftables : written.iptables
        masqueradeAll = marking.masqueradeAll ?? false
        masqueradeBit = marking.masqueradeBit ?? 14
        localhostNodePorts = written.localhostNodePorts ?? true
        ipvsScheduler = written.ipvs.scheduler ?? Self.defaultScheduler
        ipvsExcludeCIDRs = written.ipvs.excludeCIDRs.map(\.value)
        ipvsStrictARP = written.ipvs.strictARP ?? false
        featureGates = written.featureGates
    }

    /// The mark that asks for masquerading.
    public var masqueradeMark: UInt32 { 1 << UInt32(masqueradeBit & 31) }
}
