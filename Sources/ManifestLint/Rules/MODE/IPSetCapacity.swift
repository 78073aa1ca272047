import Addressing
import Diagnostics
import Manifests

/// The Services have more external addresses and ports than an ipset holds, in ipvs mode.
///
/// kube-proxy keeps each pair of address and port in an ipset of at most 65536 entries. Further ones fail without
/// notice, and traffic to them isn't masqueraded or let in. Use fewer ports or addresses, or nftables mode.
///
/// Bad, with `proxy: {mode: ipvs}`: a Service with 5000 ports on 14 external IPs.
///
/// Good: the same with `proxy: {mode: nftables}`.
///
/// Source: kubernetes#129389.
enum IPSetCapacity: LintRule {
    static let description = RuleDescription("MODE-IPVS-006", .note, "ipset capacity under ipvs")

    private static let scope = ProxyModeScope("ipvs")
    private static let capacity = 65536

    /// One of kube-proxy's sets.
    private struct SetName: Hashable {
        var name: String
        var family: IPFamily
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard let severity = scope.severity(of: description, in: context.cluster) else { return }
        var counts: [SetName: Int] = [:]
        for service in context.services where service.isKubeProxys {
            let name = service.localExternalPolicy == nil ? "KUBE-EXTERNAL-IP" : "KUBE-EXTERNAL-IP-LOCAL"
            count(service.spec["externalIPs"].items, service, name, &counts)
            count(service.caughtIPs, service, "KUBE-LOAD-BALANCER", &counts)
        }
        for (set, count) in counts.sorted(by: {
            ($0.key.name, $0.key.family.rawValue) < ($1.key.name, $1.key.family.rawValue)
        })
        where count > capacity {
            report.add(
                description, about: .proxyMode, of: context.cluster, severity: severity,
                "\(scope.prefix(in: context.cluster)) ipset \(set.name) needs \(count) \(set.family.manifestName) entries"
                    + " and holds \(capacity): the others fail without notice",
                advice: "use fewer ports or addresses, or nftables mode")
        }
    }

    private static func count(
        _ fields: [FieldCursor], _ service: ServiceObject, _ name: String, _ counts: inout [SetName: Int]
    ) {
        for address in fields.compactMap({ $0.string.flatMap { IPAddress($0) } }) {
            counts[SetName(name: name, family: address.family), default: 0] += service.ports.count
        }
    }
}
