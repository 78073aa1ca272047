import Addressing
import Netfilter
import ServiceProxy

/// Parts of a service port's rules as versions up to 1.35 had them.
extension NftablesService {
    /// Packets to the cluster IP from outside of the cluster, or all, are masqueraded.
    func addInternalMasquerade(to draft: inout NftablesDraft) {
        let (kind, node) = (behavior.nftablesInternalMasquerade, compiler.view.node)
        let detector = compiler.view.localDetector
        guard kind != .oneRule, node.configuration.masqueradeAll || detector != .none else { return }
        guard port.hasInternalEndpoints, let chain = port.internalPolicyIsLocal ? local : cluster else { return }
        draft.match(Key(.destination(family)), .address(port.clusterIP))
        if kind == .perAddressAndPort {
            draft.match(Key(.destinationPort(port.transport)), .port(port.port))
        }
        if !node.configuration.masqueradeAll { compiler.addSource(detector, negated: true, to: &draft) }
        compiler.addMark(to: &draft)
        draft.end(chain.chain)
    }

    /// A load-balancer address and who may send to it (1.29).
    func addFirewallElements(of address: Spelled<IPAddress>, to draft: inout NftablesDraft) {
        let comment = keyComment(&draft)
        draft.addElement(.firewall, address, port.transport, port.port, comment: comment)
        for range in port.sourceRanges {
            draft.addElement(
                .firewallAllow, address, port.transport, port.port, source: draft.value(range), comment: comment)
        }
        if compiler.mayUseLoadBalancer(port) {
            draft.addElement(.firewallAllow, address, port.transport, port.port, source: draft.value(address))
        }
    }
}

extension NftablesRuleset.Field {
    /// `tcp dport`
    static func destinationPort(_ transport: TransportProtocol) -> Self {
        switch transport {
        case .tcp: .tcpDestinationPort
        case .udp: .udpDestinationPort
        case .sctp: .sctpDestinationPort
        }
    }
}
