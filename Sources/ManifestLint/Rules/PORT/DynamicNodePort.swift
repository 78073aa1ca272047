import Diagnostics
import Manifests

/// A pinned node port stands among those that the API server hands out by itself.
///
/// It leaves the first part of the range to those who pick: a 32nd of it, at least 16 and at most 128 ports, which is
/// 30000 to 30085 by default. A number behind that may have gone to another Service before. Services that were read
/// from a cluster have their node port already.
///
/// Bad:
/// ```yaml
/// ports: [{port: 80, nodePort: 32000}]
/// ```
/// Good:
/// ```yaml
/// ports: [{port: 80, nodePort: 30050}]
/// ```
/// Source: KEP-3668; pkg/registry/core/service/portallocator.
enum DynamicNodePort: LintRule {
    static let description = RuleDescription("PORT-014", .note, "Static `nodePort` in the dynamic band")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let range = context.cluster.nodePortRange
        let band = AllocationBand.ports(of: range)
        guard band > 0 else { return }
        let last = range.lowerBound + band - 1
        for service in context.services where service.hasNodePorts && !service.isStored {
            for port in service.ports where port.nodePort > last && range.contains(port.nodePort) {
                report.add(
                    description, at: port.field["nodePort"],
                    "node port \(port.nodePort) is one that the API server hands out by itself: another Service may"
                        + " have it already, and this one is then rejected",
                    advice: "pick one of \(range.lowerBound) to \(last)")
            }
        }
    }
}
