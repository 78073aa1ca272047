import Diagnostics
import Manifests

/// Nothing in the cluster makes a load balancer for the Service.
///
/// With a `loadBalancerClass` only the implementation of that class does; without one only the default implementation,
/// which bare clusters, kind and minikube don't have. The address stays pending; node ports work.
///
/// Bad, in a cluster without this class:
/// ```yaml
/// spec: {type: LoadBalancer, loadBalancerClass: example.com/metal}
/// ```
/// Good:
/// ```yaml
/// spec: {type: NodePort}
/// ```
/// Source: cloud-provider's service controller.
enum LoadBalancerUnimplemented: LintRule {
    static let description = RuleDescription(
        "LB-021", .warning, "Nobody will implement this LoadBalancer", needs: [.loadBalancer])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard let balancer = context.cluster.loadBalancer else { return }
        for service in context.services where service.type == "LoadBalancer" && service.ingress.isEmpty {
            let field = service.spec["loadBalancerClass"]
            if let name = field.nonEmpty {
                guard !balancer.classes.contains(name) else { continue }
                report.add(
                    description, at: field,
                    "nothing in the cluster implements load balancers of class \(name.quoted): the address stays"
                        + " pending",
                    advice: balancer.classes.isEmpty
                        ? "use type NodePort, or remove the class"
                        : "use \(Wording.list(balancer.classes.map(\.quoted)))")
            } else if balancer.implementation == "none" {
                report.add(
                    description, at: service.spec["type"],
                    "nothing in the cluster implements load balancers without a class: the address stays pending",
                    advice: balancer.classes.isEmpty ? "use type NodePort" : "set loadBalancerClass")
            }
        }
    }
}
