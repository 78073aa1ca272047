import Diagnostics
import Manifests

/// Two load balancers have the same port in a cluster whose load balancers share one address.
///
/// Docker Desktop gives every load balancer the address of the host, ServiceLB (k3s, RKE2) those of the nodes. The second
/// Service stays pending, or hides the first. ServiceLB takes the port on every node, so that it also clashes with pods
/// that use it as host port; the bundled Traefik has 80 and 443.
///
/// Bad:
/// ```yaml
/// spec: {type: LoadBalancer, ports: [{port: 80}]}
/// ```
/// Good, for the second one:
/// ```yaml
/// spec: {type: LoadBalancer, ports: [{port: 8081, targetPort: 8080}]}
/// ```
/// Source: README of k3s-io/klipper-lb.
enum SharedLoadBalancerPort: LintRule {
    static let description = RuleDescription(
        "LB-014", .error, "Several LoadBalancers on one port with a one-address implementation",
        needs: [.loadBalancer])

    /// Implementations that share addresses, and whether they take ports of nodes.
    private static let sharing = [
        "docker-desktop": false, "minikube": false, "servicelb": true, "k3s": true, "rke2": true,
    ]

    private struct Port: Hashable {
        var number: Int64
        var transport: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard let implementation = context.cluster.loadBalancer?.implementation,
            let takesHostPorts = sharing[implementation]
        else { return }
        var owners: [Port: FieldCursor] = [:]
        if takesHostPorts {
            for workload in context.workloads {
                for port in workload.ports where port.hostPort > 0 && port.isNameable {
                    owners[Port(number: port.hostPort, transport: port.transport)] = port.field
                }
            }
        }
        for service in context.services where service.type == "LoadBalancer" {
            // A class means that somebody else looks after it.
            guard service.spec["loadBalancerClass"].nonEmpty == nil else { continue }
            for port in service.ports {
                let key = Port(number: port.port, transport: port.transport)
                guard let owner = owners[key] else {
                    owners[key] = port.field["port"]
                    continue
                }
                guard owner.object !== service.field.object else { continue }
                let place = report.place(owner, "has the port")
                report.add(
                    description, at: port.field["port"],
                    "port \(port.port)/\(port.transport.inMessage) belongs to \(owner.object.reference), and load"
                        + " balancers of \(implementation.quoted) share their addresses: this one stays pending or hides"
                        + " the other",
                    advice: "use another port", related: [place])
            }
        }
    }
}
