import Netfilter
import ServiceProxy

/// What is asked of a compile beside the manifests and the node, for every mode.
public struct OutputRequest: Sendable {
    /// Which of a ruleset's texts.
    public enum Text: String, Sendable, CaseIterable {
        case tool
        case kernel
        case json
    }

    /// Which text.
    public var text = Text.tool
    /// The jumps from built-in chains (modes with iptables rules).
    public var includesJumps = false
    /// The words that count packets by name (iptables mode).
    public var includesAccounting = false
    /// The commands of kube-proxy's first sync in its order (nftables mode).
    public var isTransaction = false
    /// The tool whose listing is meant (nftables mode).
    public var nftVersion = NftVersion.v1_0_6
    /// One of the texts only (ipvs mode).
    public var part: IPVSPart?
    /// The ports of kube-proxy's own sockets (userspace mode).
    public var proxyPorts = ProxyPorts()
    /// Only what belongs to these service ports; empty for all.
    public var patterns: [ServicePattern] = []

    /// The text for the tools, of everything.
    public init() {}
}
