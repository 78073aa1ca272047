import Diagnostics
import Manifests

/// A manifest's `status.loadBalancer` never reaches the cluster.
///
/// The API server clears the status of a new object, and keeps the old one on an update; only a load balancer's
/// controller writes it, through `/status`. proxyplan does read it, to show the rules that the address would get.
/// Objects that were read from a cluster carry their status rightly.
///
/// Bad:
/// ```yaml
/// spec: {type: LoadBalancer}
/// status: {loadBalancer: {ingress: [{ip: 192.0.2.20}]}}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer}
/// ```
/// Source: pkg/registry/core/service/strategy.go.
enum DiscardedStatus: LintRule {
    static let description = RuleDescription("SCHEMA-015", .note, "`status` in a Service manifest is discarded")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where !service.isStored {
            let status = service.field["status"]["loadBalancer"]
            if !status["ingress"].items.isEmpty {
                report.add(
                    description, at: status,
                    "status.loadBalancer is written, but applying the manifest doesn't set it: the API server drops"
                        + " it, and the load balancer's controller writes its own",
                    advice: "remove status; the address that proxyplan shows rules for is then unknown")
            }
        }
    }
}
