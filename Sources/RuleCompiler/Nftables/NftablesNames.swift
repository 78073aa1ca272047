import Addressing
import Netfilter

extension NftablesDraft {
    /// Chains that don't belong to one Service. Base chains come first, in the order in which kube-proxy makes them.
    enum FixedChain: String, CaseIterable {
        case prerouting = "filter-prerouting-pre-dnat"
        case outputBeforeDNAT = "filter-output-pre-dnat"
        case filterInput = "filter-input"
        case filterForward = "filter-forward"
        case filterOutput = "filter-output"
        case natPrerouting = "nat-prerouting"
        case natOutput = "nat-output"
        case natPostrouting = "nat-postrouting"
        case nodePortEndpointsCheck = "nodeport-endpoints-check"
        case serviceEndpointsCheck = "service-endpoints-check"
        case firewallCheck = "firewall-check"
        case services
        case masquerading
        case clusterIPsCheck = "cluster-ips-check"
        case reject = "reject-chain"

        /// Where a base chain hangs.
        var base: NftablesRuleset.BaseChain? {
            switch self {
            case .prerouting: .init(.filter, .prerouting, priority: -110)
            case .outputBeforeDNAT: .init(.filter, .output, priority: -110)
            case .filterInput: .init(.filter, .input, priority: 0)
            case .filterForward: .init(.filter, .forward, priority: 0)
            case .filterOutput: .init(.filter, .output, priority: 0)
            case .natPrerouting: .init(.nat, .prerouting, priority: -100)
            case .natOutput: .init(.nat, .output, priority: -100)
            case .natPostrouting: .init(.nat, .postrouting, priority: 100)
            default: nil
            }
        }

        /// The chain's comment.
        var comment: StaticString? {
            self == .reject ? "helper for @no-endpoint-services / @no-endpoint-nodeports" : nil
        }
    }

    /// A jump from a base chain, in kube-proxy's order.
    struct Jump {
        let source: FixedChain
        let target: FixedChain
        /// Whether only packets that begin a connection jump.
        let isForNewConnections: Bool

        private init(_ source: FixedChain, _ target: FixedChain, new: Bool) {
            (self.source, self.target, isForNewConnections) = (source, target, new)
        }

        static let all = [
            Jump(.filterInput, .nodePortEndpointsCheck, new: true),
            Jump(.filterInput, .serviceEndpointsCheck, new: true),
            Jump(.filterForward, .serviceEndpointsCheck, new: true),
            Jump(.filterOutput, .serviceEndpointsCheck, new: true),
            Jump(.prerouting, .firewallCheck, new: true),
            Jump(.outputBeforeDNAT, .firewallCheck, new: true),
            Jump(.natOutput, .services, new: false),
            Jump(.natPrerouting, .services, new: false),
            Jump(.natPostrouting, .masquerading, new: false),
            Jump(.filterForward, .clusterIPsCheck, new: true),
            Jump(.filterOutput, .clusterIPsCheck, new: true),
        ]
    }

    /// Sets and maps that don't belong to one Service.
    enum FixedSet: String {
        case hairpinConnections = "hairpin-connections"
        case clusterIPs = "cluster-ips"
        case nodePortIPs = "nodeport-ips"
        case noEndpointServices = "no-endpoint-services"
        case noEndpointNodePorts = "no-endpoint-nodeports"
        case firewallIPs = "firewall-ips"
        case serviceIPs = "service-ips"
        case serviceNodePorts = "service-nodeports"

        /// Whether its elements have verdicts.
        var isMap: Bool {
            switch self {
            case .hairpinConnections, .clusterIPs, .nodePortIPs: false
            default: true
            }
        }

        /// The types of its key's parts.
        func keyType(_ family: IPFamily) -> NftablesRuleset.KeyType {
            let address = NftablesRuleset.DataType.address(family)
            return switch self {
            case .hairpinConnections: .init([address, address, .transport, .port])
            case .clusterIPs, .nodePortIPs: .init([address])
            case .noEndpointServices, .firewallIPs, .serviceIPs: .init([address, .transport, .port])
            case .noEndpointNodePorts, .serviceNodePorts: .init([.transport, .port])
            }
        }

        /// Its comment.
        var comment: StaticString {
            switch self {
            case .hairpinConnections: "service hairpin connections"
            case .clusterIPs: "Active ClusterIPs"
            case .nodePortIPs: "IPs that accept NodePort traffic"
            case .noEndpointServices: "vmap to drop or reject packets to services with no endpoints"
            case .noEndpointNodePorts: "vmap to drop or reject packets to service nodeports with no endpoints"
            case .firewallIPs: "destinations that are subject to LoadBalancerSourceRanges"
            case .serviceIPs: "ClusterIP, ExternalIP and LoadBalancer IP traffic"
            case .serviceNodePorts: "NodePort traffic"
            }
        }
    }
}
