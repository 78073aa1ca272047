import Addressing
import Diagnostics
import Manifests

/// An alias in a pod's `hostAliases` has the name of a Service.
///
/// The kubelet writes aliases to the pod's /etc/hosts, which is asked before cluster DNS. So this pod connects to the
/// alias's address, and never sees the Service or a change of its address.
///
/// Bad, beside a Service web:
/// ```yaml
/// hostAliases: [{ip: 10.1.2.3, hostnames: [web]}]
/// ```
/// Good:
/// ```yaml
/// hostAliases: [{ip: 10.1.2.3, hostnames: [legacy.local]}]
/// ```
/// Source: the kubelet; the documentation of hostAliases.
enum ShadowedByHostAlias: LintRule {
    static let description = RuleDescription(
        "SVC-023", .warning, "`hostAliases` shadow a Service name", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for workload in context.workloads {
            for alias in workload.podSpec["hostAliases"].items {
                for name in alias["hostnames"].items {
                    guard let service = context.service(host: name.text, from: workload.namespace) else { continue }
                    add(name, alias["ip"], service, &report)
                }
            }
        }
    }

    private static func add(
        _ name: FieldCursor, _ ip: FieldCursor, _ service: ServiceObject, _ report: inout FindingReport
    ) {
        let address = IPAddress(ip.text)
        let isItsOwn = address != nil && service.clusterIPs.contains { IPAddress($0.text) == address }
        let effect =
            isItsOwn
            ? "the pod won't notice when the Service gets another address"
            : "the pod bypasses the Service and connects to \(ip.text.inMessage)"
        report.add(
            description, at: name,
            "host alias \(name.text.quoted) is a name of \(service.reference) and comes before cluster DNS: \(effect)",
            advice: "remove the alias, or give it a name that no Service has",
            related: [report.place(service.field["metadata"]["name"], "the Service of this name")])
    }
}
