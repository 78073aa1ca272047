import Addressing
import Diagnostics
import Manifests

/// `PreferDualStack` in a cluster with one family.
///
/// The Service gets one family, and stays so when the cluster gets the second: nothing but an edit of the Service
/// adds it then.
///
/// Bad, in a cluster whose service range is 10.96.0.0/16 alone:
/// ```yaml
/// ipFamilyPolicy: PreferDualStack
/// ```
/// Good:
/// ```yaml
/// ipFamilyPolicy: SingleStack
/// ```
/// Source: pkg/registry/core/service/storage/alloc.go.
enum DualStackNotAvailable: LintRule {
    static let description = RuleDescription(
        "DS-008", .note, "PreferDualStack on a single-stack cluster", needs: [.serviceCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard context.cluster.serviceFamilies.count == 1, let family = context.cluster.serviceFamilies.first else {
            return
        }
        for service in context.services where service.isProxied || service.isHeadless && !service.selector.isEmpty {
            let policy = service.spec["ipFamilyPolicy"]
            guard policy.string == "PreferDualStack", service.type != "ExternalName" else { continue }
            report.add(
                description, at: policy,
                "the cluster has \(family.manifestName) alone, so the Service gets one family, and keeps to it when"
                    + " the cluster gets the other",
                advice: "write SingleStack, or edit the Service again when the cluster is dual-stack")
        }
    }
}
