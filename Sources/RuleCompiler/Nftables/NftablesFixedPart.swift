import Addressing
import Bytes
import Manifests
import Netfilter
import ServiceProxy

/// The chains, sets and rules that don't depend on any Service, in the order of kube-proxy's first sync.
extension NftablesCompiler {
    typealias Key = NftablesRuleset.Key

    private var behavior: Behavior { view.node.behavior }

    private var destination: NftablesRuleset.Field { .destination(view.family) }

    /// `meta l4proto . th dport`
    private var portKey: Key { Key(.transport, .destinationPort) }

    /// `ip daddr . meta l4proto . th dport`
    var serviceKey: Key { Key(destination, .transport, .destinationPort) }

    func addFixedPart(to draft: inout NftablesDraft) {
        draft.addBaseChains()
        addJumps(to: &draft)
        addMasquerading(to: &draft)
        if behavior.nftablesDropsInvalidPackets { addForwardCheck(to: &draft) }
        if behavior.nftablesChecksClusterIPs { addClusterIPsCheck(to: &draft) }
        addNodePortIPs(to: &draft)
        addEndpointChecks(to: &draft)
        addFirewallCheck(to: &draft)
        addServices(to: &draft)
    }

    private func addJumps(to draft: inout NftablesDraft) {
        let new = NftablesRuleset.Operand.word(draft.text("new"))
        for jump in draft.baseChains.jumps {
            let source = draft.chain(jump.source)
            _ = draft.chain(jump.target)
            if jump.isForNewConnections { draft.match(Key(.conntrackState), new) }
            draft.add(.verdict(.jump(draft.name(jump.target))))
            draft.end(source)
        }
    }

    /// Packets with the mark, and those that an endpoint sends to itself.
    private func addMasquerading(to draft: inout NftablesDraft) {
        if behavior.nftablesHasHairpinSet { draft.addSet(.hairpinConnections) }
        if behavior.nftablesMarksInline {
            let chain = draft.chain(.masquerading)
            draft.add(.markTest(mask: mark, value: 0, negated: true))
            draft.add(.markXor(mark))
            draft.add(.masquerade(fullyRandom: true))
            draft.end(chain)
        } else {
            addMarkingChain(to: &draft)
        }
        if behavior.nftablesHasHairpinSet { addHairpinRule(to: &draft) }
    }

    private func addHairpinRule(to draft: inout NftablesDraft) {
        let chain = draft.chain(.masquerading)
        draft.match(Key(.conntrackStatus), .word(draft.text("dnat")))
        let key = Key(.source(view.family), destination, .transport, .destinationPort)
        draft.match(key, draft.named(.hairpinConnections))
        draft.add(.masquerade(fullyRandom: true))
        draft.end(chain)
    }

    private func addClusterIPsCheck(to draft: inout NftablesDraft) {
        draft.addSet(.clusterIPs)
        let chain = draft.chain(.clusterIPsCheck)
        draft.match(Key(destination), draft.named(.clusterIPs))
        draft.add(.reject)
        draft.end(chain, comment: draft.text("Reject traffic to invalid ports of ClusterIPs"))
        let networks = options.serviceCIDRs.filter { $0.value.family == view.family }
        guard behavior.nftablesDropsUnallocatedClusterIPs, !networks.isEmpty else { return }
        let members = networks.map { network in
            NftablesRuleset.Member.spelled(network.value, draft.text { $0.append(network.text) })
        }
        draft.match(Key(destination), draft.anonymousSet(members))
        draft.add(.verdict(.drop))
        draft.end(chain, comment: draft.text("Drop traffic to unallocated ClusterIPs"))
    }

    private func addNodePortIPs(to draft: inout NftablesDraft) {
        guard !view.nodePortAddresses.matchesAll else { return draft.removeSet(.nodePortIPs) }
        draft.addEmptySet(.nodePortIPs)
        for address in view.nodePortAddresses.addresses where !address.isLoopback {
            draft.addElement(.nodePortIPs, Spelled(address))
        }
    }

