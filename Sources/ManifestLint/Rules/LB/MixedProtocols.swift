import Diagnostics
import Manifests

/// A load balancer with ports of several protocols.
///
/// The API allows it. Several clouds refuse it or want an annotation. Two Services, which share an address where that is
/// possible, work everywhere.
///
/// Bad:
/// ```yaml
/// spec: {type: LoadBalancer, ports: [{name: t, port: 53}, {name: u, port: 53, protocol: UDP}]}
/// ```
/// Good, in two Services:
/// ```yaml
/// spec: {type: LoadBalancer, ports: [{port: 53}]}
/// ```
/// Source: the clouds' documentation.
enum MixedProtocols: LintRule {
    static let description = RuleDescription("LB-023", .note, "Mixed protocols on one load balancer")

    /// Implementations that take them.
    private static let able: Set<String> = ["metallb", "servicelb"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        if able.contains(context.cluster.loadBalancer?.implementation ?? "") { return }
        for service in context.services where service.type == "LoadBalancer" {
            guard let first = service.ports.first,
                let other = service.ports.first(where: { $0.transport != first.transport })
            else { continue }
            let place = report.place(first.field["protocol"], "is \(first.transport.inMessage)")
            report.add(
                description, at: other.field["protocol"],
                "the load balancer needs \(first.transport.inMessage) and \(other.transport.inMessage): some"
                    + " implementations refuse that",
                advice: "use a Service for each protocol if yours does", related: [place])
        }
    }
}
