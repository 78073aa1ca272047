import Diagnostics

/// kube-proxy is to run in ipvs mode.
///
/// Since 1.35 it says in its log and in an event at start that the mode is deprecated, and names nftables mode in its
/// place.
///
/// Bad: `proxy: {mode: ipvs}`. Good: `proxy: {mode: nftables}`.
///
/// Source: cmd/kube-proxy/app/server_linux.go.
enum IPVSDeprecated: LintRule {
    static let description = RuleDescription(
        "MODE-IPVS-001", .note, "ipvs mode is deprecated", needs: [.proxyMode])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard context.cluster.proxyMode == "ipvs", context.cluster.minorVersion ?? 35 >= 35 else { return }
        report.add(
            description, about: .proxyMode, of: context.cluster, "ipvs mode is deprecated since 1.35",
            advice: "use nftables mode, on nodes with kernel 5.13 or newer")
    }
}
