import Addressing
import Diagnostics
import Manifests

/// All Service ports together have more than 1000 endpoints in iptables mode.
///
/// The number of rules grows with ports, endpoints and addresses, and every packet to a new connection walks past the
/// Services' rules. Above 1000 endpoints kube-proxy switches to its mode for large clusters: it writes no comments
/// into the rules and cleans up stale chains less often. nftables mode looks Services up in a map instead.
///
/// Bad, with `proxy: {mode: iptables}`: 40 Services with 30 endpoints each.
///
/// Good: the same with `proxy: {mode: nftables}`.
///
/// Source: pkg/proxy/iptables/proxier.go.
enum LargeIptablesRuleset: LintRule {
    static let description = RuleDescription("MODE-IPT-002", .note, "Large rule sets", needs: [.backends])

    private static let scope = ProxyModeScope("iptables")
    private static let threshold = 1000

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard let severity = scope.severity(of: description, in: context.cluster) else { return }
        var placement = PodPlacement(context)
        var counts: [IPFamily: Int] = [:]
        for service in context.services where service.isKubeProxys {
            count(service, context, &placement, into: &counts)
        }
        guard let (family, count) = counts.max(by: { $0.value < $1.value }), count > threshold else { return }
        report.add(
            description, about: .proxyMode, of: context.cluster, severity: severity,
            "\(scope.prefix(in: context.cluster)) the Services' ports have \(count) \(family.manifestName) endpoints"
                + " together: above \(threshold) kube-proxy leaves comments out and cleans up less often",
            advice: "use nftables mode")
    }

    /// Adds the endpoints of each port: those that are listed, or else the pods that are selected.
    private static func count(
        _ service: ServiceObject, _ context: LintContext, _ placement: inout PodPlacement,
        into counts: inout [IPFamily: Int]
    ) {
        let groups = context.groups(of: service)
        if groups.isEmpty, let selection = context.selection(of: service) {
            let pods = placement.pods(of: selection.workloads)
            for family in context.families(of: service) ?? [.ipv4] {
                counts[family, default: 0] += pods * service.ports.count
            }
            return
        }
        let wanted = Set(service.ports.map(\.key))
        for group in groups {
            let ports = group.ports.count { $0.isUsable && wanted.contains($0.key) }
            for endpoint in group.endpoints {
                if let family = endpoint.ip?.family { counts[family, default: 0] += ports }
            }
        }
    }
}
