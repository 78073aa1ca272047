import Addressing
import Diagnostics
import Manifests

/// A pod dials a port of a cluster IP that the Service doesn't declare.
///
/// A cluster IP exists only for the pairs of port and protocol that the Service declares. What happens to the others
/// depends on the proxy mode: in iptables mode the packet is routed like any other and gets lost, so that the client
/// waits; in ipvs and nftables mode it is rejected at once. Declare the port, or dial one that is there.
///
/// Bad, for a Service with port 80:
/// ```yaml
/// env: [{name: API, value: "https://web.default.svc"}]
/// ```
/// Good, with a second port:
/// ```yaml
/// ports: [{name: http, port: 80}, {name: https, port: 443}]
/// ```
/// Source: pkg/proxy/nftables/proxier.go, pkg/proxy/ipvs/proxier.go; observed in iptables and nftables mode.
enum UndeclaredPortDialled: LintRule {
    static let description = RuleDescription(
        "MODE-ANY-001", .note, "Only declared port/protocol pairs exist on a cluster IP", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let fate = fate(in: context.cluster.proxyMode)
        ClientTexts.forEach(context) { text, workload in
            var seen: Set<HostReference> = []
            for reference in text.references where seen.insert(reference).inserted {
                guard let port = reference.effectivePort, let service = service(reference, workload, context),
                    service.isProxied, !service.ports.isEmpty, !service.ports.contains(where: { $0.port == port })
                else { continue }
                let declared = Wording.list(service.ports.map { "\($0.port)/\($0.transport)" })
                report.add(
                    description, at: text.field,
                    "port \(port) of \(service.reference) isn't declared, and its cluster IP exists only for"
                        + " \(declared): the packet \(fate)",
                    advice: "declare the port, or dial \(declared)",
                    related: [report.place(service.spec["ports"], "the Service's ports")])
            }
        }
    }

    private static func service(
        _ reference: HostReference, _ workload: Workload, _ context: LintContext
    ) -> ServiceObject? {
        if let address = IPAddress(reference.host) { return context.claims.clusterIPs[address]?.first?.service }
        let name = ClusterName(reference.host, from: workload.namespace, domain: context.cluster.clusterDomain)
        guard let name, name.form != .short || reference.scheme != nil else { return nil }
        return context.service(name.namespace, name.service)
    }

    private static func fate(in mode: String?) -> String {
        switch mode {
        case "iptables": "is lost in routing"
        case "ipvs", "nftables": "is rejected"
        default: "is lost in routing in iptables mode, and rejected in ipvs and nftables mode"
        }
    }
}
