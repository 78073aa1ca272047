import Diagnostics
import Manifests

/// A node port has the number of a port that a process on the node listens on.
///
/// kube-proxy opens no socket for a node port, so nothing notices the clash. Its rules come first: what comes to the
/// node for this port goes to the Service, and the process, be it a pod on the host network, a `hostPort` or the
/// kubelet, can't be reached from outside any more.
///
/// Bad, beside a pod with `hostNetwork: true` and `containerPort: 30090`:
/// ```yaml
/// ports: [{port: 80, nodePort: 30090}]
/// ```
/// Good:
/// ```yaml
/// ports: [{port: 80, nodePort: 30091}]
/// ```
/// Source: pkg/proxy/iptables; pkg/cluster/ports.
enum ShadowedHostPort: LintRule {
    static let description = RuleDescription(
        "PORT-016", .warning, "`nodePort` shadows a port the node itself uses", needs: [.workloads])

    /// What listens on TCP ports of a node as a rule.
    private static let listeners: [Int64: String] = [
        22: "sshd", 2379: "etcd", 2380: "etcd", 2381: "etcd", 6443: "kube-apiserver", 10248: "the kubelet",
        10249: "kube-proxy", 10250: "the kubelet", 10255: "the kubelet", 10256: "kube-proxy",
        10257: "kube-controller-manager", 10259: "kube-scheduler",
    ]

    private struct NodePort: Hashable {
        var number: Int64
        var transport: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var users: [NodePort: (Workload, ContainerPort)] = [:]
        for workload in context.workloads {
            for port in workload.ports where port.hostPort != 0 {
                let key = NodePort(number: port.hostPort, transport: port.transport)
                if users[key] == nil { users[key] = (workload, port) }
            }
        }
        let described = Set(context.cluster.nodes.flatMap(\.hostPorts).map { Int64($0) })
        for service in context.services where service.hasNodePorts {
            for port in service.ports where port.nodePort != 0 {
                let field = port.field["nodePort"]
                if let (workload, used) = users[NodePort(number: port.nodePort, transport: port.transport)] {
                    add(
                        field, port, "\(workload.reference) listens on it on its nodes",
                        [report.place(used.field, "takes the port of the node")], &report)
                } else if port.transport == "TCP", let listener = listeners[port.nodePort] {
                    add(field, port, "\(listener) listens on it on every node", [], &report)
                } else if described.contains(port.nodePort) {
                    add(field, port, "the cluster description says that a node listens on it", [], &report)
                }
            }
        }
    }

    private static func add(
        _ field: FieldCursor, _ port: ServiceObject.Port, _ reason: String, _ related: [RelatedPlace],
        _ report: inout FindingReport
    ) {
        report.add(
            description, at: field,
            "node port \(port.nodePort)/\(port.transport.inMessage) shadows a port of the node: \(reason), and from"
                + " outside it can't be reached any more",
            advice: "pick another node port", related: related)
    }
}
