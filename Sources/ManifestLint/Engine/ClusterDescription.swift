import Addressing
import Manifests

/// What is known of the cluster: from a configuration file, or from Nodes, ServiceCIDRs and kube-proxy's configuration
/// in the input. An empty list or nil means unknown.
public struct ClusterDescription: Sendable {
    /// The version of Kubernetes, `1.36`.
    public var kubernetesVersion: String?
    /// The networks of cluster IPs; the first one's family is the primary one.
    public var serviceCIDRs: [IPPrefix] = []
    /// The networks of pods.
    public var podCIDRs: [IPPrefix] = []
    /// The node ports; the API server's default if nothing is said.
    public var nodePortRange: ClosedRange<Int64> = 30000...32767
    /// The address that pods ask for names.
    public var clusterDNS: [IPAddress] = []
    /// The domain of cluster names.
    public var clusterDomain = "cluster.local"
    /// kube-proxy's configuration.
    public var proxy: KubeProxyConfiguration?
    /// What implements Services of type LoadBalancer.
    public var loadBalancer: LoadBalancer?
    /// The nodes.
    public var nodes: [Node] = []
    /// The namespaces that exist apart from those in the input.
    public var namespaces: Set<String> = []
    /// Services that exist and aren't in the input, as `NAMESPACE/NAME`.
    public var existingServices: Set<String> = []
    /// Cluster IPs that are taken.
    public var existingClusterIPs: Set<IPAddress> = []
    /// Node ports that are taken.
    public var existingNodePorts: Set<Int64> = []
    /// IngressClasses that exist and aren't in the input.
    public var existingIngressClasses: Set<String> = []
    /// The IngressClass among them that counts for Ingresses without one.
    public var defaultIngressClass: String?
    /// Secrets that exist and aren't in the input, as `NAMESPACE/NAME`.
    public var existingSecrets: Set<String> = []
    /// The ports that nodes use for connections of their own (`net.ipv4.ip_local_port_range`).
    public var localPortRange: ClosedRange<Int64> = 32768...60999
    /// Addresses of hosts that aren't nodes: gateways, the API server's virtual address.
    public var hostAddresses: [IPAddress] = []
    /// Networks outside of the cluster that pods must reach.
    public var externalNetworks: [IPPrefix] = []
    /// Whether `proxy` is all of kube-proxy's configuration, so that what it doesn't say has its default.
    public var proxyIsComplete = false
    /// Where the facts stand.
    public var places = ClusterPlaces()

    /// Whether manifests are applied on the server's side, which merges lists by all of their keys; nil if unknown.
    public var appliesOnServer: Bool?
    /// The admission plugins that the API server runs beside the default ones.
    public var admissionPlugins: Set<String> = []
    /// Whether all nodes forward SCTP; nil if unknown.
    public var supportsSCTP: Bool?
    /// The readiness gates of pods that something in the cluster sets.
    public var readinessGates: Set<String> = []

    /// A node.
    public struct Node: Sendable {
        /// Its name.
        public var name = ""
        /// Its addresses, the primary one first.
        public var addresses: [IPAddress] = []
        /// The networks of its pods.
        public var podCIDRs: [IPPrefix] = []
        /// Its labels.
        public var labels: [String: String] = [:]
        /// Its kernel's version, `6.1`.
        public var kernel: String?
        /// The ports that processes on the node itself listen on.
        public var hostPorts: Set<UInt16> = []
        /// The addresses that clients use for node ports, if they aren't those above.
        public var entryAddresses: [IPAddress] = []
        /// The version of its `nft` program, `1.0.6`.
        public var nftVersion: String?
        /// What keeps pods away that don't tolerate it.
        public var taints: [NodeTaint] = []
        /// Whether it is ready; true if nothing is said.
        public var isReady = true
        /// The CPUs that pods can have, in thousandths; nil if unknown.
        public var milliCPU: Int64?

        /// A node of which nothing is known.
        public init() {}
    }

    /// What implements Services of type LoadBalancer.
    public struct LoadBalancer: Sendable {
        /// `none`, `cloud`, `metallb`, `servicelb`, `docker-desktop` or another name.
        public var implementation = ""
        /// The values of `loadBalancerClass` that something serves.
        public var classes: [String] = []
        /// The networks that load balancer addresses are taken from.
        public var addresses: [IPPrefix] = []
        /// Whether it sends packets to node ports rather than to pods; nil if unknown.
        public var targetsNodePorts: Bool?

        /// An implementation of which nothing is known.
        public init() {}
    }

    /// A cluster of which nothing is known.
    public init() {}

    /// The families that Services can have, the primary one first; empty if unknown.
    public var serviceFamilies: [IPFamily] {
        guard let first = serviceCIDRs.first?.family else { return [] }
        return serviceCIDRs.contains { $0.family != first } ? [first, first.other] : [first]
    }
}
