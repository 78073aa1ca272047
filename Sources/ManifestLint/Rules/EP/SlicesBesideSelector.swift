import Addressing
import Diagnostics
import Manifests

/// A Service has a selector, and the input has EndpointSlices of its own for it.
///
/// The controller makes slices of the selected pods and leaves other slices alone; kube-proxy takes all of them
/// together. Traffic goes to the pods and to the endpoints written by hand. A slice that lists nothing but pods, by
/// `nodeName`, `targetRef` or an address from a pod CIDR, may stand for the controller's as long as the pods
/// themselves aren't in the input.
///
/// Bad, beside a slice for `web` that lists 192.0.2.10:
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
        let podNetworks = NetworkIndex(context.cluster.podCIDRs + context.cluster.nodes.flatMap(\.podCIDRs))
        for service in context.services where service.isKubeProxys && !service.selector.isEmpty {
            let hasPods = context.selection(of: service)?.workloads.isEmpty == false
            for slice in context.slices(of: service) where slice.manager == nil && slice.isAddressed {
                if !hasPods && slice.managedBy.nonEmpty == nil && slice.listsOnlyPods(in: podNetworks) { continue }
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

extension SliceObject {
    /// Whether each endpoint looks like one that the controller writes for a pod.
    fileprivate func listsOnlyPods(in networks: NetworkIndex) -> Bool {
        endpoints.allSatisfy { endpoint in
            if endpoint.nodeName != nil || endpoint.field["targetRef"]["kind"].string == "Pod" { return true }
            let address = endpoint.addresses.first?.string.flatMap { IPAddress($0) }
            return address.flatMap { networks.network(containing: $0) } != nil
        }
    }
}
