import Diagnostics
import Manifests

/// A headless Service without selector is dual-stack unless it says otherwise.
///
/// The API server makes it RequireDualStack with both families, in a cluster with one family too. It has no addresses
/// of its own, so this matters only for the records that DNS may have of its endpoints.
///
/// Bad, if one family is meant:
/// ```yaml
/// clusterIP: None
/// ```
/// Good:
/// ```yaml
/// clusterIP: None
/// ipFamilyPolicy: SingleStack
/// ipFamilies: [IPv4]
/// ```
/// Source: pkg/registry/core/service/storage/alloc.go.
enum HeadlessDualStack: LintRule {
    static let description = RuleDescription(
        "DS-010", .note, "Headless Service without selector is dual-stack by default")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services
        where service.isHeadless && service.type != "ExternalName" && service.selector.isEmpty {
            let policy = service.spec["ipFamilyPolicy"]
            if policy.isPresent { continue }
            report.add(
                description, at: service.spec["clusterIP"].isPresent ? service.spec["clusterIP"] : service.spec,
                path: policy.path,
                "a headless Service without selector gets both families: DNS may have A and AAAA records of it",
                advice: "write ipFamilyPolicy and ipFamilies if one family is meant")
        }
    }
}
