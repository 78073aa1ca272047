import Diagnostics
import Manifests

/// kube-proxy is told a mode that it doesn't have.
///
/// There are `iptables`, `ipvs` and `nftables` on Linux, `kernelspace` on Windows; no mode means `iptables`.
/// `userspace` went with 1.26. kube-proxy refuses such a configuration and ends, so that no Service works on the node.
///
/// Bad: `proxy: {mode: userspace}`. Good: `proxy: {mode: nftables}`.
///
/// Source: pkg/proxy/apis/config/validation/validation.go; observed.
enum UnknownProxyMode: LintRule {
    static let description = RuleDescription(
        "CL-010", .error, "Proxy mode that no longer exists", needs: [.proxyConfiguration])

    private static let modes = ["iptables", "ipvs", "nftables", "kernelspace"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        guard let mode = cluster.proxy?.mode, !modes.contains(mode) else { return }
        if mode == "userspace", let minor = cluster.minorVersion, minor < 26 { return }
        let meant = modes.first { EditDistance.between($0, mode.lowercased(), atMost: 2) != nil }
        report.add(
            description, about: .proxyMode, of: cluster,
            "kube-proxy has no mode \(mode.asJSON): it ends at start, and no Service works",
            advice: meant.map { "did you mean \($0)" } ?? "use iptables, ipvs or nftables")
    }
}
