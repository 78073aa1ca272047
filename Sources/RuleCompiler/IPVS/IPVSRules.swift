import Addressing
import Bytes
import Manifests
import Netfilter
import ServiceProxy

/// The iptables part of ipvs mode (Kubernetes, pkg/proxy/ipvs/proxier.go, writeIptablesRules).
struct IPVSRules {
    typealias Option = IptablesRuleset.Option

    private let view: ProxyView
    private let services: IPVSServices
    private let options: IPVSCompiler.Options
    private var draft: RuleDraft
    private let names: [ArenaText]

    init(_ view: ProxyView, _ services: IPVSServices, options: IPVSCompiler.Options) {
        self.view = view
        self.services = services
        self.options = options
        var draft = RuleDraft(family: view.family)
        names = KubeIPSet.allCases.map { draft.text($0.name(view.family)) }
        self.draft = draft
    }

    /// All rules.
    mutating func ruleset() -> IptablesRuleset {
        draft.begin("nat")
        for chain in IPVSChains.nat { draft.declare(chain) }
        addJumps(IPVSChains.natJumps)
        addNATRules()
        draft.begin("filter")
        for chain in IPVSChains.filter where hasChain(chain) { draft.declare(chain) }
        addJumps(IPVSChains.filterJumps.filter { hasChain($0.target) })
        addFilterRules()
        return draft.ruleset
    }

    /// The rules that belong to single service ports, in both tables.
    mutating func serviceRules() -> IptablesRuleset {
        draft.begin("nat")
        draft.begin("filter")
        addHairpinDrops()
        return draft.ruleset
    }

    /// Whether this version has a chain of the table filter.
    private func hasChain(_ chain: StaticString) -> Bool {
        switch chain.description {
        case "KUBE-IPVS-FILTER": view.node.behavior.ipvsFiltersAccess
        case "KUBE-IPVS-OUT-FILTER": view.node.behavior.ipvsDropsRefusedNode
        default: true
        }
    }

    /// The rule that was inserted last stands first.
    private mutating func addJumps(_ jumps: [IPVSChains.Jump]) {
        guard options.includesJumps else { return }
        for jump in jumps.reversed() { draft.addJump(jump.source, [draft.comment(jump.comment)], to: jump.target) }
    }

    private func isUsed(_ set: KubeIPSet) -> Bool { !services.elements[set.rawValue].isEmpty }

    private func lookUp(_ set: KubeIPSet, _ fields: IPVSSetFields) -> Option {
        let (dimension, source) = fields.bits
        return .set(.init(name: names[set.rawValue], dimension: dimension, sourceBits: source))
    }

    private mutating func add(_ rules: [IPVSSetRule]) {
        for rule in rules where isUsed(rule.set) {
            var options: [Option] = []
            if let transport = rule.transport { options.append(.protocol(.init(transport))) }
            options += [draft.comment(rule.set.row.comment), lookUp(rule.set, rule.fields)]
            switch rule.target {
            case .masquerade: draft.add(rule.chain, options, .masquerade(randomFully: false))
            case .return: draft.add(rule.chain, options, .return)
            case .jump(let chain): draft.addJump(rule.chain, options, to: chain)
            }
        }
    }

    // MARK: nat

    private mutating func addNATRules() {
        let loopback =
            view.family == .ipv4
            ? IPPrefix(address: IPAddress(ipv4: 0x7F00_0000), length: 8) : IPPrefix(host: .loopback(.ipv6))
        if view.node.behavior.ipvsReturnsLoopback {
            draft.add("KUBE-SERVICES", [.source(.init(loopback))], .return)
        }
        add(IPVSSetRule.nat)
        addClusterIPMasquerade()
        addExternalIPRules()
        draft.addJump("KUBE-SERVICES", [.addressType(.init(.destination))], to: "KUBE-NODE-PORT")
        draft.addJump("KUBE-LOAD-BALANCER", to: "KUBE-MARK-MASQ")
        for set in [KubeIPSet.clusterIP, .loadBalancer] where isUsed(set) {
            draft.add("KUBE-SERVICES", [lookUp(set, .destinationPort)], .accept)
        }
        let mark = view.node.configuration.masqueradeMark
        draft.add("KUBE-POSTROUTING", [.mark(value: mark, mask: mark, negated: true)], .return)
        draft.add("KUBE-POSTROUTING", [], .mark(.xor(mark)))
        draft.add(
            "KUBE-POSTROUTING", [draft.comment("kubernetes service traffic requiring SNAT")],
            .masquerade(randomFully: true))
        draft.add("KUBE-MARK-MASQ", [], .mark(.or(mark)))
    }

