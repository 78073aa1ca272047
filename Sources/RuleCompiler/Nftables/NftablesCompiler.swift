import Addressing
import Bytes
import Manifests
import Netfilter
import ServiceProxy

/// Compiles a node's view to the table that kube-proxy programs in nftables mode
/// (Kubernetes, pkg/proxy/nftables/proxier.go).
public struct NftablesCompiler: Sendable {
    /// What is compiled.
    public let view: ProxyView
    /// What depends on the caller.
    public let options: Options

    /// What kube-proxy's rules contain beyond what the view says.
    public struct Options: Sendable {
        /// The networks of the cluster's ServiceCIDR objects, all of them in the order in which the rule is to name
        /// them (kube-proxy's is random); those of the other family are left out.
        public var serviceCIDRs: [Written<IPPrefix>]
        /// Whether tables, chains, sets and maps have comments: kube-proxy leaves them out where nft or the kernel
        /// don't take them.
        public var includesObjectComments: Bool

        /// Without ServiceCIDRs unless there are some.
        public init(serviceCIDRs: [Written<IPPrefix>] = [], includesObjectComments: Bool = true) {
            self.serviceCIDRs = serviceCIDRs
            self.includesObjectComments = includesObjectComments
        }

        /// With the ServiceCIDRs of `manifests`, in order of their names.
        public init(manifests: ManifestSet) {
            let objects = manifests.serviceCIDRs.sorted {
                $0.metadata.name.utf8.lexicographicallyPrecedes($1.metadata.name.utf8)
            }
            self.init(serviceCIDRs: objects.flatMap(\.cidrs))
        }
    }

    let mark: UInt32

    /// A compiler of `view`.
    public init(_ view: ProxyView, options: Options = Options()) {
        self.view = view
        self.options = options
        mark = view.node.configuration.masqueradeMark
    }

    /// The table as it stands after the first sync, its objects in order of their creation; `sorted()` has them by name.
    public func ruleset() -> NftablesRuleset { transaction().ruleset }

    /// The commands of kube-proxy's first sync, in its order.
    public func transaction() -> NftablesTransaction {
        var draft = NftablesDraft(for: self)
        addFixedPart(to: &draft)
        addElementReset(to: &draft)
        for port in view.servicePorts { add(port, to: &draft) }
        return draft.finished()
    }

    /// What belongs to some service ports, by their places in the view: their chains, rules and elements, and the sets
    /// and maps that these elements are in.
    public func rules(of places: some Sequence<Int>) -> NftablesRuleset {
        var draft = NftablesDraft(for: self)
        addFixedPart(to: &draft)
        draft.forgetFixedRules()
        for place in places where view.servicePorts.indices.contains(place) {
            add(view.servicePorts[place], to: &draft)
        }
        return draft.finished().ruleset.withoutUnusedObjects()
    }

    private func add(_ port: ServicePort, to draft: inout NftablesDraft) {
        var service = NftablesService(port, of: self, in: &draft)
        service.add(to: &draft)
    }
}

extension NftablesRuleset {
    /// Without chains that have no rules and sets that have no elements.
    fileprivate func withoutUnusedObjects() -> NftablesRuleset {
        var pruned = self
        for index in tables.indices {
            var isUsed = [Bool](repeating: false, count: tables[index].chains.count)
            for rule in tables[index].rules { isUsed[Int(rule.chain)] = true }
            var hasElements = [Bool](repeating: false, count: tables[index].sets.count)
            for element in tables[index].elements { hasElements[Int(element.set)] = true }
            for (place, set) in tables[index].sets.enumerated() where !set.flags.isEmpty { hasElements[place] = true }
            pruned.tables[index].keep(chains: isUsed, sets: hasElements)
        }
        return pruned
    }
}
