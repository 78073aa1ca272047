import Diagnostics
import Manifests

/// Session affinity of a Service with several ports.
///
/// kube-proxy remembers clients for each port by itself, so the connections of one client to two ports of the Service
/// may lead to two pods.
///
/// Bad, if both ports need the same pod:
/// ```yaml
/// sessionAffinity: ClientIP
/// ports: [{name: http, port: 80}, {name: ws, port: 81}]
/// ```
/// Good:
/// ```yaml
/// sessionAffinity: ClientIP
/// ports: [{name: http, port: 80}]
/// ```
/// Source: pkg/proxy/iptables, pkg/proxy/nftables; kubernetes#103000.
enum AffinityPerPort: LintRule {
    static let description = RuleDescription("AFF-004", .note, "Affinity is kept per Service port")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services
        where service.isProxied && service.hasClientIPAffinity && service.ports.count > 1 {
            report.add(
                description, at: service.spec["sessionAffinity"],
                "affinity is kept for each of the \(service.ports.count) ports by itself: the connections of one client"
                    + " to two ports may lead to two pods",
                advice: "serve what belongs together on one port")
        }
    }
}

extension ServiceObject {
    /// Whether connections of one client go to one pod.
    var hasClientIPAffinity: Bool { spec["sessionAffinity"].string == "ClientIP" }
}
