import Addressing
import Bytes
import Manifests
import Netfilter
import ServiceProxy

/// The chains of one service port while its rules are made.
struct NftablesService {
    typealias Key = NftablesRuleset.Key

    let port: ServicePort
    let compiler: NftablesCompiler
    /// `HASH-NAMESPACE/NAME/PROTOCOL/PORT`
    private let baseName: ArenaText
    private(set) var cluster: (name: ArenaText, chain: UInt32)?
    private(set) var local: (name: ArenaText, chain: UInt32)?
    private var external: (name: ArenaText, chain: UInt32)?
    private var firewall: (name: ArenaText, chain: UInt32)?
    private var endpoints: [UInt32: EndpointObjects] = [:]

    /// The chain of an endpoint and, for session affinity, the set of the clients that it served.
    private struct EndpointObjects {
        let chainName: ArenaText
        let setName: ArenaText?
        let chain: UInt32
    }

    init(_ port: ServicePort, of compiler: NftablesCompiler, in draft: inout NftablesDraft) {
        self.port = port
        self.compiler = compiler
        baseName = draft.hashedName { port.write(nftablesPathTo: &$0) }
    }

    var family: IPFamily { compiler.view.family }
    var behavior: Behavior { compiler.view.node.behavior }

    /// Whether load-balancer addresses are only for some; unlike in iptables mode, without endpoints too.
    private var usesFirewall: Bool { !port.loadBalancerVIPs.isEmpty && !port.sourceRanges.isEmpty }

    /// Everything of the port, in kube-proxy's order.
    mutating func add(to draft: inout NftablesDraft) {
        addEndpointObjects(to: &draft)
        if port.usesClusterChain { cluster = addChain("service-", to: &draft) }
        if port.usesLocalChain { local = addChain("local-", to: &draft) }
        if port.usesExternalChain { external = addChain("external-", to: &draft) }
        addClusterIP(to: &draft)
        addExternalIPs(to: &draft)
        addLoadBalancerVIPs(to: &draft)
        addNodePort(to: &draft)
        addInternalMasquerade(to: &draft)
        addExternalRules(to: &draft)
        if behavior.nftablesFirewall == .chains { addFirewallRule(to: &draft) }
        addAffinitySets(to: &draft)
        addChoices(to: &draft)
        addEndpointRules(to: &draft)
    }

    private func addChain(_ prefix: StaticString, to draft: inout NftablesDraft) -> (name: ArenaText, chain: UInt32) {
        let name = draft.name(prefix, baseName)
        return (name, draft.addChain(name))
    }

    /// Whether each endpoint has a chain that rewrites packets.
    private var hasEndpointChains: Bool { port.affinitySeconds != nil || !behavior.nftablesDNATsInServiceChains }

    private mutating func addEndpointObjects(to draft: inout NftablesDraft) {
        let view = compiler.view
        for index in view.endpointIndices[port.endpoints.reachable] {
            let endpoint = view.endpoints[port.endpoints.all.lowerBound + Int(index)]
            if hasEndpointChains {
                let name = draft.hashedName { [port] in view.write(nftablesPathOf: endpoint, of: port, to: &$0) }
                let chainName = draft.name("endpoint-", name)
                endpoints[index] = EndpointObjects(
                    chainName: chainName,
                    setName: port.affinitySeconds == nil ? nil : draft.name("affinity-", name),
                    chain: draft.addChain(chainName))
            }
            if endpoint.isLocal, behavior.nftablesHasHairpinSet {
                draft.addElement(
                    .hairpinConnections, view.address(of: endpoint), port.transport, endpoint.socket.port)
            }
        }
    }

    // MARK: Elements

    private func addClusterIP(to draft: inout NftablesDraft) {
        let address = Spelled(port.clusterIP)
        draft.addElement(.clusterIPs, address)
        if port.hasInternalEndpoints {
            addEntry(address, port.internalPolicyIsLocal ? local : cluster, to: &draft)
        } else {
            addRefusal(address, to: &draft)
        }
    }

