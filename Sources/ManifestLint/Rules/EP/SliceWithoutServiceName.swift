import Diagnostics
import Manifests

/// An EndpointSlice has no label `kubernetes.io/service-name`, or an empty one.
///
/// Only this label ties a slice to a Service; its name doesn't. kube-proxy and the cluster's DNS pass over a slice
/// without it.
///
/// Bad:
/// ```yaml
/// metadata: {name: web-1}
/// ```
/// Good:
/// ```yaml
/// metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
/// ```
/// Source: pkg/proxy/endpointslicecache.go; observed.
enum SliceWithoutServiceName: LintRule {
    static let description = RuleDescription(
        "EP-017", .error, "EndpointSlice without `kubernetes.io/service-name`", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for slice in context.slices where slice.serviceName.isEmpty {
            let label = slice.serviceNameLabel
            let meant = context.service(slice.namespace, namedBy: slice.field.object.name)
            report.add(
                description, at: label,
                (label.isWritten ? "the label that names the Service is empty" : "no label names the Service")
                    + ": kube-proxy ignores the slice",
                advice: "set label kubernetes.io/service-name"
                    + (meant.map { " to the Service's name; did you mean \($0.name.quoted)" }
                        ?? " to the Service's name"),
                related: meant.map { [report.place($0.field["metadata"]["name"], "a Service of nearly this name")] }
                    ?? [])
        }
    }
}
