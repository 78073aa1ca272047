import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// The chains of one service port while its rules are made.
struct IptablesService {
    let port: ServicePort
    let compiler: IptablesCompiler
    private let services: IptablesRuleset.ChainID
    private let externalServices: IptablesRuleset.ChainID
    private let nodePorts: IptablesRuleset.ChainID
    private let proxyFirewall: IptablesRuleset.ChainID
    let markMasquerade: IptablesRuleset.ChainID

    /// `-m comment --comment KEY`
    let keyComment: IptablesRuleset.Option
    /// The chain over the cluster's endpoints.
    let cluster: IptablesRuleset.ChainID
    /// The chain over this node's endpoints.
    let local: IptablesRuleset.ChainID
    /// The chain for traffic from outside.
    let external: IptablesRuleset.ChainID
    /// The chain for load-balancer addresses that only some may use.
    let firewall: IptablesRuleset.ChainID

    init(_ port: ServicePort, of compiler: IptablesCompiler, in draft: inout IptablesDraft) {
        self.port = port
        self.compiler = compiler
        services = draft.chain(.services)
        externalServices = draft.chain(.externalServices)
        nodePorts = draft.chain(.nodePorts)
        proxyFirewall = draft.chain(.proxyFirewall)
        markMasquerade = draft.chain(.markMasquerade)
        keyComment = draft.comment { $0.append(port.key) }
        cluster = draft.chain("KUBE-SVC-", port.hash)
        local = draft.chain("KUBE-SVL-", port.hash)
        external = draft.chain("KUBE-EXT-", port.hash)
        firewall = draft.chain("KUBE-FW-", port.hash)
    }

    /// Whether load-balancer addresses are only for some.
    var usesFirewall: Bool {
        port.endpoints.hasAny && !port.loadBalancerVIPs.isEmpty && !port.sourceRanges.isEmpty
    }

    /// The chain for traffic to the cluster IP.
    var internalChain: IptablesRuleset.ChainID { port.internalPolicyIsLocal ? local : cluster }

    // MARK: Rules that lead into the Service's chains

    /// Rules in kube-proxy's fixed chains: which packets are meant for the Service, and which find no endpoint.
    func addEntryRules(to draft: inout IptablesDraft) {
        if port.hasInternalEndpoints {
            addEntry("cluster IP", to: Spelled(port.clusterIP), internalChain, &draft)
        } else {
            addRefusal(in: services, &draft) { addDestination(Spelled(port.clusterIP), in: .filter, to: &$0) }
        }
        for address in port.externalIPs {
            if port.endpoints.hasAny { addEntry("external IP", to: address, external, &draft) }
            if !port.hasExternalEndpoints {
                addRefusal(in: externalServices, &draft) { addDestination(address, in: .filter, to: &$0) }
            }
        }
        for address in port.loadBalancerVIPs {
            if port.endpoints.hasAny {
                addEntry("loadbalancer IP", to: address, usesFirewall ? firewall : external, &draft)
            }
            if usesFirewall { addFirewallDrop(for: address, &draft) }
        }
        if !port.hasExternalEndpoints {
            for address in port.loadBalancerVIPs {
                addRefusal(in: externalServices, &draft) { addDestination(address, in: .filter, to: &$0) }
            }
        }
        if port.nodePort != 0 && compiler.writesNodePortRules { addNodePort(to: &draft) }
        if port.healthCheckNodePort != 0 { addHealthCheck(to: &draft) }
    }

    /// Traffic to an address and the service's port goes to `chain`.
    private func addEntry(
        _ words: StaticString, to address: Spelled<IPAddress>, _ chain: IptablesRuleset.ChainID,
        _ draft: inout IptablesDraft
    ) {
        draft.add(comment(words, &draft), in: .nat)
        addDestination(address, in: .nat, to: &draft)
        draft.end(services, .jump(chain), in: .nat)
    }

    /// Packets are refused that find no endpoint: rejected if there is none at all, dropped if there is none here.
    private func addRefusal(
        in chain: IptablesRuleset.ChainID, _ draft: inout IptablesDraft, match: (inout IptablesDraft) -> Void
    ) {
        let hasAny = port.endpoints.hasAny
        draft.add(comment(hasAny ? "has no local endpoints" : "has no endpoints", &draft), in: .filter)
        match(&draft)
        draft.end(chain, hasAny ? .drop : .reject(nil), in: .filter)
    }

    /// Traffic to a load-balancer address that the firewall chain didn't send on.
    private func addFirewallDrop(for address: Spelled<IPAddress>, _ draft: inout IptablesDraft) {
        let comment = draft.comment {
            $0.append(port.key)
            $0.append(" traffic not accepted by KUBE-FW-")
            $0.append(port.hash)
        }
        draft.add(comment, in: .filter)
        addDestination(address, in: .filter, to: &draft)
        draft.end(proxyFirewall, .drop, in: .filter)
    }

    private func addNodePort(to draft: inout IptablesDraft) {
        if port.endpoints.hasAny {
            let view = compiler.view
            if compiler.options.includesAccounting && view.servesLocalhostNodePorts {
                draft.add(keyComment, in: .nat)
                addProtocol(in: .nat, to: &draft)
                draft.add(
                    .destination(.init(IPPrefix(address: IPAddress(ipv4: 0x7F00_0000), length: 8))), in: .nat)
                draft.add(.destinationPort(.init(port.nodePort)), in: .nat)
                draft.add(.accounting(draft.text { $0.append("localhost_nps_accepted_pkts") }), in: .nat)
                draft.end(nodePorts, .jump(external), in: .nat)
            }
            draft.add(keyComment, in: .nat)
            addProtocol(in: .nat, to: &draft)
            draft.add(.destinationPort(.init(port.nodePort)), in: .nat)
            draft.end(nodePorts, .jump(external), in: .nat)
        }
        if !port.hasExternalEndpoints {
            addRefusal(in: externalServices, &draft) { draft in
                draft.add(.addressType(.init(.destination)), in: .filter)
                addProtocol(in: .filter, to: &draft)
                draft.add(.destinationPort(.init(port.nodePort)), in: .filter)
            }
        }
    }

    private func addHealthCheck(to draft: inout IptablesDraft) {
        draft.add(comment("health check node port", &draft), in: .filter)
        draft.add(.protocolModule(.tcp), in: .filter)
        draft.add(.protocol(.init(.tcp)), in: .filter)
        draft.add(.destinationPort(.init(port.healthCheckNodePort)), in: .filter)
        draft.end(nodePorts, .accept, in: .filter)
    }

    // MARK: Pieces of rules

    /// `-m comment --comment "KEY WORDS"`
    func comment(_ words: StaticString, _ draft: inout IptablesDraft) -> IptablesRuleset.Option {
        draft.comment {
            $0.append(port.key)
            $0.append(UInt8(ascii: " "))
            $0.append(words)
        }
    }

    /// `-m tcp -p tcp`
    func addProtocol(in table: IptablesTableName, to draft: inout IptablesDraft) {
        draft.add(.protocolModule(port.transport), in: table)
        draft.add(.protocol(.init(port.transport)), in: table)
    }

    /// `-m tcp -p tcp -d ADDRESS --dport PORT`
    func addDestination(_ address: Spelled<IPAddress>, in table: IptablesTableName, to draft: inout IptablesDraft) {
        addProtocol(in: table, to: &draft)
        draft.add(.destination(draft.match(address)), in: table)
        draft.add(.destinationPort(.init(port.port)), in: table)
    }
}
