import Addressing
import Diagnostics
import Manifests

/// A Service has addresses of two families, and endpoints of one.
///
/// Each family has its own EndpointSlices. If one has none, because they were not written or because pods have
/// addresses of the other family only, connections to the cluster IP of that family are refused. Clients that try
/// IPv6 first fail, or are slow.
///
/// Bad, with an EndpointSlice of addressType IPv4 only:
/// ```yaml
/// ipFamilyPolicy: RequireDualStack
/// ```
/// Good: a slice of each family, and pods with addresses of both.
///
/// Source: the endpointslice controller; seen on the running controller and on kube-proxy.
enum FamilyWithoutEndpoints: LintRule {
    static let description = RuleDescription(
        "DS-007", .warning, "One family of a dual-stack Service has no endpoints", needs: [.endpointFamilies],
        partlyNeeds: [.endpoints, .workloads, .podCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let podFamilies = context.podFamilies
        for service in context.services where service.isProxied {
            guard let families = context.families(of: service), Set(families).count == 2 else { continue }
            let slices = context.slices(of: service)
            let served = Set(slices.filter { !$0.field["endpoints"].items.isEmpty }.map(\.addressType))
            if !served.isEmpty {
                guard let missing = families.first(where: { !served.contains($0.manifestName) }) else { continue }
                add(
                    service, missing, "its EndpointSlices have endpoints of the other family only",
                    slices.prefix(3).map { report.place($0.field["addressType"], "has the other family") }, &report)
            } else if podFamilies.count == 1, slices.isEmpty, let selection = context.selection(of: service),
                let missing = families.first(where: { !podFamilies.contains($0) }),
                let workload = selection.workloads.first(where: { !$0.isHostNetwork }),
                !selection.workloads.contains(where: { $0.hasPodAddress(of: missing) })
            {
                add(
                    service, missing, "the cluster's pods have addresses of the other family only",
                    [report.place(workload.template["metadata"]["labels"], "the pods")], &report)
            }
        }
    }

    private static func add(
        _ service: ServiceObject, _ missing: IPFamily, _ reason: String, _ related: [RelatedPlace],
        _ report: inout FindingReport
    ) {
        let spec = service.spec
        let field = ["ipFamilyPolicy", "ipFamilies", "clusterIPs"].lazy.map { spec[key: $0] }.first { $0.isPresent }
        let family = missing.manifestName
        report.add(
            description, at: field ?? spec,
            "the Service has both families, but \(family) has no endpoint, because \(reason): connections to its"
                + " \(family) address are refused",
            advice: "give it \(family) endpoints, or make it SingleStack", related: related)
    }
}

extension LintContext {
    /// The families of the networks that pods have their addresses of; empty if unknown.
    var podFamilies: Set<IPFamily> {
        Set((cluster.podCIDRs + cluster.nodes.flatMap(\.podCIDRs)).map(\.family))
    }
}

extension Workload {
    /// Whether it is a pod with an address of a family.
    func hasPodAddress(of family: IPFamily) -> Bool {
        guard kind == .pod else { return false }
        return field["status"]["podIPs"].items.contains { IPAddress($0["ip"].text)?.family == family }
    }
}
