import Diagnostics
import Manifests

/// A Local policy, and no endpoint of the Service says which node it is on.
///
/// Only `nodeName` makes an endpoint local. Endpoints written by hand often have none, and the mirror takes it from the
/// Endpoints object. Without one there is no local endpoint on any node, and what the policy is about is dropped
/// everywhere.
///
/// Bad:
/// ```yaml
/// endpoints: [{addresses: [192.0.2.10]}]
/// ```
/// Good:
/// ```yaml
/// spec: {type: NodePort, externalTrafficPolicy: Cluster}
/// ```
/// Source: pkg/proxy/endpointslicecache.go; observed.
enum LocalPolicyWithoutNodeNames: LintRule {
    static let description = RuleDescription(
        "TP-012", .error, "Local policy with endpoints that have no `nodeName`", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys {
            let policies = [
                service.isInternallyLocal ? service.spec["internalTrafficPolicy"] : nil,
                service.isExternallyLocal ? service.spec["externalTrafficPolicy"] : nil,
            ].compactMap { $0 }
            guard !policies.isEmpty, context.endpointsAreComplete(service),
                let endpoint = homeless(context.groups(of: service))
            else { continue }
            let place = report.place(endpoint.address, "has no nodeName")
            for policy in policies {
                let isInternal = policy.path.hasSuffix("internalTrafficPolicy")
                report.add(
                    description, at: policy,
                    "no endpoint has a nodeName, so none is local: "
                        + (isInternal
                            ? "connections to the cluster IP are dropped on every node"
                            : "traffic from outside is dropped on every node"),
                    advice: "set the nodeName of the endpoints, or use Cluster", related: [place])
            }
        }
    }

    /// The first usable endpoint, if none names a node.
    private static func homeless(_ groups: [EndpointGroup]) -> ServiceEndpoint? {
        var first: ServiceEndpoint?
        for endpoint in groups.lazy.flatMap(\.endpoints) where endpoint.isUsable {
            if endpoint.nodeName != nil { return nil }
            if first == nil { first = endpoint }
        }
        return first
    }
}
