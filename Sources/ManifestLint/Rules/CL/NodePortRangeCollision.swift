import Diagnostics

/// The range of node ports has ports in common with those that nodes use themselves.
///
/// Connections that a node opens get a port of `net.ipv4.ip_local_port_range`; if kube-proxy forwards that port, the
/// answers go to a Service instead. A fixed listener, such as the kubelet's 10250, can't be reached any more once a
/// Service gets its number. Keep `--service-node-port-range` apart from both.
///
/// Bad: `nodePortRange: 20000-40000` with `localPortRange: 32768-60999`.
/// Good: `nodePortRange: 30000-32767`.
///
/// Source: pkg/kubeapiserver/options, pkg/cluster/ports/ports.go.
enum NodePortRangeCollision: LintRule {
    static let description = RuleDescription(
        "CL-007", .warning, "Node-port range collides with ephemeral or system ports")

    /// What listens on every node, or on those of the control plane.
    private static let listeners: KeyValuePairs<Int64, String> = [
        22: "sshd", 2379: "etcd", 2380: "etcd", 6443: "the API server", 10248: "the kubelet's health check",
        10249: "kube-proxy's metrics", 10250: "the kubelet", 10256: "kube-proxy's health check",
        10257: "the controller manager", 10259: "the scheduler",
    ]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        let range = cluster.nodePortRange
        if range.overlaps(cluster.localPortRange) {
            let common = range.clamped(to: cluster.localPortRange)
            let places = report.places(of: .localPortRange, of: cluster, "the ports of connections")
            add("\(text(common)) are ports that nodes use for connections of their own", cluster, places, &report)
        }
        for (port, owner) in listeners where range.contains(port) {
            add("\(port) is the port of \(owner)", cluster, [], &report)
        }
        checkHostPorts(cluster, &report)
    }

    /// The ports that the description names: one finding for each number, whatever the number of nodes.
    private static func checkHostPorts(_ cluster: ClusterDescription, _ report: inout FindingReport) {
        var seen = Set(listeners.map(\.key))
        for node in cluster.nodes {
            for port in node.hostPorts.sorted() {
                guard cluster.nodePortRange.contains(Int64(port)), seen.insert(Int64(port)).inserted else { continue }
                let places = report.places(of: .hostPort(node: node.name, port), of: cluster, "listens on the port")
                add("node \(node.name.escapedForMessage) listens on \(port)", cluster, places, &report)
            }
        }
    }

    private static func add(
        _ what: String, _ cluster: ClusterDescription, _ places: [RelatedPlace], _ report: inout FindingReport
    ) {
        report.add(
            description, about: .nodePortRange, of: cluster,
            "node port range \(text(cluster.nodePortRange)): \(what)",
            advice: "use 30000-32767, or another range apart from the nodes' own ports", related: places)
    }

    private static func text(_ range: ClosedRange<Int64>) -> String { "\(range.lowerBound)-\(range.upperBound)" }
}
