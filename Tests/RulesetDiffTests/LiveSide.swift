import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport

@testable import RulesetDiff

/// The nodes that the captures under `fixtures/live` were made on.
enum LiveNode {
    /// The manifests of a capture: `rich.yaml` or `extra.yaml`.
    static func manifests(of capture: String) throws -> ManifestSet {
        let file = capture.hasSuffix("rich") ? "rich.yaml" : "extra.yaml"
        return ManifestReader.read([Source(name: file, bytes: try Fixtures.bytes("live/\(file)"))])
    }

    /// The view of a node with their configuration on some manifests.
    static func view(
        _ manifests: ManifestSet, _ family: IPFamily, mode: ProxyMode = .iptables,
        configuration: KubeProxyConfiguration = KubeProxyConfiguration(), version: KubernetesVersion = .newest
    ) -> ProxyView {
        var written = configuration
        written.clusterCIDR = ["10.244.0.0/16", "fd00:10:244::/56"].compactMap { text in
            IPPrefix(text).map { Written($0, text: text, range: SourceRange(start: 0, end: 0)) }
        }
        var remarks: [Finding] = []
        let addresses = ["192.168.0.10", "fd00:192:168::10"].compactMap { IPAddress($0) }
        let node = NodeContext(
            NodeFacts(name: "node-a", addresses: addresses, zone: "zone-a"), in: manifests,
            configuration: ProxyConfiguration(written, mode: mode), version: version, remarks: &remarks)
        return ProxyView(of: manifests, on: node, family: family)
    }

    /// What kube-proxy should have in iptables mode.
    static func iptables(_ manifests: ManifestSet, _ family: IPFamily) -> FamilyRuleset {
        var side = FamilyRuleset(family)
        side.iptables = IptablesCompiler(view(manifests, family), options: .init(includesJumps: true)).ruleset()
        return side
    }

    /// What kube-proxy should have in nftables mode.
    static func nftables(
        _ manifests: ManifestSet, _ family: IPFamily, version: KubernetesVersion = .newest
    ) -> FamilyRuleset {
        let cidr = family == .ipv4 ? "10.96.0.0/12" : "fd00:10:96::/112"
        let written = IPPrefix(cidr).map {
            Written($0, text: cidr, range: SourceRange(start: 0, end: 0))
        }
        var side = FamilyRuleset(family)
        side.nftables =
            NftablesCompiler(
                view(manifests, family, mode: .nftables, version: version),
                options: .init(serviceCIDRs: written.map { [$0] } ?? [])
            ).ruleset()
        return side
    }
}
