import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// The chains of one service port and what stands in them.
extension IptablesService {
    func addChains(to draft: inout IptablesDraft) {
        if port.hasInternalEndpoints { addInternalMasquerade(to: &draft) }
        if port.usesExternalChain { addExternalChain(to: &draft) }
        if usesFirewall { addFirewallChain(to: &draft) }
        let view = compiler.view
        let chains = addEndpointChainNames(to: &draft)
        if port.usesClusterChain {
            draft.declare(cluster, in: .nat)
            addChoices(in: cluster, among: port.endpoints.cluster, chains, &draft)
        }
        if port.usesLocalChain {
            draft.declare(local, in: .nat)
            addChoices(in: local, among: port.endpoints.local, chains, &draft)
        }
        for (endpoint, index) in zip(
            view.endpoints(port.endpoints.reachable, of: port), view.endpointIndices[port.endpoints.reachable])
        {
            if let chain = chains[index] { addEndpointChain(chain, endpoint, to: &draft) }
        }
    }

    /// Traffic to the cluster IP that doesn't come from a pod here (or from anywhere, if all is masqueraded).
    private func addInternalMasquerade(to draft: inout IptablesDraft) {
        let detector = compiler.view.localDetector
        let all = compiler.view.node.configuration.masqueradeAll
        if !all && detector == .none { return }
        draft.add(comment("cluster IP", &draft), in: .nat)
        addDestination(Spelled(port.clusterIP), in: .nat, to: &draft)
        if !all { addSource(detector, negated: true, to: &draft) }
        draft.end(internalChain, .jump(markMasquerade), in: .nat)
    }

    private func addExternalChain(to draft: inout IptablesDraft) {
        draft.declare(external, in: .nat)
        if !port.externalPolicyIsLocal {
            draft.add(externalComment("masquerade traffic for ", &draft), in: .nat)
            draft.end(external, .jump(markMasquerade), in: .nat)
        } else {
            if compiler.view.localDetector != .none {
                draft.add(externalComment("pod traffic for ", &draft), in: .nat)
                addSource(compiler.view.localDetector, negated: false, to: &draft)
                draft.end(external, .jump(cluster), in: .nat)
            }
            draft.add(externalComment("masquerade LOCAL traffic for ", &draft), in: .nat)
            draft.add(.addressType(.init(.source)), in: .nat)
            draft.end(external, .jump(markMasquerade), in: .nat)
            draft.add(externalComment("route LOCAL traffic for ", &draft), in: .nat)
            draft.add(.addressType(.init(.source)), in: .nat)
            draft.end(external, .jump(cluster), in: .nat)
        }
        if port.hasExternalEndpoints {
            draft.end(external, .jump(port.externalPolicyIsLocal ? local : cluster), in: .nat)
        }
    }

    /// Sources that may use the load-balancer addresses go on; for all others KUBE-PROXY-FIREWALL drops.
    private func addFirewallChain(to draft: inout IptablesDraft) {
        draft.declare(firewall, in: .nat)
        for range in port.sourceRanges {
            draft.add(comment("loadbalancer IP", &draft), in: .nat)
            draft.add(.source(draft.match(range)), in: .nat)
            draft.end(firewall, .jump(external), in: .nat)
        }
        let nodeAddress = compiler.view.node.address(compiler.view.family)
        // A connection that the node itself opens to the address gets the address as its source.
        if port.sourceRanges.contains(where: { $0.value.contains(nodeAddress) }) {
            for address in port.loadBalancerVIPs {
                draft.add(comment("loadbalancer IP", &draft), in: .nat)
                draft.add(.source(draft.match(address)), in: .nat)
                draft.end(firewall, .jump(external), in: .nat)
            }
        }
        guard compiler.view.node.behavior.firewallChainsSayWhatFollows else { return }
        let comment = draft.comment {
            $0.append("other traffic to ")
            $0.append(port.key)
            $0.append(" will be dropped by KUBE-PROXY-FIREWALL")
        }
        draft.add(comment, in: .nat)
        draft.end(firewall, .none, in: .nat)
    }