    private func addExternalIPs(to draft: inout NftablesDraft) {
        for address in port.externalIPs {
            if port.endpoints.hasAny { addEntry(address, external, to: &draft) }
            if !port.hasExternalEndpoints { addRefusal(address, to: &draft) }
        }
    }

    private mutating func addLoadBalancerVIPs(to draft: inout NftablesDraft) {
        if usesFirewall, behavior.nftablesFirewall != .sets { firewall = addChain("firewall-", to: &draft) }
        if behavior.nftablesFirewall == .commentedChains { addFirewallRule(to: &draft) }
        for address in port.loadBalancerVIPs {
            if port.endpoints.hasAny { addEntry(address, external, to: &draft) }
            if usesFirewall { addFirewall(of: address, to: &draft) }
        }
        if !port.hasExternalEndpoints {
            for address in port.loadBalancerVIPs { addRefusal(address, to: &draft) }
        }
    }

    /// Who may send to a load-balancer address is asked first.
    private func addFirewall(of address: Spelled<IPAddress>, to draft: inout NftablesDraft) {
        guard let firewall else { return addFirewallElements(of: address, to: &draft) }
        let comment = behavior.nftablesFirewall == .commentedChains ? keyComment(&draft) : nil
        draft.addElement(
            .firewallIPs, address, port.transport, port.port, comment: comment, verdict: .goto(firewall.name))
    }

    private func addNodePort(to draft: inout NftablesDraft) {
        guard port.nodePort != 0 else { return }
        if port.endpoints.hasAny, let external {
            draft.addElement(.serviceNodePorts, nil, port.transport, port.nodePort, verdict: .goto(external.name))
        }
        if !port.hasExternalEndpoints {
            draft.addElement(
                .noEndpointNodePorts, nil, port.transport, port.nodePort, comment: keyComment(&draft),
                verdict: refusal(draft))
        }
    }

    private func addEntry(
        _ address: Spelled<IPAddress>, _ target: (name: ArenaText, chain: UInt32)?, to draft: inout NftablesDraft
    ) {
        guard let target else { return }
        draft.addElement(.serviceIPs, address, port.transport, port.port, verdict: .goto(target.name))
    }

    private func addRefusal(_ address: Spelled<IPAddress>, to draft: inout NftablesDraft) {
        draft.addElement(
            .noEndpointServices, address, port.transport, port.port, comment: keyComment(&draft),
            verdict: refusal(draft))
    }

    /// Packets are refused that find no endpoint: rejected if there is none at all, dropped if there is none here.
    private func refusal(_ draft: NftablesDraft) -> NftablesRuleset.Verdict {
        port.endpoints.hasAny ? .drop : .goto(draft.name(.reject))
    }

    func keyComment(_ draft: inout NftablesDraft) -> ArenaText { draft.text { $0.append(port.key) } }

    // MARK: Rules

    /// Packets from outside: they are masqueraded, but for those that stay on the node by policy.
    private func addExternalRules(to draft: inout NftablesDraft) {
        guard let external else { return }
        if port.externalPolicyIsLocal {
            addLocalShortCuts(in: external.chain, to: &draft)
        } else {
            compiler.addMark(to: &draft)
            draft.end(external.chain, comment: behavior.nftablesMarksInline ? draft.text("masquerade") : nil)
        }
        if port.hasExternalEndpoints, let target = port.externalPolicyIsLocal ? local : cluster {
            draft.add(.verdict(.goto(target.name)))
            draft.end(external.chain)
        }
    }

    /// Pods and the node itself reach all endpoints, whatever the policy says of traffic from outside.
    private func addLocalShortCuts(in chain: UInt32, to draft: inout NftablesDraft) {
        guard let cluster else { return }
        let detector = compiler.view.localDetector
        if detector != .none {
            compiler.addSource(detector, negated: false, to: &draft)
            draft.add(.verdict(.goto(cluster.name)))
            draft.end(chain, comment: draft.text("short-circuit pod traffic"))
        }
        let isLocal = NftablesRuleset.Operand.word(draft.text("local"))
        draft.match(Key(.sourceAddressType), isLocal)
        compiler.addMark(to: &draft)
        draft.end(chain, comment: draft.text("masquerade local traffic"))
        draft.match(Key(.sourceAddressType), isLocal)
        draft.add(.verdict(.goto(cluster.name)))
        draft.end(chain, comment: draft.text("short-circuit local traffic"))
    }

