import Addressing
import ProxyNames
import ServiceProxy

extension ChainDirectory.Purpose {
    /// What a name of this purpose is.
    func kind(_ mode: ProxyMode) -> String {
        if self == .affinity { return "set" }
        return mode == .iptables ? "chain of nat" : "chain"
    }

    /// What a chain or set of this purpose does for a Service port or an endpoint.
    func words(_ subject: String, _ endpoint: SocketAddress?) -> String {
        let endpoint = endpoint.map { "\($0)" } ?? "one endpoint"
        switch self {
        case .cluster: return "Chooses one of the cluster's endpoints for a new connection to \(subject)."
        case .local:
            return
                "Chooses one of this node's endpoints for a new connection to \(subject): for traffic with a policy of Local."
        case .external:
            return
                "Takes connections from outside (node port, external IP, load balancer) to \(subject): asks "
                + "for masquerading, or with externalTrafficPolicy Local leaves the source as it is and keeps "
                + "to this node's endpoints."
        case .firewall:
            return "Lets connections to load-balancer IPs of \(subject) through if their source is in "
                + "loadBalancerSourceRanges; the others are dropped."
        case .formerExternal:
            return "Up to 1.23 the chain for connections from outside to \(subject) with "
                + "externalTrafficPolicy Local; KUBE-EXT- has taken its place. A node that has it was never "
                + "cleaned up."
        case .endpoint:
            return
                "Sends connections to endpoint \(endpoint) of \(subject): rewrites their destination, and "
                + "lets the endpoint reach itself by asking for masquerading."
        case .affinity:
            return
                "The clients that endpoint \(endpoint) of \(subject) served lately (sessionAffinity "
                + "ClientIP): they are sent there again. Rules fill it."
        }
    }

    /// Why kube-proxy doesn't make the chain.
    func absence(_ port: ServicePort, _ endpoint: Endpoint?, _ mode: ProxyMode, _ behavior: Behavior) -> String {
        switch self {
        case .formerExternal: return "1.24 and later have no such chain"
        case .endpoint, .affinity:
            if mode == .nftables, port.affinitySeconds == nil, behavior.nftablesDNATsInServiceChains {
                return "the Service has no session affinity, so that its chain rewrites packets itself"
            }
            return endpoint?.isReady == false
                ? "the endpoint isn't ready" : "no traffic goes to the endpoint from this node"
        case _ where !port.endpoints.hasAny: return "the Service has no endpoint that can be used"
        case .local where !port.usesLocalEndpoints: return "neither of the Service's traffic policies is Local"
        case .local: return "the Service has no endpoint on this node"
        case .cluster: return "no traffic goes to all endpoints"
        case .external: return "the Service can't be reached from outside"
        case .firewall: return "the Service has no load-balancer IP with loadBalancerSourceRanges"
        }
    }
}
