import Addressing
import Manifests

/// How the rules tell packets of this node's pods (or, by ClusterCIDR, of any pod) from others.
public enum LocalDetector: Sendable, Hashable {
    /// They can't: rules that need to know aren't written.
    case none
    /// By their source address; with the text that the version writes it by, unless that is the canonical one.
    case prefix(IPPrefix, text: String? = nil)
    /// By the bridge that they come through.
    case bridge(String)
    /// By the beginning of the name of the interface that they come through.
    case interfacePrefix(String)

    /// What a node's settings say for a family.
    public init(_ node: NodeContext, family: IPFamily) {
        let configuration = node.configuration
        switch configuration.detectLocalMode {
        case .clusterCIDR: self.init(firstOf: configuration.clusterCIDR, family, node.behavior)
        case .nodeCIDR: self.init(firstOf: node.podCIDRs, family, node.behavior)
        case .bridgeInterface:
            self = configuration.bridgeInterface.isEmpty ? .none : .bridge(configuration.bridgeInterface)
        case .interfaceNamePrefix:
            let prefix = configuration.interfaceNamePrefix
            self = prefix.isEmpty ? .none : .interfacePrefix(prefix)
        }
    }

    private init(firstOf prefixes: [Written<IPPrefix>], _ family: IPFamily, _ behavior: Behavior) {
        guard let first = prefixes.first(where: { $0.value.family == family }) else {
            self = .none
            return
        }
        self = .prefix(
            behavior.masksLocalNetworks ? first.value.masked : first.value,
            text: behavior.keepsLocalNetworkTexts ? first.oddText : nil)
    }
}
