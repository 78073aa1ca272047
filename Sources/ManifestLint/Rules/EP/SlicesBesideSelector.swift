import Diagnostics
import Manifests

/// A Service has a selector, and the input has EndpointSlices of its own for it.
///
/// The controller makes slices of the selected pods and leaves other slices alone; kube-proxy takes all of them
/// together. Traffic goes to the pods and to the endpoints written by hand.
///
/// Bad, beside a slice for `web`:
/// ```yaml
/// spec: {selector: {app: web}}
/// ```
/// Good:
/// ```yaml
/// spec: {ports: [{name: http, port: 80}]}
/// ```
/// Source: pkg/proxy/endpointslicecache.go; observed.
enum SlicesBesideSelector: LintRule {
    static let description = RuleDescription(
        "EP-028", .warning, "Selector Service with additional hand-written slices", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys && !service.selector.isEmpty {
            for slice in context.slices(of: service) where slice.manager == nil && slice.isAddressed {
                let place = report.place(service.spec["selector"], "the selector")
                report.add(
                    description, at: slice.serviceNameLabel,
                    "the endpoints of this slice get traffic beside the pods that \(service.reference) selects"
                        + " (\(Wording.selector(service.selector)))",
                    advice: "remove the selector or the slice", related: [place])
            }
        }
    }
}
