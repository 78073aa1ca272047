import Addressing
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy

/// One side of a comparison: what manifests compile to on a node, or what dumps say that a node has.
public enum RulesetSide: Sendable {
    /// Manifests, and the node that they are compiled for.
    case compiled(ManifestSet, NodeContext)
    /// What a node has, a ruleset for each family of which anything is known.
    case dumped([FamilyRuleset])

    /// The families that there are rules for, or may be.
    public var families: [IPFamily] {
        switch self {
        case .compiled(_, let node) where node.configuration.mode == .userspace: [UserspaceView.family(of: node)]
        case .compiled: IPFamily.allCases
        case .dumped(let rulesets): rulesets.map(\.family)
        }
    }

    /// The Services that manifests give rules of one family, as `NAMESPACE/NAME`; none for dumps.
    public func serviceNames(_ family: IPFamily) -> Set<String> { compile(family)?.serviceNames() ?? [] }

    /// The side's rules of one family; of `behavior` in place of its kube-proxy's own if one is given.
    public func ruleset(_ family: IPFamily, behavior: Behavior? = nil) -> FamilyRuleset {
        switch self {
        case .compiled: compile(family, behavior: behavior)?.rules() ?? FamilyRuleset(family)
        case .dumped(let rulesets): rulesets.first { $0.family == family } ?? FamilyRuleset(family)
        }
    }

    /// The compile of one family; nil for dumps.
    public func compile(_ family: IPFamily, behavior: Behavior? = nil) -> ModeCompile? {
        guard case .compiled(let manifests, var node) = self else { return nil }
        if let behavior { node.behavior = behavior }
        return ModeCompile(manifests, on: node, family: family, request: OutputRequest())
    }
}
