import Addressing
import Diagnostics
import Manifests

/// A Service of one family selects pods that have only the other.
///
/// The endpoints of a Service are the addresses that its pods have in the Service's family. If they have none, there
/// are no endpoints, and connections are refused. Pods on the host network have the node's addresses and aren't looked
/// at.
///
/// Bad, where pods have IPv4 addresses alone:
/// ```yaml
/// ipFamilies: [IPv6]
/// ```
/// Good:
/// ```yaml
/// ipFamilies: [IPv4]
/// ```
/// Source: the endpointslice controller.
enum FamilyWithoutPods: LintRule {
    static let description = RuleDescription(
        "DS-009", .error, "Single-stack family differs from the pods' family", needs: [.workloads, .podCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let podFamilies = context.podFamilies
        for selection in context.selections {
            guard let workload = selection.workloads.first, !selection.workloads.contains(where: \.isHostNetwork)
            else { continue }
            let families = podFamilies.union(
                IPFamily.allCases.filter { family in selection.workloads.contains { $0.hasPodAddress(of: family) } })
            for service in selection.services {
                guard let own = context.families(of: service), own.count == 1, let family = own.first,
                    !families.contains(family), !context.hasEndpoints(service)
                else { continue }
                let spec = service.spec
                let field = ["ipFamilies", "clusterIPs", "clusterIP"].lazy.map { spec[key: $0] }.first { $0.isPresent }
                let networks = (context.cluster.podCIDRs + context.cluster.nodes.flatMap(\.podCIDRs)).map(\.description)
                report.add(
                    description, at: field ?? spec, path: field?.path ?? "spec.ipFamilies",
                    "the Service is \(family.manifestName), but its pods have addresses of"
                        + " \(Wording.list(networks)) alone: it has no endpoint, and connections are refused",
                    advice: "write ipFamilies: [\(family.other.manifestName)]",
                    related: report.places([workload], "the pods"))
            }
        }
    }
}
