import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// The rules of userspace mode while they are made, chain by chain.
struct UserspaceDraft {
    typealias Option = IptablesRuleset.Option

    /// A service port with what its rules need.
    struct Portals {
        let port: PortalPort
        let proxyPort: UInt16
        /// The addresses of each kind of portal.
        private let addresses: [[IPAddress]]
        /// Whether the node port has rules.
        private let hasNodePort: Bool

        /// kube-proxy makes rules in the order cluster IP, external IPs, load-balancer IPs, node port, and stops at
        /// the first address of the other family, for which the tool fails.
        init(_ port: PortalPort, proxyPort: UInt16, family: IPFamily) {
            self.port = port
            self.proxyPort = proxyPort
            var (lists, isWhole) = ([[IPAddress]](), true)
            for list in [[port.clusterIP], port.externalIPs, port.loadBalancerIPs] {
                let fitting = isWhole ? list.prefix { $0.family == family } : []
                isWhole = isWhole && fitting.count == list.count
                lists.append(Array(fitting))
            }
            addresses = lists
            hasNodePort = isWhole && port.nodePort != 0
        }

        /// Calls `body` for each destination of a kind: nil for the node port, which has no address of its own.
        func forEachDestination(_ portal: PortalRule.Portal, _ body: (IPAddress?, UInt16) -> Void) {
            if portal == .nodePort {
                if hasNodePort { body(nil, port.nodePort) }
            } else {
                for address in addresses[portal.rawValue] { body(address, port.port) }
            }
        }
    }

    private(set) var rules: RuleDraft
    /// The one address of kube-proxy's sockets; nil if they listen on all. Bound to one, a socket isn't where REDIRECT
    /// would send packets.
    private let boundAddress: IPAddress?
    private let hostAddress: IPAddress
    private let notFromBridge: Option
    private let newConnection: Option

    init(_ view: UserspaceView) {
        rules = RuleDraft(family: view.family)
        hostAddress = view.hostAddress
        boundAddress = view.node.configuration.bindAddress.flatMap { $0.isUnspecified ? nil : $0 }
        notFromBridge = .other(rules.text("-m physdev ! --physdev-is-in"))
        newConnection = .other(rules.text("-m state --state NEW"))
    }

    /// Adds both tables, with the jumps from built-in chains if they are asked for.
    mutating func add(_ ports: [Portals], withJumps: Bool) {
        let comments = ports.map { Option.comment(rules.text($0.port.key)) }
        for table in PortalRule.tables {
            rules.begin(table.name)
            if withJumps { declare(table.chains) }
            var sources: Set<String> = []
            for chain in table.chains {
                add(chain, ports, comments)
                guard withJumps, sources.insert(chain.source.description).inserted else { continue }
                for other in table.chains where other.source.description == chain.source.description {
                    addJump(to: other)
                }
            }
        }
    }

    private mutating func declare(_ chains: [PortalRule.Chain]) {
        var sources: Set<String> = []
        for chain in chains {
            rules.declare(chain.name)
            if sources.insert(chain.source.description).inserted { rules.declare(chain.source) }
        }
    }

    private mutating func addJump(to chain: PortalRule.Chain) {
        var options = chain.isForLocalAddresses ? [Option.addressType(.init(.destination))] : []
        options.append(rules.comment(chain.comment))
        rules.addJump(chain.source, options, to: chain.name)
    }

    private mutating func add(_ chain: PortalRule.Chain, _ ports: [Portals], _ comments: [Option]) {
        let id = rules.chain(chain.name)
        for (portals, comment) in zip(ports, comments) {
            for rule in chain.rules {
                portals.forEachDestination(rule.portal) { address, port in
                    for condition in rule.conditions {
                        add(rule, condition, portals, comment, address, port, to: id)
                    }
                }
            }
        }
    }

    private mutating func add(
        _ rule: PortalRule, _ condition: PortalRule.Condition, _ portals: Portals, _ comment: Option,
        _ address: IPAddress?, _ port: UInt16, to chain: IptablesRuleset.ChainID
    ) {
        let transport = portals.port.transport
        let wanted = rule.target == .accept ? portals.proxyPort : port
        var options = [
            comment, .protocol(.init(transport)), .protocolModule(transport), .destinationPort(.init(wanted)),
        ]
        if let address { options.append(.destination(.init(address))) }
        switch condition {
        case .none: break
        case .notFromBridge: options.append(notFromBridge)
        case .localAddress: options.append(.addressType(.init(.destination)))
        }
        if rule.target == .accept { options.append(newConnection) }
        rules.add(chain, options, target(rule.target, portals.proxyPort))
    }

    private func target(_ target: PortalRule.Target, _ proxyPort: UInt16) -> IptablesRuleset.Target {
        switch target {
        case .accept: .accept
        case .host: .dnat(SocketAddress(hostAddress, port: proxyPort))
        case .redirect: boundAddress.map { .dnat(SocketAddress($0, port: proxyPort)) } ?? .redirect(port: proxyPort)
        }
    }
}
