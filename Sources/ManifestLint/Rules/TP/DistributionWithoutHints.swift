import Diagnostics
import Manifests

/// `trafficDistribution` on a Service without selector whose endpoints have no hints.
///
/// kube-proxy doesn't read the field: it follows the hints in the slices. The controller writes them for Services with a
/// selector only, and the mirror writes none. Hand-written slices need their own.
///
/// Bad:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5], zone: z1}]
/// ```
/// Good:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5], zone: z1, hints: {forZones: [{name: z1}]}}]
/// ```
/// Source: staging/src/k8s.io/endpointslice/trafficdist; pkg/proxy/topology.go; observed.
enum DistributionWithoutHints: LintRule {
    static let description = RuleDescription(
        "TP-015", .warning, "`trafficDistribution` on a Service whose slices are hand-written", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys && service.selector.isEmpty {
            guard let field = service.distribution else { continue }
            let ready = context.groups(of: service).lazy.flatMap(\.endpoints).filter(\.isReady)
            guard let first = ready.first(where: { _ in true }), !ready.contains(where: hasHints) else { continue }
            let place = report.place(first.address, "has no hints")
            report.add(
                description, at: field,
                "no controller writes hints for a Service without selector, and its endpoints have none:"
                    + " trafficDistribution has no effect",
                advice: "write hints into the slices, or remove it", related: [place])
        }
    }

    private static func hasHints(_ endpoint: ServiceEndpoint) -> Bool {
        let hints = endpoint.field["hints"]
        return !hints["forZones"].items.isEmpty || !hints["forNodes"].items.isEmpty
    }
}