    /// Packets that find no endpoint.
    private func addEndpointChecks(to draft: inout NftablesDraft) {
        draft.addSet(.noEndpointServices)
        draft.addSet(.noEndpointNodePorts)
        let reject = draft.chain(.reject)
        draft.add(.reject)
        draft.end(reject)
        // A chain for both is at hooks where packets also go elsewhere.
        let isOneChain = behavior.nftablesBaseChains == .threeFilters
        addLookup(
            serviceKey, .noEndpointServices, in: isOneChain ? .endpointsCheck : .serviceEndpointsCheck, &draft)
        addNodePortMatch(to: &draft, checksType: isOneChain)
        addLookup(portKey, .noEndpointNodePorts, in: isOneChain ? .endpointsCheck : .nodePortEndpointsCheck, &draft)
    }

    private func addFirewallCheck(to draft: inout NftablesDraft) {
        guard behavior.nftablesFirewall != .sets else { return addFirewallSets(to: &draft) }
        draft.addSet(.firewallIPs)
        addLookup(serviceKey, .firewallIPs, in: .firewallCheck, &draft)
    }

    private func addServices(to draft: inout NftablesDraft) {
        draft.addSet(.serviceIPs)
        draft.addSet(.serviceNodePorts)
        addClusterIPMasquerade(to: &draft)
        addLookup(serviceKey, .serviceIPs, in: .services, &draft)
        addNodePortMatch(to: &draft, checksType: true)
        addLookup(portKey, .serviceNodePorts, in: .services, &draft)
    }

    private func addClusterIPMasquerade(to draft: inout NftablesDraft) {
        let all = view.node.configuration.masqueradeAll
        guard behavior.nftablesInternalMasquerade == .oneRule, all || view.localDetector != .none else { return }
        let chain = draft.chain(.services)
        draft.match(Key(destination), draft.named(.clusterIPs))
        if !all { addSource(view.localDetector, negated: true, to: &draft) }
        addMark(to: &draft)
        let comment: StaticString =
            all ? "masquerade all clusterIP traffic" : "masquerade clusterIP traffic from outside cluster"
        draft.end(chain, comment: draft.text(comment))
    }

    /// Packets to the node's own addresses: those that node ports answer on.
    private func addNodePortMatch(to draft: inout NftablesDraft, checksType: Bool) {
        guard view.nodePortAddresses.matchesAll else {
            return draft.match(Key(destination), draft.named(.nodePortIPs))
        }
        if checksType { draft.match(Key(.destinationAddressType), .word(draft.text("local"))) }
        // Node ports never answer on loopback addresses in this mode.
        if view.family == .ipv4 {
            let loopback = IPPrefix(address: IPAddress(ipv4: 0x7F00_0000), length: 8)
            draft.match(Key(destination), .prefix(loopback), negated: true)
        } else {
            draft.match(Key(destination), .address(.loopback(.ipv6)), negated: true)
        }
    }

    private func addLookup(
        _ key: Key, _ map: NftablesDraft.FixedSet, in chain: NftablesDraft.FixedChain, _ draft: inout NftablesDraft
    ) {
        draft.add(.verdictMap(key, map: draft.text { $0.append(map.rawValue) }))
        let chain = draft.chain(chain)
        draft.end(chain)
    }

    /// The statement that marks packets for masquerading, the last of a rule.
    func addMark(to draft: inout NftablesDraft) {
        draft.add(behavior.nftablesMarksInline ? .markOr(mark) : .verdict(.jump(draft.name(.markForMasquerade))))
    }

    /// Packets of this node's pods, or of others.
    func addSource(_ detector: LocalDetector, negated: Bool, to draft: inout NftablesDraft) {
        let interface = Key(behavior.nftablesComparesInterfaceNames ? .inInterface : .inInterfaceNumber)
        switch detector {
        case .none: break
        case .prefix(let prefix, let text):
            draft.match(Key(.source(view.family)), draft.operand(prefix, text: text), negated: negated)
        case .bridge(let name):
            draft.match(interface, .interface(draft.text { $0.append(name) }), negated: negated)
        case .interfacePrefix(let prefix):
            let name = draft.text { text in
                text.append(prefix)
                text.append("*")
            }
            draft.match(interface, .interface(name), negated: negated)
        }
    }
}
