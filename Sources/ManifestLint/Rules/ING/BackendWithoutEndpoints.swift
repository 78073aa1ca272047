import Diagnostics
import Manifests

/// A backend's Service has no endpoint for the port that the Ingress names.
///
/// The controller has nowhere to send requests to and answers 503. The cause is at the Service: its selector matches
/// no pods of the input, no container declares the named target port, no slice has a usable endpoint, or there is
/// neither a selector nor anything that lists endpoints. The rules about these say more.
///
/// Bad, beside a Deployment with label app: web:
/// ```yaml
/// kind: Service
/// spec: {selector: {app: nope}, ports: [{port: 80}]}
/// ```
/// Good:
/// ```yaml
/// kind: Service
/// spec: {selector: {app: web}, ports: [{port: 80}]}
/// ```
/// Source: SEL-002, PORT-021, EP-029 and EP-030 from the side of the Ingress.
enum BackendWithoutEndpoints: LintRule {
    static let description = RuleDescription(
        "ING-024", .warning, "Backend Service has no endpoints", needs: [.ingresses, .services, .backends])

    /// Why a port has no endpoint, and where that stands.
    private struct Cause {
        let text: String
        let field: FieldCursor
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let hasAutoscalers = ["HorizontalPodAutoscaler", "ScaledObject"].contains {
            !context.objects(named: $0).isEmpty
        }
        context.forEachBackend { backend, service in
            let ports = backend.ports(of: service).filter { $0.transport == "TCP" }
            guard service.isKubeProxys, !ports.isEmpty,
                let cause = cause(ports, service, context, hasAutoscalers: hasAutoscalers)
            else { return }
            report.add(
                description, at: backend.service["name"],
                "\(backend.requests) get 503: \(service.reference) has no endpoints, since \(cause.text)",
                advice: "mend the Service", related: [report.place(cause.field, cause.text)])
        }
    }

    private static func cause(
        _ ports: [ServiceObject.Port], _ service: ServiceObject, _ context: LintContext, hasAutoscalers: Bool
    ) -> Cause? {
        let groups = context.groups(of: service)
        if !groups.isEmpty && context.endpointsAreComplete(service) {
            let wanted = Set(ports.map(\.key))
            let isServed = groups.contains { group in
                group.ports.contains { $0.isUsable && wanted.contains($0.key) }
                    && group.endpoints.contains(where: \.isUsable)
            }
            return isServed ? nil : Cause(text: "no listed endpoint is usable for the port", field: groups[0].field)
        }
        let selector = service.spec["selector"]
        guard let selection = context.selection(of: service) else {
            let isSupplied =
                service.annotation(ServiceWithoutEndpoints.annotation) != nil
                || (service.namespace == "default" && service.name == "kubernetes")
            return isSupplied ? nil : Cause(text: "it has no selector and nothing lists endpoints", field: selector)
        }
        if selection.workloads.isEmpty {
            // The pods of a namespace without any in the input are elsewhere.
            return context.workloads(in: service.namespace).isEmpty
                ? nil : Cause(text: "its selector matches no pods", field: selector)
        }
        if !hasAutoscalers, selection.workloads.allSatisfy({ $0.replicas == 0 }) {
            return Cause(text: "all that it selects is scaled to zero", field: selector)
        }
        let targets = ports.map { selection.target(of: $0) }
        let isUndeclared = targets.allSatisfy { $0?.resolved.isEmpty == true }
        return isUndeclared
            ? Cause(text: "no selected container declares its target port", field: ports[0].field["targetPort"]) : nil
    }
}
