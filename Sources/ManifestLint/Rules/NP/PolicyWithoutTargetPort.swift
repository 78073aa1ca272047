import Diagnostics
import Manifests

/// A NetworkPolicy doesn't allow the port that a Service leads to.
///
/// kube-proxy has translated the Service's port to the pod's before a policy looks at a packet. A policy that allows
/// the Service's port, or none at all, therefore cuts the Service off from its pods: connections time out.
///
/// Bad, for a Service with port 80 and targetPort 8080:
/// ```yaml
/// ingress: [{ports: [{port: 80}]}]
/// ```
/// Good:
/// ```yaml
/// ingress: [{ports: [{port: 8080}]}]
/// ```
/// Source: pkg/proxy: addresses and ports are translated before packets are filtered.
enum PolicyWithoutTargetPort: LintRule {
    static let description = RuleDescription(
        "NP-001", .warning, "Policy allows the Service port instead of the pod port",
        needs: [.workloads, .networkPolicies])

    /// A port of a selection's Services; Services that share it are judged once.
    private struct Target: Hashable {
        var number: Int64?
        var name: String?
        var transport: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let isolations = IngressIsolations(context)
        guard !isolations.isEmpty else { return }
        for selection in context.selections where !selection.workloads.isEmpty {
            var judged: [Target: (Workload, Int64, [IngressIsolation])?] = [:]
            for service in selection.services where !service.isHeadless {
                for port in service.ports {
                    let target = Target(number: port.targetNumber, name: port.targetName, transport: port.transport)
                    let blocked = judged[target] ?? blocked(port, selection, isolations)
                    judged[target] = .some(blocked)
                    if let (workload, number, policies) = blocked {
                        add(service, port, workload, number, policies, &report)
                    }
                }
            }
        }
    }

    /// The first workload whose policies let nothing through to the port.
    private static func blocked(
        _ port: ServiceObject.Port, _ selection: PodSelection, _ isolations: IngressIsolations
    ) -> (Workload, Int64, [IngressIsolation])? {
        var numbers: [(Workload, Int64)] = []
        if let number = port.targetNumber {
            numbers = selection.workloads.map { ($0, number) }
        } else {
            numbers = selection.target(of: port)?.resolved.map { ($0.workload, $0.port.number) } ?? []
        }
        for (workload, number) in numbers {
            let policies = isolations.isolations(of: workload).map { isolations.groups[$0] }
            if !policies.isEmpty, !policies.contains(where: { $0.allows(number, port.transport, in: workload) }) {
                return (workload, number, policies)
            }
        }
        return nil
    }

    private static func add(
        _ service: ServiceObject, _ port: ServiceObject.Port, _ workload: Workload, _ number: Int64,
        _ isolations: [IngressIsolation], _ report: inout FindingReport
    ) {
        let listed = number == port.port ? nil : isolations.lazy.compactMap { $0.listed[port.port] }.first
        let transport = port.transport.inMessage
        let path =
            "connections to port \(port.port) of \(service.reference) reach the pods of \(workload.reference) on"
            + " \(number)/\(transport)"
        let pods = report.place(workload.template["metadata"]["labels"], "the pods that are isolated")
        if let listed {
            report.add(
                description, at: listed,
                "\(path), but the policy allows the Service's port \(port.port) instead: they are dropped",
                advice: "allow port \(number)",
                related: [report.place(port.field, "leads to \(number)"), pods])
        } else if let policy = isolations.first?.first {
            report.add(
                description, at: port.field,
                "\(path), which no network policy of these pods allows: they are dropped",
                advice: "allow port \(number) in a network policy",
                related: [report.place(policy.root["spec"]["podSelector"], "isolates the pods"), pods])
        }
    }
}
