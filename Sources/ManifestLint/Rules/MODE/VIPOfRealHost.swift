import Addressing
import Diagnostics
import Manifests

/// An external or load balancer address of a Service is that of a real host, in ipvs mode.
///
/// ipvs mode binds such addresses to the interface `kube-ipvs0` of every node that doesn't have them already. Each node
/// then takes the address for its own, so that the real host can't be reached from any other node, on any port. Use an
/// address that no host has, or type NodePort.
///
/// Bad, with `proxy: {mode: ipvs}` and a node at 192.168.50.10:
/// ```yaml
/// spec: {externalIPs: [192.168.50.10]}
/// ```
/// Good:
/// ```yaml
/// spec: {type: NodePort}
/// ```
/// Source: pkg/proxy/ipvs/proxier.go; kubernetes#93175, #104679, #127410, #75290.
enum VIPOfRealHost: LintRule {
    static let description = RuleDescription(
        "MODE-IPVS-002", .error, "VIP equal to a real host address under ipvs", needs: [.nodes])

    private static let scope = ProxyModeScope("ipvs")

    /// A host's address.
    private struct Host {
        let name: String
        let fact: ClusterFact
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        guard let severity = scope.severity(of: description, in: cluster) else { return }
        let hosts = hosts(of: cluster)
        for service in context.services where service.isKubeProxys {
            let requested = service.spec["loadBalancerIP"]
            for field in service.spec["externalIPs"].items + service.caughtIPs {
                check(field, severity, hosts, cluster, &report)
            }
            // Whether the load balancer grants a wish isn't known.
            if service.type == "LoadBalancer" { check(requested, min(severity, .warning), hosts, cluster, &report) }
        }
    }

    private static func check(
        _ field: FieldCursor, _ severity: Severity, _ hosts: [IPAddress: Host], _ cluster: ClusterDescription,
        _ report: inout FindingReport
    ) {
        guard let address = field.string.flatMap({ IPAddress($0) }), let host = hosts[address] else { return }
        report.add(
            description, at: field, severity: severity,
            "\(scope.prefix(in: cluster)) every node takes \(address) for its own, and \(host.name) can't be reached"
                + " from other nodes",
            advice: "use an address that no host has",
            related: report.places(of: host.fact, of: cluster, "has the address"))
    }

    private static func hosts(of cluster: ClusterDescription) -> [IPAddress: Host] {
        var hosts: [IPAddress: Host] = [:]
        for address in cluster.hostAddresses {
            hosts[address] = Host(name: "the host of that address", fact: .hostAddress(address))
        }
        for node in cluster.nodes {
            let name = "node \(node.name.inMessage)"
            for address in node.entryAddresses {
                hosts[address] = Host(name: name, fact: .entryAddress(node: node.name, address))
            }
            for address in node.addresses {
                hosts[address] = Host(name: name, fact: .nodeAddress(node: node.name, address))
            }
        }
        return hosts
    }
}