    /// A chain for each endpoint that some traffic goes to, by its place among the port's endpoints.
    private func addEndpointChainNames(to draft: inout IptablesDraft) -> [UInt32: IptablesRuleset.ChainID] {
        var chains: [UInt32: IptablesRuleset.ChainID] = [:]
        let view = compiler.view
        for index in view.endpointIndices[port.endpoints.reachable] {
            let endpoint = view.endpoints[port.endpoints.all.lowerBound + Int(index)]
            chains[index] = draft.chain("KUBE-SEP-", view.chainHash(of: endpoint, of: port))
        }
        return chains
    }

    /// The rules that choose an endpoint: known clients go where they went before, others by chance.
    private func addChoices(
        in chain: IptablesRuleset.ChainID, among list: Range<Int>, _ chains: [UInt32: IptablesRuleset.ChainID],
        _ draft: inout IptablesDraft
    ) {
        let indices = compiler.view.endpointIndices[list]
        if let seconds = port.affinitySeconds {
            for index in indices {
                guard let target = chains[index] else { continue }
                addEndpointComment(index, &draft)
                let name = draft.ruleset.chainNames[Int(target.index)]
                draft.add(.recent(.init(name: name, action: .rcheck, seconds: seconds, reap: true)), in: .nat)
                draft.end(chain, .jump(target), in: .nat)
            }
        }
        let balancing = LoadBalancing(endpointCount: indices.count)
        for (place, index) in indices.enumerated() {
            guard let target = chains[index] else { continue }
            addEndpointComment(index, &draft)
            if let probability = balancing.probability(at: place) {
                draft.add(.randomProbability(probability), in: .nat)
            }
            draft.end(chain, .jump(target), in: .nat)
        }
    }

    /// `KEY -> ENDPOINT`, unless the cluster is large.
    private func addEndpointComment(_ index: UInt32, _ draft: inout IptablesDraft) {
        if compiler.isLargeCluster { return }
        let endpoint = compiler.view.endpoints[port.endpoints.all.lowerBound + Int(index)]
        let comment = draft.comment {
            $0.append(port.key)
            $0.append(" -> ")
            compiler.view.write(endpoint, to: &$0)
        }
        draft.add(comment, in: .nat)
    }

    private func addEndpointChain(
        _ chain: IptablesRuleset.ChainID, _ endpoint: Endpoint, to draft: inout IptablesDraft
    ) {
        draft.declare(chain, in: .nat)
        if !compiler.isLargeCluster { draft.add(keyComment, in: .nat) }
        // Hairpin: an endpoint that reaches itself through the Service must see another source than itself.
        draft.add(.source(draft.match(compiler.view.address(of: endpoint))), in: .nat)
        draft.end(chain, .jump(markMasquerade), in: .nat)
        if !compiler.isLargeCluster { draft.add(keyComment, in: .nat) }
        if port.affinitySeconds != nil {
            let name = draft.ruleset.chainNames[Int(chain.index)]
            draft.add(.recent(.init(name: name, action: .set)), in: .nat)
        }
        addProtocol(in: .nat, to: &draft)
        draft.end(chain, draft.destination(endpoint, of: compiler.view), in: .nat)
    }

    private func externalComment(_ words: StaticString, _ draft: inout IptablesDraft) -> IptablesRuleset.Option {
        draft.comment {
            $0.append(words)
            $0.append(port.key)
            $0.append(" external destinations")
        }
    }

    /// Packets of this node's pods, or of others.
    private func addSource(_ detector: LocalDetector, negated: Bool, to draft: inout IptablesDraft) {
        switch detector {
        case .none: break
        case .prefix(let prefix, let text):
            draft.add(.source(draft.match(prefix, text: text, negated: negated)), in: .nat)
        case .bridge(let name):
            draft.add(.inInterface(.init(draft.text { $0.append(name) }, negated: negated)), in: .nat)
        case .interfacePrefix(let prefix):
            let name = draft.text { text in
                text.append(prefix)
                text.append("+")
            }
            draft.add(.inInterface(.init(name, negated: negated)), in: .nat)
        }
    }
}
