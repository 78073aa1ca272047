import Addressing
import Diagnostics
import Manifests

/// A container pings a Service.
///
/// A cluster IP exists only for the ports that the Service declares. No proxy mode forwards ICMP: in iptables mode
/// the packet is lost, in nftables and ipvs mode it is refused, and a script that waits for an answer waits forever.
/// The pods of a headless Service do answer.
///
/// Bad:
/// ```yaml
/// command: [sh, -c, "until ping -c1 web; do sleep 1; done"]
/// ```
/// Good:
/// ```yaml
/// command: [sh, -c, "until nc -z web 80; do sleep 1; done"]
/// ```
/// Source: pkg/proxy; seen on kube-proxy 1.36 in iptables and nftables mode.
enum PingedService: LintRule {
    static let description = RuleDescription(
        "SVC-022", .warning, "ICMP (ping) used against a Service", needs: [.workloads])

    private static let tools: Set<String> = ["ping", "ping4", "ping6", "fping", "fping6", "traceroute", "traceroute6"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for workload in context.workloads {
            for line in workload.allContainers.flatMap(\.commandLines) { check(line, workload, context, &report) }
        }
    }

    private static func check(
        _ line: CommandLine, _ workload: Workload, _ context: LintContext, _ report: inout FindingReport
    ) {
        var tool: String?
        for field in line.fields {
            for word in ShellWord.all(in: field.text) {
                switch word {
                case .end: tool = nil
                case .text(let text):
                    if let name = text.split(separator: "/").last, tools.contains(String(name)) {
                        tool = String(name)
                    } else if let used = tool, let service = target(text, workload, context) {
                        add(used, text, service, field, &report)
                        tool = nil
                    }
                }
            }
        }
    }

    /// The Service with a cluster IP that a word means, by name or address.
    private static func target(_ word: String, _ workload: Workload, _ context: LintContext) -> ServiceObject? {
        if let address = IPAddress(word) { return context.claims.clusterIPs[address]?.first?.service }
        return context.service(host: word, from: workload.namespace).flatMap { $0.isProxied ? $0 : nil }
    }

    private static func add(
        _ tool: String, _ word: String, _ service: ServiceObject, _ field: FieldCursor, _ report: inout FindingReport
    ) {
        let check = service.ports.first.map { "nc -z \(word.inMessage) \($0.port)" } ?? "a connection to a port"
        report.add(
            description, at: field,
            "\(tool) \(word.inMessage) asks \(service.reference), whose cluster IP never answers ICMP: the packet is"
                + " lost or refused in every proxy mode",
            advice: "check a port instead, such as with \(check)",
            related: [report.place(service.field["metadata"]["name"], "the Service")])
    }
}
