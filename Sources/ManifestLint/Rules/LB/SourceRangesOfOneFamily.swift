import Addressing
import Diagnostics
import Manifests

/// A Service of two families has source ranges of one.
///
/// Each family has its own list, and an empty list lets everyone in.
///
/// Bad:
/// ```yaml
/// spec: {ipFamilyPolicy: RequireDualStack, loadBalancerSourceRanges: [203.0.113.0/24]}
/// ```
/// Good:
/// ```yaml
/// spec: {ipFamilyPolicy: RequireDualStack, loadBalancerSourceRanges: [203.0.113.0/24, "2001:db8:1::/48"]}
/// ```
/// Source: pkg/proxy/serviceport.go; observed.
enum SourceRangesOfOneFamily: LintRule {
    static let description = RuleDescription(
        "LB-009", .warning, "Source ranges cover only one family of a dual-stack Service", partlyNeeds: [.serviceCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type == "LoadBalancer" && service.isKubeProxys {
            let ranged = Set(SourceRanges(service).entries.map(\.network.family))
            guard ranged.count == 1, let family = ranged.first else { continue }
            let families = Set(context.families(of: service) ?? [])
            let caught = Set(service.caughtIPs.compactMap { $0.string.flatMap { IPAddress($0) }?.family })
            guard families.union(caught).contains(family.other) else { continue }
            report.add(
                description, at: service.sourceRanges,
                "the ranges are \(family.manifestName) only, and no \(family.other.manifestName) range means that"
                    + " everyone may come in over \(family.other.manifestName)",
                advice: "add ranges of \(family.other.manifestName)")
        }
    }
}
