import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// Compiles a node's view to the rules that kube-proxy programs in iptables mode
/// (Kubernetes, pkg/proxy/iptables/proxier.go).
///
/// A ruleset consists of a head, a group of chains and rules for each service port, and a tail. Each can be compiled
/// by itself: tables of several parts, put one behind the other, are the tables of the whole.
public struct IptablesCompiler: Sendable {
    /// What is compiled.
    public let view: ProxyView
    /// What depends on the caller.
    public let options: Options

    /// What kube-proxy's rules contain beyond what the view says.
    public struct Options: Sendable, Hashable {
        /// The jumps from built-in chains, which kube-proxy adds one by one.
        public var includesJumps: Bool
        /// The words that count packets by name (`-m nfacct`), on a kernel that has nfnetlink_acct.
        public var includesAccounting: Bool

        /// Without jumps and accounting unless they are asked for.
        public init(includesJumps: Bool = false, includesAccounting: Bool = false) {
            self.includesJumps = includesJumps
            self.includesAccounting = includesAccounting
        }
    }

    /// More endpoints than this, counted over all service ports, and rules of endpoints lose their comments.
    static let largeClusterThreshold = 1000

    let mark: UInt32

    /// Whether node ports get rules.
    let writesNodePortRules: Bool

    /// A compiler of `view`.
    public init(_ view: ProxyView, options: Options = Options()) {
        var options = options
        if !view.node.behavior.countsByName { options.includesAccounting = false }
        let answers = view.nodePortAddresses
        writesNodePortRules =
            view.node.behavior.writesNodePortRulesWithoutAddresses || answers.matchesAll || !answers.addresses.isEmpty
        self.view = view
        self.options = options
        mark = view.node.configuration.masqueradeMark
    }

    /// Whether rules of endpoints go without comments.
    public var isLargeCluster: Bool { view.endpoints.count > Self.largeClusterThreshold }

    /// The whole ruleset.
    public func ruleset() -> IptablesRuleset {
        var draft = IptablesDraft(view)
        addHead(to: &draft)
        for port in view.servicePorts { add(port, to: &draft) }
        addTail(to: &draft)
        return draft.ruleset
    }

    /// What stands before the first Service.
    public func head() -> IptablesRuleset {
        var draft = IptablesDraft(view)
        addHead(to: &draft)
        return draft.ruleset
    }

    /// The chains and rules of some service ports, by their places in the view.
    public func rules(of places: some Sequence<Int>) -> IptablesRuleset {
        var draft = IptablesDraft(view)
        for place in places where view.servicePorts.indices.contains(place) {
            add(view.servicePorts[place], to: &draft)
        }
        return draft.ruleset
    }

    /// What stands behind the last Service.
    public func tail() -> IptablesRuleset {
        var draft = IptablesDraft(view)
        addTail(to: &draft)
        return draft.ruleset
    }

    private func add(_ port: ServicePort, to draft: inout IptablesDraft) {
        let service = IptablesService(port, of: self, in: &draft)
        service.addEntryRules(to: &draft)
        service.addChains(to: &draft)
    }
}
