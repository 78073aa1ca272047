/// A kind of rule that leads packets to kube-proxy's socket of a service port, or several for as many addresses.
struct PortalRule {
    /// What the packet was sent to.
    enum Portal: Int {
        case clusterIP, externalIP, loadBalancerIP, nodePort
    }

    /// What else must be true of it.
    enum Condition {
        case none
        /// It didn't come through a bridge: from a pod it would be another host's business.
        case notFromBridge
        /// The address is one of the node's.
        case localAddress
    }

    /// What becomes of it.
    enum Target {
        /// To the socket on this node.
        case redirect
        /// To the socket by its address: what starts on the node can't be redirected to another interface's address.
        case host
        /// Let through to the socket.
        case accept
    }

    let portal: Portal
    /// One rule for each.
    let conditions: [Condition]
    let target: Target

    private init(_ portal: Portal, _ target: Target, if conditions: [Condition] = [.none]) {
        self.portal = portal
        self.conditions = conditions
        self.target = target
    }

    /// One of kube-proxy's chains in userspace mode and the built-in chain that jumps to it
    /// (Kubernetes 1.25, pkg/proxy/userspace/proxier.go, iptablesInit).
    struct Chain {
        let name: StaticString
        let source: StaticString
        let comment: StaticString
        /// Whether only packets to the node's own addresses jump.
        let isForLocalAddresses: Bool
        /// The rules of each service port, in order of the portals they are for.
        let rules: [PortalRule]
    }

    private static let portals: StaticString =
        "handle ClusterIPs; NOTE: this must be before the NodePort rules"
    private static let nodePorts: StaticString =
        "handle service NodePorts; NOTE: this must be the last rule in the chain"

    /// Both tables, in the order in which they are written.
    static let tables: [(name: StaticString, chains: [Chain])] = [("filter", filterChains), ("nat", natChains)]

    /// The chain of filter.
    private static let filterChains: [Chain] = [
        Chain(
            name: "KUBE-NODEPORT-NON-LOCAL", source: "INPUT",
            comment: "Ensure that non-local NodePort traffic can flow", isForLocalAddresses: false,
            rules: [.init(.nodePort, .accept)])
    ]

    /// The chains of nat, in the order in which they are made.
    private static let natChains: [Chain] = [
        Chain(
            name: "KUBE-PORTALS-CONTAINER", source: "PREROUTING", comment: portals, isForLocalAddresses: false,
            rules: [
                .init(.clusterIP, .redirect), .init(.externalIP, .redirect, if: [.notFromBridge, .localAddress]),
                .init(.loadBalancerIP, .redirect),
            ]),
        Chain(
            name: "KUBE-PORTALS-HOST", source: "OUTPUT", comment: portals, isForLocalAddresses: false,
            rules: [
                .init(.clusterIP, .host), .init(.externalIP, .host, if: [.localAddress]), .init(.loadBalancerIP, .host),
            ]),
        Chain(
            name: "KUBE-NODEPORT-CONTAINER", source: "PREROUTING", comment: nodePorts, isForLocalAddresses: true,
            rules: [.init(.nodePort, .redirect)]),
        Chain(
            name: "KUBE-NODEPORT-HOST", source: "OUTPUT", comment: nodePorts, isForLocalAddresses: true,
            rules: [.init(.nodePort, .host)]),
    ]
}
