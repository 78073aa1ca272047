import Addressing
import Netfilter

extension NftablesDraft {
    /// Chains that don't belong to one Service. Those behind `reject` are of older versions only.
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
        case markForMasquerade = "mark-for-masquerade"
        case earlierPrerouting = "filter-prerouting"
        case outputAfterDNAT = "filter-output-post-dnat"
        case endpointsCheck = "endpoints-check"
        case firewallAllowCheck = "firewall-allow-check"
        case forward

        /// The chain's comment.
        var comment: StaticString? {
            self == .reject ? "helper for @no-endpoint-services / @no-endpoint-nodeports" : nil
        }
    }

    /// Sets and maps that don't belong to one Service.
    enum FixedSet: String {
        case hairpinConnections = "hairpin-connections"
        case clusterIPs = "cluster-ips"
        case nodePortIPs = "nodeport-ips"
        case noEndpointServices = "no-endpoint-services"
        case noEndpointNodePorts = "no-endpoint-nodeports"
        case firewallIPs = "firewall-ips"
        case firewall
        case firewallAllow = "firewall-allow"
        case serviceIPs = "service-ips"
        case serviceNodePorts = "service-nodeports"

        /// Whether its elements have verdicts.
        var isMap: Bool {
            switch self {
            case .hairpinConnections, .clusterIPs, .nodePortIPs, .firewall, .firewallAllow: false
            default: true
            }
        }

        /// The types of its key's parts.
        func keyType(_ family: IPFamily) -> NftablesRuleset.KeyType {
            let address = NftablesRuleset.DataType.address(family)
            return switch self {
            case .hairpinConnections: .init([address, address, .transport, .port])
            case .clusterIPs, .nodePortIPs: .init([address])
            case .noEndpointServices, .firewallIPs, .firewall, .serviceIPs: .init([address, .transport, .port])
            case .firewallAllow: .init([address, .transport, .port, address])
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
            case .firewallIPs, .firewall: "destinations that are subject to LoadBalancerSourceRanges"
            case .firewallAllow: "destinations+sources that are allowed by LoadBalancerSourceRanges"
            case .serviceIPs: "ClusterIP, ExternalIP and LoadBalancer IP traffic"
            case .serviceNodePorts: "NodePort traffic"
            }
        }
    }
}
