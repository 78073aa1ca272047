import Addressing
import Diagnostics
import Manifests

/// A NetworkPolicy goes by the addresses of clients that the pods never see.
///
/// What comes from outside to a node port, load balancer or external IP gets the address of a node as its source,
/// unless `externalTrafficPolicy` is Local. A policy that admits only addresses outside the cluster then admits
/// nobody who comes that way.
///
/// Bad, for a Service of type NodePort:
/// ```yaml
/// ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]
/// ```
/// Good: the same policy with
/// ```yaml
/// type: NodePort
/// externalTrafficPolicy: Local
/// ```
/// Source: pkg/proxy/iptables, pkg/proxy/nftables.
enum PolicyOnMasqueradedClients: LintRule {
    static let description = RuleDescription(
        "NP-002", .warning, "`ipBlock` on client addresses behind a masquerading path",
        needs: [.workloads, .networkPolicies], partlyNeeds: [.nodes, .podCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let isolations = IngressIsolations(context)
        guard !isolations.isEmpty else { return }
        let networks = ClusterNetworks(context.cluster)
        let admissions = isolations.groups.map { Admission($0, networks) }
        for selection in context.selections {
            let masqueraded = selection.services.filter(\.isMasqueraded)
            guard !masqueraded.isEmpty else { continue }
            let restricted = selection.workloads.lazy.compactMap { workload -> (Workload, FieldCursor)? in
                let groups = isolations.isolations(of: workload).map { admissions[$0] }
                guard groups.allSatisfy(\.isOutsideOnly) else { return nil }
                return groups.lazy.compactMap(\.block).first.map { (workload, $0) }
            }.first
            guard let (workload, block) = restricted else { continue }
            for service in masqueraded {
                let policy = service.spec["externalTrafficPolicy"]
                report.add(
                    description, at: block,
                    "the policy admits only addresses outside the cluster, such as \(block.text.inMessage), but"
                        + " connections to \(service.reference) from outside reach the pods of \(workload.reference)"
                        + " with the address of a node: they are dropped",
                    advice: "write externalTrafficPolicy: Local in the Service, or admit the nodes' addresses",
                    related: [
                        report.place(policy.isPresent ? policy : service.spec["type"], "hides the clients' addresses"),
                        report.place(workload.template["metadata"]["labels"], "the pods that the policy isolates"),
                    ])
            }
        }
    }

    /// Whom a group of policies admits.
    private struct Admission {
        /// Whether these are addresses outside the cluster alone, or nobody.
        var isOutsideOnly: Bool
        /// The first block of addresses.
        var block: FieldCursor?

        init(_ isolation: IngressIsolation, _ networks: ClusterNetworks) {
            isOutsideOnly =
                !isolation.admitsEverybody
                && isolation.peers.allSatisfy { peer in
                    IPPrefix(peer["ipBlock"]["cidr"].text).map { !networks.mayOverlap($0) } ?? false
                }
            block = isolation.peers.first?["ipBlock"]["cidr"]
        }
    }
}

extension ServiceObject {
    /// Whether connections from outside get the address of a node as their source.
    fileprivate var isMasqueraded: Bool {
        isProxied && (hasNodePorts || !spec["externalIPs"].items.isEmpty)
            && spec["externalTrafficPolicy"].string != "Local"
    }
}

/// The networks that addresses of nodes and pods may be of.
private struct ClusterNetworks {
    private var networks: [IPPrefix]

    /// Without a description of the nodes they may have any private address.
    private static let privateNetworks = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10",
    ].compactMap { IPPrefix($0) }

    init(_ cluster: ClusterDescription) {
        let nodes = cluster.nodes.flatMap(\.addresses).map { IPPrefix(host: $0) }
        let pods = cluster.podCIDRs + cluster.nodes.flatMap(\.podCIDRs)
        networks = nodes + pods
        if nodes.isEmpty || pods.isEmpty { networks += Self.privateNetworks }
    }

    func mayOverlap(_ block: IPPrefix) -> Bool {
        networks.contains { network in
            network.length >= block.length ? block.contains(network.address) : network.contains(block.address)
        }
    }
}
