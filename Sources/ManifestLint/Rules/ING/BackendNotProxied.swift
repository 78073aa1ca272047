import Diagnostics
import Manifests

/// A backend is an ExternalName or headless Service.
///
/// Both have no cluster IP. Some controllers refuse ExternalName backends, because they lead requests to wherever the
/// name points. A headless Service has nothing but its pods: the controller must dial them itself, and on the target
/// port. Use a Service with a cluster IP unless the controller's documentation says that it can do this.
///
/// Bad:
/// ```yaml
/// spec: {type: ExternalName, externalName: a.example}
/// ```
/// Good:
/// ```yaml
/// spec: {selector: {app: web}, ports: [{port: 80}]}
/// ```
/// Source: the documentation of ingress controllers.
enum BackendNotProxied: LintRule {
    static let description = RuleDescription(
        "ING-025", .warning, "Backend is ExternalName or headless", needs: [.ingresses, .services])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        context.forEachBackend { backend, service in
            guard !service.isProxied else { return }
            let isAlias = service.type == "ExternalName"
            let field = isAlias ? service.spec["type"] : service.clusterIPs.first ?? service.spec["clusterIP"]
            let place = report.place(field, isAlias ? "an alias for a DNS name" : "no cluster IP")
            report.add(
                description, at: backend.service["name"],
                isAlias
                    ? "backend \(service.reference) is an ExternalName, which some controllers refuse"
                    : "backend \(service.reference) is headless: the controller has to dial its pods itself",
                advice: "use a Service with a cluster IP, unless the controller is known to do this", related: [place])
        }
    }
}
