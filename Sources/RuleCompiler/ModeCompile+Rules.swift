import Manifests
import Netfilter
import ServiceProxy

extension ModeCompile {
    /// The rules as values: all that kube-proxy keeps on the node for the family, with the jumps from built-in chains
    /// and, unless said otherwise, the words that count packets by name; with patterns only what belongs to those service
    /// ports.
    public func rules(includesAccounting: Bool = true) -> FamilyRuleset {
        var result = FamilyRuleset(family)
        result.isCompiled = true
        result.knowsServiceCIDRs = !manifests.serviceCIDRs.isEmpty
        switch subject {
        case .userspace(let view):
            let compiler = UserspaceCompiler(view, ports: request.proxyPorts)
            result.iptables = selection(view.servicePorts).map { compiler.rules(of: $0) } ?? compiler.ruleset()
        case .view(let view):
            let selected = selection(view.servicePorts)
            switch mode {
            case .iptables, .userspace:
                let compiler = IptablesCompiler(
                    view, options: .init(includesJumps: true, includesAccounting: includesAccounting))
                result.iptables = selected.map { compiler.rules(of: $0) } ?? compiler.ruleset()
            case .nftables:
                let compiler = NftablesCompiler(view, options: .init(manifests: manifests))
                result.nftables = selected.map { compiler.rules(of: $0) } ?? compiler.ruleset()
            case .ipvs:
                let compiler = IPVSCompiler(view, options: .init(includesJumps: true))
                let made = selected.map { compiler.ruleset(of: $0) } ?? compiler.ruleset()
                result.iptables = made.rules
                result.virtualServers = made.servers
                result.sets = made.sets
                result.addresses = BoundAddresses(made.addresses)
            }
        }
        return result
    }

    /// The keys of the service ports that are meant; nil for all.
    public var selectedKeys: Set<String>? {
        switch subject {
        case .view(let view): selection(view.servicePorts).map { Set($0.map { view.servicePorts[$0].key }) }
        case .userspace(let view): selection(view.servicePorts).map { Set($0.map { view.servicePorts[$0].key }) }
        }
    }

    /// What the node knows of the cluster; nil in userspace mode.
    public var view: ProxyView? {
        if case .view(let view) = subject { return view }
        return nil
    }

    /// The Services that get rules, as `NAMESPACE/NAME`.
    public func serviceNames() -> Set<String> {
        switch subject {
        case .userspace(let view): Set(view.servicePorts.lazy.map { "\($0.namespace)/\($0.name)" })
        case .view(let view): Set(view.servicePorts.lazy.map { "\($0.namespace)/\($0.name)" })
        }
    }
}
