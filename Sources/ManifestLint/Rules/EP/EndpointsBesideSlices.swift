import Diagnostics
import Manifests

/// A Service without selector has both Endpoints and EndpointSlices in the input.
///
/// The mirror makes slices of the Endpoints, beside those written by hand, and kube-proxy uses all of them. Keep one,
/// or give the Endpoints the label `endpointslice.kubernetes.io/skip-mirror: "true"`.
///
/// Bad: an Endpoints object `web` and an EndpointSlice with label `kubernetes.io/service-name: web`. Good: the slice.
///
/// Source: pkg/controller/endpointslicemirroring; pkg/proxy/endpointslicecache.go; observed.
enum EndpointsBesideSlices: LintRule {
    static let description = RuleDescription(
        "EP-038", .warning, "Both Endpoints and own slices for one Service", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys {
            guard let object = context.mirrored(for: service),
                let slice = context.slices(of: service).first(where: { $0.manager == nil && $0.isAddressed })
            else { continue }
            let place = report.place(slice.serviceNameLabel, "a slice of the Service")
            report.add(
                description, at: object.field["metadata"]["name"],
                "slices are made of these Endpoints, but \(service.reference) has EndpointSlices of its own: traffic"
                    + " goes to both",
                advice: "remove the Endpoints, or label them endpointslice.kubernetes.io/skip-mirror: \"true\"",
                related: [place])
        }
    }
}
