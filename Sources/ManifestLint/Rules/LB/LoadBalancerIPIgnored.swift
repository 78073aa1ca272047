import Addressing
import Diagnostics
import Manifests

/// `loadBalancerIP` is no address, or nothing in the cluster honours it.
///
/// The API server takes any text. The field is deprecated, and many implementations of load balancers pass over it.
/// With an address it is a note, and only if the cluster's implementation is one of those.
///
/// Bad:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerIP: my-static-ip}
/// ```
/// Good:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerIP: 192.0.2.20}
/// ```
/// Source: the API server takes it without a warning.
enum LoadBalancerIPIgnored: LintRule {
    static let description = RuleDescription(
        "LB-007", .warning, "`loadBalancerIP` is not an IP, or not honoured", partlyNeeds: [.loadBalancer])

    /// Implementations that share the addresses of nodes.
    private static let deaf: Set<String> = ["none", "servicelb", "docker-desktop", "minikube"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type == "LoadBalancer" {
            let field = service.spec["loadBalancerIP"]
            guard let text = field.nonEmpty else { continue }
            if IPAddress(text) == nil {
                report.add(
                    description, at: field, "\(text.quoted) is no address: nothing can honour it",
                    advice: "write an address; names of addresses go into annotations of the implementation")
            } else if let implementation = context.cluster.loadBalancer?.implementation,
                deaf.contains(implementation)
            {
                report.add(
                    description, at: field, severity: .note,
                    "loadBalancerIP is deprecated, and load balancers of \(implementation.quoted) don't honour it",
                    advice: "remove it")
            }
        }
    }
}