    private func addFirewallRule(to draft: inout NftablesDraft) {
        guard let firewall else { return }
        var members = port.sourceRanges.map { NftablesRuleset.Member.prefix($0.value) }
        // A node that may use the load balancer sends from its address, which is the virtual one once it is bound.
        if compiler.mayUseLoadBalancer(port) { members += port.loadBalancerVIPs.map { .address($0.value) } }
        draft.match(Key(.source(family)), draft.anonymousSet(members), negated: true)
        draft.add(.verdict(.drop))
        draft.end(firewall.chain)
    }

    private func addAffinitySets(to draft: inout NftablesDraft) {
        guard let seconds = port.affinitySeconds else { return }
        for index in compiler.view.endpointIndices[port.endpoints.reachable] {
            if let name = endpoints[index]?.setName { draft.addAffinitySet(name, seconds: seconds) }
        }
    }

    private func addChoices(to draft: inout NftablesDraft) {
        if let cluster { addChoice(in: cluster.chain, among: port.endpoints.cluster, to: &draft) }
        if let local { addChoice(in: local.chain, among: port.endpoints.local, to: &draft) }
    }

    /// The rules that choose an endpoint: known clients go where they went before, others by chance.
    private func addChoice(in chain: UInt32, among list: Range<Int>, to draft: inout NftablesDraft) {
        guard hasEndpointChains else {
            let sockets = compiler.view.endpoints(list, of: port).lazy.map(\.socket)
            draft.match(Key(.transport), .transport(port.transport.rawValue))
            draft.add(.randomDNAT(family, draft.choice(of: sockets)))
            return draft.end(chain)
        }
        let objects = compiler.view.endpointIndices[list].compactMap { endpoints[$0] }
        for endpoint in objects {
            guard let clients = endpoint.setName else { continue }
            draft.match(Key(.source(family)), .set(clients))
            draft.add(.verdict(.goto(endpoint.chainName)))
            draft.end(chain)
        }
        draft.add(.randomVerdict(draft.choice(of: objects.lazy.map { .goto($0.chainName) })))
        draft.end(chain)
    }

    private func addEndpointRules(to draft: inout NftablesDraft) {
        let view = compiler.view
        for index in view.endpointIndices[port.endpoints.reachable] {
            guard let objects = endpoints[index] else { continue }
            let endpoint = view.endpoints[port.endpoints.all.lowerBound + Int(index)]
            if !behavior.nftablesHasHairpinSet {
                draft.match(Key(.source(family)), draft.operand(view.address(of: endpoint)))
                compiler.addMark(to: &draft)
                draft.end(objects.chain)
            }
            if let clients = objects.setName {
                draft.add(.update(set: clients, Key(.source(family))))
                draft.end(objects.chain)
            }
            draft.match(Key(.transport), .transport(port.transport.rawValue))
            draft.add(draft.destination(endpoint, of: view))
            draft.end(objects.chain)
        }
    }
}

extension NftablesDraft {
    /// `HASH-TEXT`, cut if it is too long; the hash is of the whole text.
    mutating func hashedName(_ write: (inout ByteBuffer) -> Void) -> ArenaText {
        let full = text(write)
        let hash = texts.withBytes(of: full) { ChainHash(of: $0) }
        return text(joining: full) { [longestName] buffer, arena, full in
            buffer.append(hash, characters: 8)
            buffer.append(UInt8(ascii: "-"))
            buffer.append(full, of: arena)
            if buffer.count > longestName {
                buffer.truncate(to: longestName - 3)
                buffer.append("...")
            }
        }
    }

    /// The name of a chain or set: `PREFIX` and a hashed name.
    mutating func name(_ prefix: StaticString, _ base: ArenaText) -> ArenaText {
        text(joining: base) { buffer, arena, base in
            buffer.append(prefix)
            buffer.append(base, of: arena)
        }
    }
}
