import Diagnostics
import Manifests

/// A port of a Service gets another name, while endpoints and Ingresses may still use the old one.
///
/// kube-proxy joins the ports of a Service and of its EndpointSlices by name. Until the slices have the new name the
/// port has no endpoint, and connections are refused: for a moment if a selector makes the slices, for good if they or
/// an Endpoints object are written by hand and keep the old name. An Ingress backend that names the port loses it too.
///
/// Bad: `{name: http, port: 80}` becomes `{name: web, port: 80}`. Good: keep the name; or add a second port first.
///
/// Source: pkg/proxy/servicechangetracker.go, pkg/proxy/endpointslicecache.go.
enum PortRenameEmptiesService: LintRule {
    static let description = RuleDescription(
        "UPD-009", .warning, "Renaming a port empties the Service for a moment", needs: [.previousVersions])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var backends: [IngressBackend.PortName: FieldCursor]?
        for update in context.serviceUpdates where update.new.isProxied && update.old.isProxied {
            let renamed = update.renamedPorts
            if renamed.isEmpty { continue }
            let known = backends ?? IngressBackend.byPortName(context)
            backends = known
            for port in renamed {
                let service = update.new
                let users = known[
                    IngressBackend.PortName(namespace: service.namespace, service: service.name, port: port.old.name)]
                add(port, service, users, context, &report)
            }
        }
    }

    private static func add(
        _ port: ServiceUpdate.RenamedPort, _ service: ServiceObject, _ user: FieldCursor?, _ context: LintContext,
        _ report: inout FindingReport
    ) {
        var related = [report.place(port.old.field, "the port before")]
        let stale = context.slices(of: service).lazy.flatMap(\.ports).first { $0.name == port.old.name }
        if let stale { related.append(report.place(stale.field["name"], "has the old name")) }
        if let user { related.append(report.place(user, "names the port")) }
        let duration =
            service.selector.isEmpty || stale != nil
            ? "has no endpoints until its EndpointSlices have the new name"
            : "has no endpoints until the controller has rewritten its EndpointSlices"
        report.add(
            description, at: port.new.field["name"],
            "port \(port.new.port) was called \(port.old.nameInMessage): it \(duration)",
            advice: "keep the name, or add a port of the new name first and remove this one later", related: related)
    }
}
