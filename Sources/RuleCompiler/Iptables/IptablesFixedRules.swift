import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// The chains and rules that don't depend on any Service.
extension IptablesCompiler {
    private static let filterChains: [IptablesDraft.FixedChain] = [
        .services, .externalServices, .forward, .nodePorts, .proxyFirewall,
    ]
    private static let natChains: [IptablesDraft.FixedChain] = [.services, .nodePorts, .postrouting, .markMasquerade]

    func addHead(to draft: inout IptablesDraft) {
        let blocksLocalnet = view.servesLocalhostNodePorts && view.node.behavior.keepsKubeFirewall
        for chain in Self.filterChains { draft.declare(draft.chain(chain), in: .filter) }
        for chain in Self.natChains { draft.declare(draft.chain(chain), in: .nat) }
        if blocksLocalnet || (options.includesJumps && view.node.behavior.keepsKubeFirewall) {
            draft.declare(draft.chain(.firewall), in: .filter)
        }
        if options.includesJumps { addJumps(to: &draft) }
        if blocksLocalnet { addLocalnetRule(to: &draft) }
        addMasqueradeRules(to: &draft)
    }

    func addTail(to draft: inout IptablesDraft) {
        addNodePortJumps(to: &draft)
        let forward = draft.chain(.forward)
        draft.add(.conntrackState(.invalid, negated: false), in: .filter)
        if options.includesAccounting {
            draft.add(.accounting(draft.text { $0.append("ct_state_invalid_dropped_pkts") }), in: .filter)
        }
        draft.end(forward, .drop, in: .filter)
        draft.add(draft.comment("kubernetes forwarding rules"), in: .filter)
        draft.add(.mark(value: mark, mask: mark, negated: false), in: .filter)
        draft.end(forward, .accept, in: .filter)
        draft.add(draft.comment("kubernetes forwarding conntrack rule"), in: .filter)
        draft.add(.conntrackState([.related, .established], negated: false), in: .filter)
        draft.end(forward, .accept, in: .filter)
    }

    /// The rule that was inserted last stands first.
    private func addJumps(to draft: inout IptablesDraft) {
        var sources: [String: IptablesRuleset.ChainID] = [:]
        for jump in IptablesJump.all.reversed() {
            if jump.target.description == IptablesDraft.FixedChain.firewall.rawValue
                && !view.node.behavior.keepsKubeFirewall
            {
                continue
            }
            guard let target = IptablesDraft.FixedChain(rawValue: jump.target.description) else { continue }
            if jump.isForNewConnections { draft.add(.conntrackState(.new, negated: false), in: jump.table) }
            if jump.comment.utf8CodeUnitCount > 0 { draft.add(draft.comment(jump.comment), in: jump.table) }
            let source = sources[jump.source.description] ?? draft.chain(named: jump.source)
            sources[jump.source.description] = source
            draft.end(source, .jump(draft.chain(target)), in: jump.table)
        }
    }

    /// Packets to localhost from elsewhere: with route_localnet they would reach services bound to 127.0.0.1.
    private func addLocalnetRule(to draft: inout IptablesDraft) {
        let localnet = IPPrefix(address: IPAddress(ipv4: 0x7F00_0000), length: 8)
        draft.add(draft.comment("block incoming localnet connections"), in: .filter)
        draft.add(.destination(.init(localnet)), in: .filter)
        draft.add(.source(.init(localnet, negated: true)), in: .filter)
        draft.add(.conntrackState([.related, .established, .dnat], negated: true), in: .filter)
        draft.end(draft.chain(.firewall), .drop, in: .filter)
    }

    private func addMasqueradeRules(to draft: inout IptablesDraft) {
        let postrouting = draft.chain(.postrouting)
        draft.add(.mark(value: mark, mask: mark, negated: true), in: .nat)
        draft.end(postrouting, .return, in: .nat)
        draft.end(postrouting, .mark(.xor(mark)), in: .nat)
        draft.add(draft.comment("kubernetes service traffic requiring SNAT"), in: .nat)
        draft.end(postrouting, .masquerade(randomFully: true), in: .nat)
        draft.end(draft.chain(.markMasquerade), .mark(.or(mark)), in: .nat)
    }

    /// The jump to KUBE-NODEPORTS: one rule for all local addresses, or one for each address that answers.
    private func addNodePortJumps(to draft: inout IptablesDraft) {
        let comment: StaticString = "kubernetes service nodeports; NOTE: this must be the last rule in this chain"
        let (services, nodePorts) = (draft.chain(.services), draft.chain(.nodePorts))
        let excludesLoopback = view.node.behavior.nodePortJumpExcludesLoopback && !view.servesLocalhostNodePorts
        if view.nodePortAddresses.matchesAll {
            draft.add(draft.comment(comment), in: .nat)
            draft.add(.addressType(.init(.destination)), in: .nat)
            if excludesLoopback {
                let loopback =
                    view.family == .ipv4
                    ? IPPrefix(address: IPAddress(ipv4: 0x7F00_0000), length: 8) : IPPrefix(host: .loopback(.ipv6))
                draft.add(.destination(.init(loopback, negated: true)), in: .nat)
            }
            draft.end(services, .jump(nodePorts), in: .nat)
            return
        }
        for address in view.nodePortAddresses.addresses where !(address.isLoopback && excludesLoopback) {
            draft.add(draft.comment(comment), in: .nat)
            draft.add(.destination(.init(address)), in: .nat)
            draft.end(services, .jump(nodePorts), in: .nat)
        }
    }
}
