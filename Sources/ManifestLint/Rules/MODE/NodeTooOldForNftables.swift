import Diagnostics

/// A node's kernel or `nft` is too old for nftables mode.
///
/// kube-proxy needs kernel 5.13 and `nft` 1.0.1 and ends at start without them: the node then has no Services at all.
/// Update the node, or use iptables mode there.
///
/// Bad: `proxy: {mode: nftables}` with `nodes: [{name: node-a, kernel: "5.10"}]`.
/// Good: with `nodes: [{name: node-a, kernel: "6.1"}]`.
///
/// Source: pkg/proxy/nftables/supported.go, pkg/util/kernel/constants.go.
enum NodeTooOldForNftables: LintRule {
    static let description = RuleDescription(
        "MODE-NFT-002", .error, "Node too old for nftables mode", needs: [.nodes])

    private static let scope = ProxyModeScope("nftables")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        guard let severity = scope.severity(of: description, in: cluster) else { return }
        for node in cluster.nodes {
            let parts: [(String, String?, String, ClusterFact)] = [
                ("kernel", node.kernel, "5.13", .kernel(node: node.name)),
                ("nft", node.nftVersion, "1.0.1", .nftVersion(node: node.name)),
            ]
            for (what, version, least, fact) in parts {
                guard let version, isOlder(version, than: least) else { continue }
                report.add(
                    description, about: fact, of: cluster, severity: severity,
                    "\(scope.prefix(in: cluster)) kube-proxy ends at start on node \(node.name.inMessage):"
                        + " \(what) \(version.inMessage) is older than \(least)",
                    advice: "update the node, or use iptables mode on it")
            }
        }
    }

    /// Whether a version comes before another one; false for what is no version.
    private static func isOlder(_ version: String, than least: String) -> Bool {
        let numbers = numbers(version)
        return !numbers.isEmpty && numbers.lexicographicallyPrecedes(self.numbers(least))
    }

    /// The numbers that a version begins with: `5.10.0-18-amd64` has three.
    private static func numbers(_ version: String) -> [Int] {
        let text = version.hasPrefix("v") ? version.dropFirst() : version[...]
        let numeric = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return numeric.split(separator: ".").map { Int($0) ?? Int.max }
    }
}
