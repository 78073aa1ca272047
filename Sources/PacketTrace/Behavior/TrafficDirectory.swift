import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// Whose addresses and ports are whose, from what nodes know of the cluster, or from rules that say it.
struct TrafficDirectory: Sendable {
    /// A port of an address.
    struct Socket: Sendable, Hashable {
        let address: UInt128
        let transport: UInt8
        let port: UInt16
    }

    /// A port of the node.
    struct NodePort: Sendable, Hashable {
        let transport: UInt8
        let port: UInt16
    }

    /// The service port at each socket.
    private(set) var sockets: [Socket: String] = [:]
    /// The ports of each address.
    private(set) var ports: [UInt128: [Socket]] = [:]
    /// What each address is.
    private(set) var roles: [UInt128: TrafficDestination.ServiceAddress] = [:]
    /// The service port of each port of the node.
    private(set) var nodePorts: [NodePort: String] = [:]
    /// All addresses of Services.
    private(set) var addresses = AddressSet.none

    /// The Services of some views, and of rules of one family.
    init(_ views: [ProxyView], _ rulesets: [FamilyRuleset], _ programs: [FilterProgram]) {
        for view in views { add(view) }
        for ruleset in rulesets {
            if let iptables = ruleset.iptables { add(iptables) }
            if ruleset.virtualServers != nil { addSets(of: ruleset) }
        }
        for program in programs { add(program) }
        addresses = AddressSet(roles.keys.map { $0...$0 })
    }

    private mutating func add(_ view: ProxyView) {
        for port in view.servicePorts {
            let transport = port.transport.rawValue
            add(port.clusterIP, transport, port.port, .clusterIP, port.key)
            for address in port.externalIPs { add(address.value, transport, port.port, .externalIP, port.key) }
            for address in port.loadBalancerVIPs { add(address.value, transport, port.port, .loadBalancerIP, port.key) }
            if port.nodePort != 0 { add(nodePort: port.nodePort, transport, port.key) }
        }
    }

    private mutating func add(
        _ address: IPAddress, _ transport: UInt8, _ port: UInt16, _ role: TrafficDestination.ServiceAddress,
        _ key: String
    ) {
        let socket = Socket(address: address.number, transport: transport, port: port)
        if sockets[socket] == nil {
            sockets[socket] = key
            ports[address.number, default: []].append(socket)
        }
        if roles[address.number] == nil { roles[address.number] = role }
    }

    private mutating func add(nodePort port: UInt16, _ transport: UInt8, _ key: String) {
        let nodePort = NodePort(transport: transport, port: port)
        if nodePorts[nodePort] == nil { nodePorts[nodePort] = key }
    }

    // MARK: Rules

    /// The words that follow a key in comments of rules for all Services (Kubernetes, pkg/proxy/iptables/proxier.go).
    private static let endings: [(words: String, role: TrafficDestination.ServiceAddress?)] = [
        (" cluster IP", .clusterIP), (" external IP", .externalIP), (" loadbalancer IP", .loadBalancerIP),
        (" has no endpoints", nil), (" has no local endpoints", nil),
    ]

    private mutating func add(_ rules: IptablesRuleset) {
        for table in rules.tables {
            for rule in table.rules where rules.name(of: rule.chain).hasPrefix("KUBE-") {
                var comment = ""
                var destination: IPPrefix?
                var transport: UInt8 = 0
                var port: UInt16 = 0
                for option in table.options(of: rule) {
                    switch option {
                    case .comment(let text): comment = rules.texts.string(text)
                    case .destination(let match) where !match.negated: destination = match.prefix
                    case .protocol(let match) where !match.negated: transport = match.number
                    case .destinationPort(let match) where !match.negated && match.lower == match.upper:
                        port = match.lower
                    default: continue
                    }
                }
                guard port != 0, transport != 0, comment.contains("/") else { continue }
                if rules.name(of: rule.chain) == "KUBE-NODEPORTS" {
                    if !comment.contains(" ") { add(nodePort: port, transport, comment) }
                } else if let ending = Self.endings.first(where: { comment.hasSuffix($0.words) }) {
                    let key = String(comment.dropLast(ending.words.count))
                    if let destination, destination.isHost {
                        add(destination.address, transport, port, ending.role ?? .clusterIP, key)
                    } else {
                        add(nodePort: port, transport, key)
                    }
                }
            }
        }
    }

    /// The maps of nftables mode lead to chains that are called `KIND-HASH-NAMESPACE/NAME/PROTOCOL/PORT`. Addresses of
    /// external chains are taken for external IPs: nothing tells them from those of load balancers.
    private mutating func add(_ program: FilterProgram) {
        for table in program.tables where table.name == "service-ips" || table.name == "service-nodeports" {
            for entry in 0..<table.count {
                guard let place = table.value(of: entry), program.actions.indices.contains(place),
                    case .goto(let chain) = program.actions[place], program.chains.indices.contains(chain),
                    let (key, isExternal) = Self.key(ofChain: program.chains[chain].name)
                else { continue }
                let parts = (0..<table.width).map { table.part($0, of: entry).lowerBound }
                let (transport, port) = (
                    UInt8(clamping: parts[table.width - 2]), UInt16(clamping: parts[table.width - 1])
                )
                if table.width == 3 {
                    let address = IPAddress(number: parts[0], program.family)
                    add(address, transport, port, isExternal ? .externalIP : .clusterIP, key)
                } else if table.width == 2 {
                    add(nodePort: port, transport, key)
                }
            }
        }
    }

    private static func key(ofChain name: String) -> (key: String, isExternal: Bool)? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let words = parts[0].split(separator: "-", maxSplits: 2)
        guard words.count == 3 else { return nil }
        let key = "\(words[2])/\(parts[1])" + (parts[3].isEmpty ? "" : ":\(parts[3])")
        return (key, words[0] == "external" || words[0] == "firewall")
    }

    /// Virtual servers say nothing of Services; the sets say what their addresses are.
    private mutating func addSets(of rules: FamilyRuleset) {
        let sets: [(String, TrafficDestination.ServiceAddress)] = [
            ("CLUSTER-IP", .clusterIP), ("EXTERNAL-IP", .externalIP), ("EXTERNAL-IP-LOCAL", .externalIP),
            ("LOAD-BALANCER", .loadBalancerIP),
        ]
        guard let table = rules.sets else { return }
        let roles = Dictionary(
            sets.map { ("\(rules.family == .ipv4 ? "KUBE-" : "KUBE-6-")\($0.0)", $0.1) }, uniquingKeysWith: { $1 })
        for set in table.sets {
            guard let role = roles[table.name(of: set)] else { continue }
            for element in table.elements(of: set) {
                guard case .addressPort(let address, _, _) = table.meaning(of: element) else { continue }
                if self.roles[address.number] == nil { self.roles[address.number] = role }
            }
        }
    }
}