    /// Which packets to cluster IPs are masqueraded.
    private mutating func addClusterIPMasquerade() {
        let set = KubeIPSet.clusterIP
        guard isUsed(set) else { return }
        var options = [draft.comment(set.row.comment)]
        if view.node.configuration.masqueradeAll {
            options.append(lookUp(set, .destinationPort))
        } else if let foreign = draft.option(notFrom: view.localDetector) {
            options += [lookUp(set, .destinationPort), foreign]
        } else {
            // Without knowing pods, what a virtual server's own address opens: connections out of kube-ipvs0.
            options.append(lookUp(set, .sourcePort))
        }
        draft.addJump("KUBE-SERVICES", options, to: "KUBE-MARK-MASQ")
    }

    private mutating func addExternalIPRules() {
        let notFromBridge = Option.other(draft.text("-m physdev ! --physdev-is-in"))
        for set in [KubeIPSet.externalIP, .externalIPLocal] where isUsed(set) {
            let common = [draft.comment(set.row.comment), lookUp(set, .destinationPort)]
            if set == .externalIP { draft.addJump("KUBE-SERVICES", common, to: "KUBE-MARK-MASQ") }
            let fromElsewhere = Option.addressType(.init(.source, negated: true))
            draft.add("KUBE-SERVICES", common + [notFromBridge, fromElsewhere], .accept)
            draft.add("KUBE-SERVICES", common + [.addressType(.init(.destination))], .accept)
        }
    }

    // MARK: filter

    private mutating func addFilterRules() {
        add(IPVSSetRule.filter)
        draft.add("KUBE-SOURCE-RANGES-FIREWALL", [], .drop)
        addHairpinDrops()
        let mark = view.node.configuration.masqueradeMark
        draft.add(
            "KUBE-FORWARD",
            [draft.comment("kubernetes forwarding rules"), .mark(value: mark, mask: mark, negated: false)], .accept)
        draft.add(
            "KUBE-FORWARD",
            [
                draft.comment("kubernetes forwarding conntrack rule"),
                .conntrackState([.related, .established], negated: false),
            ], .accept)
        let healthCheck = KubeIPSet.healthCheckNodePort
        draft.add("KUBE-NODE-PORT", [draft.comment(healthCheck.row.comment), lookUp(healthCheck, .port)], .accept)
        addAccessFilter()
    }

    private mutating func addAccessFilter() {
        let behavior = view.node.behavior
        guard behavior.ipvsFiltersAccess else { return }
        for set in IPVSChains.accessible where set != .externalIPLocal || behavior.ipvsFilterAllowsLocalExternalIPs {
            draft.add("KUBE-IPVS-FILTER", [lookUp(set, .destinationPort)], .return)
        }
        if behavior.ipvsFilterAllowsHealthChecks {
            draft.add("KUBE-IPVS-FILTER", [lookUp(.healthCheckNodePort, .port)], .return)
        }
        draft.add(
            "KUBE-IPVS-FILTER", [.conntrackState(.new, negated: false), lookUp(.ipvsIPs, .port)], .reject(nil))
    }

    /// Packets of the node itself to a load balancer that doesn't let it in: their source is the load balancer's own
    /// address, which is on kube-ipvs0.
    private mutating func addHairpinDrops() {
        guard view.node.behavior.ipvsDropsRefusedNode else { return }
        for refusal in services.nodeRefusals {
            let address = refusal.address.value
            let text = refusal.address.isOdd ? view.spellings.name(refusal.address.text) : nil
            let spelling = draft.spelling(text)
            let match = Option.virtualService(
                .init(address, refusal.transport, port: refusal.port, spelling: spelling))
            draft.add("KUBE-IPVS-OUT-FILTER", [.source(.init(address, spelling: spelling)), match], .drop)
        }
    }
}

extension RuleDraft {
    /// What matches packets that come from none of the node's pods; nil if they can't be told.
    mutating func option(notFrom detector: LocalDetector) -> Option? {
        switch detector {
        case .none: nil
        case .prefix(let prefix, let text): .source(.init(prefix, negated: true, spelling: spelling(text)))
        case .bridge(let name): .inInterface(.init(text(name), negated: true))
        case .interfacePrefix(let prefix): .inInterface(.init(text(prefix + "+"), negated: true))
        }
    }
}
