import Diagnostics
import Manifests

/// A headless Service has a `targetPort` that differs from `port`.
///
/// Without a cluster IP nothing translates ports. DNS answers with the addresses of the pods, and clients have to dial
/// the port that the pods listen on, whatever the Service says. Only SRV records and EndpointSlices tell it.
///
/// Bad:
/// ```yaml
/// clusterIP: None
/// ports: [{name: http, port: 80, targetPort: 8080}]
/// ```
/// Good:
/// ```yaml
/// clusterIP: None
/// ports: [{name: http, port: 8080}]
/// ```
/// Source: pkg/apis/core/validation; cmd/kube-proxy/app/server.go.
enum HeadlessPortMapping: LintRule {
    static let description = RuleDescription("PORT-019", .warning, "Port mapping on a headless Service")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isHeadless && service.type != "ExternalName" {
            for port in service.ports where !isSame(port, service, context) {
                let target = port.field["targetPort"]
                report.add(
                    description, at: target,
                    "port \(port.port) is mapped to \(target.text.inMessage), but a headless Service maps nothing:"
                        + " connections to port \(port.port) reach no listener",
                    advice: "write the pods' own port as port; clients have to dial it")
            }
        }
    }

    /// Whether the pods listen on `port` itself.
    private static func isSame(_ port: ServiceObject.Port, _ service: ServiceObject, _ context: LintContext) -> Bool {
        if let number = port.targetNumber { return number == port.port }
        return context.selection(of: service)?.target(of: port)?.numbers == [port.port]
    }
}
