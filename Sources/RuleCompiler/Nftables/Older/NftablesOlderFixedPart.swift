import Netfilter
import ServiceProxy

/// What doesn't depend on any Service, as versions up to 1.35 had it.
extension NftablesCompiler {
    /// The chain that marks packets, and three rules for those that are marked (up to 1.35).
    func addMarkingChain(to draft: inout NftablesDraft) {
        let marking = draft.chain(.markForMasquerade)
        draft.add(.markOr(mark))
        draft.end(marking)
        let chain = draft.chain(.masquerading)
        draft.add(.markTest(mask: mark, value: 0, negated: false))
        draft.add(.verdict(.return))
        draft.end(chain)
        draft.add(.markXor(mark))
        draft.end(chain)
        draft.add(.masquerade(fullyRandom: true))
        draft.end(chain)
    }

    /// Invalid packets aren't forwarded: the other end would answer them with a reset (1.29).
    func addForwardCheck(to draft: inout NftablesDraft) {
        let chain = draft.chain(.forward)
        draft.match(Key(.conntrackState), .word(draft.text("invalid")))
        draft.add(.verdict(.drop))
        draft.end(chain)
    }

    /// The sets of load-balancer addresses with source ranges, and of who may send to them (1.29).
    func addFirewallSets(to draft: inout NftablesDraft) {
        draft.addSet(.firewall)
        draft.addSet(.firewallAllow)
        let check = draft.chain(.firewallCheck)
        let allowed = draft.chain(.firewallAllowCheck)
        draft.match(serviceKey, draft.named(.firewall))
        draft.add(.verdict(.jump(draft.name(.firewallAllowCheck))))
        draft.end(check)
        let key = Key(.destination(view.family), .transport, .destinationPort, .source(view.family))
        draft.match(key, draft.named(.firewallAllow))
        draft.add(.verdict(.return))
        draft.end(allowed)
        draft.add(.verdict(.drop))
        draft.end(allowed)
    }

    /// The commands that empty sets and maps before they are filled (up to 1.32).
    func addElementReset(to draft: inout NftablesDraft) {
        let always: [NftablesDraft.FixedSet] = [
            .clusterIPs, .firewallIPs, .firewall, .firewallAllow, .noEndpointServices, .noEndpointNodePorts,
            .serviceIPs, .serviceNodePorts,
        ]
        let atFullSync: [NftablesDraft.FixedSet] = [
            .clusterIPs, .serviceIPs, .firewallIPs, .noEndpointServices, .noEndpointNodePorts, .serviceNodePorts,
        ]
        switch view.node.behavior.nftablesElementReset {
        case .none: break
        case .atFullSync: for set in atFullSync { draft.flush(set) }
        case .always: for set in always { draft.flush(set) }
        }
    }
}
