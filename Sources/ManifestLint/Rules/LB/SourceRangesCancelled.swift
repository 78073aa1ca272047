import Addressing
import Diagnostics
import Manifests

/// `0.0.0.0/0` or `::/0` stands among narrower source ranges of its family.
///
/// It lets everyone in, so kube-proxy makes no rules for the whole list.
///
/// Bad:
/// ```yaml
/// spec: {loadBalancerSourceRanges: [203.0.113.0/24, 0.0.0.0/0]}
/// ```
/// Good:
/// ```yaml
/// spec: {loadBalancerSourceRanges: [203.0.113.0/24]}
/// ```
/// Source: pkg/proxy/serviceport.go; observed.
enum SourceRangesCancelled: LintRule {
    static let description = RuleDescription("LB-010", .warning, "A zero CIDR cancels the other ranges")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type == "LoadBalancer" {
            let entries = SourceRanges(service).entries
            let narrow = entries.filter { $0.network.length > 0 }
            for entry in entries where entry.network.length == 0 {
                guard let other = narrow.first(where: { $0.network.family == entry.network.family }) else { continue }
                let place = report.place(other.field, "has no effect")
                report.add(
                    description, at: entry.field,
                    "\(entry.network) lets everyone in: the other \(entry.network.family.manifestName) ranges have no"
                        + " effect",
                    advice: "remove it, or the others", related: [place])
            }
        }
    }
}
