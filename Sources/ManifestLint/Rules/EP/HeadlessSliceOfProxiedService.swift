import Diagnostics
import Manifests

/// An EndpointSlice of a Service with a cluster IP has the label `service.kubernetes.io/headless`.
///
/// kube-proxy doesn't even ask for slices with this label, whatever its value. On an Endpoints object it does the same
/// harm, since the mirror copies labels to the slices that it makes.
///
/// Bad:
/// ```yaml
/// metadata: {labels: {kubernetes.io/service-name: web, service.kubernetes.io/headless: ""}}
/// ```
/// Good:
/// ```yaml
/// metadata: {labels: {kubernetes.io/service-name: web}}
/// ```
/// Source: cmd/kube-proxy/app/server.go; pkg/controller/endpointslicemirroring; observed.
enum HeadlessSliceOfProxiedService: LintRule {
    static let description = RuleDescription(
        "EP-026", .error, "Slice marked headless under a proxied Service", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for slice in context.slices where slice.isHiddenFromProxy {
            // The controller takes the label from its own slices.
            guard let service = context.service(slice.namespace, slice.serviceName), service.isKubeProxys,
                !slice.isControllers
            else { continue }
            add(slice.field["metadata"]["labels"][key: SliceObject.headlessLabel], "the slice", service, &report)
        }
        for service in context.services where service.isKubeProxys {
            guard let label = context.mirrored(for: service)?.headlessLabel else { continue }
            add(label, "the slices that are made of it", service, &report)
        }
    }

    private static func add(
        _ label: FieldCursor, _ what: String, _ service: ServiceObject, _ report: inout FindingReport
    ) {
        let place = report.place(service.spec, "the Service has a cluster IP")
        report.add(
            description, at: label,
            "label \(SliceObject.headlessLabel), of any value, hides \(what) from kube-proxy:"
                + " \(service.reference) gets no endpoints of it",
            advice: "remove the label", related: [place])
    }
}
