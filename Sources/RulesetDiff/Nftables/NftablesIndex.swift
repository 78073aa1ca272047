import ProxyNames
import Addressing
import Bytes
import Netfilter

/// Which service port an address or endpoint belongs to, as far as a table itself says it: elements that are nothing
/// but an address don't.
struct NftablesIndex: Sendable {
    private var clusterIPs: Set<IPAddress> = []
    private var firewallIPs: Set<IPAddress> = []
    /// The element that says whose a cluster IP is.
    private var elements: [IPAddress: UInt32] = [:]
    /// The block of the chain that chooses an endpoint.
    private var choices: [Endpoint: Int] = [:]

    /// Where connections of an endpoint go whose name was cut, by all of the name behind its kind.
    private var cutNames: [String: SocketAddress] = [:]

    private struct Endpoint: Hashable {
        let transport: TransportProtocol
        let socket: SocketAddress
    }

    init(_ rules: NftablesRules) {
        for (block, object) in rules.objects.enumerated() {
            switch object {
            case .table: break
            case .chain(let chain, let places):
                addChoices(of: block, chain, rules)
                addCutName(chain, places, rules)
            case .set(let set): addElements(of: block, rules.ruleset.texts.string(rules.table.sets[set].name), rules)
            }
        }
    }

    private mutating func addElements(of block: Int, _ name: String, _ rules: NftablesRules) {
        for line in rules.blocks[block].lines {
            guard case .element(let number) = rules.origins[line] else { continue }
            let values = rules.table.values(of: rules.table.elements[Int(number)])
            guard case .address(let address)? = values.first else { continue }
            switch name {
            case "cluster-ips": clusterIPs.insert(address)
            case "firewall-ips", "firewall": firewallIPs.insert(address)
            case "service-ips", "no-endpoint-services":
                if elements[address] == nil { elements[address] = number }
            default: break
            }
        }
    }

    private mutating func addCutName(_ chain: Int, _ places: Range<Int>, _ rules: NftablesRules) {
        guard let name = rules.objectName(rules.table.chains[chain].name), name.kind == .endpoint, name.isCut else {
            return
        }
        for rule in rules.ruleOrder[places] {
            for statement in rules.table.statements(of: rules.table.rules[rule]) {
                switch statement {
                case .dnat(let socket), .spelledDNAT(let socket, _): cutNames[name.base] = socket
                default: break
                }
            }
        }
    }

    private mutating func addChoices(of block: Int, _ chain: Int, _ rules: NftablesRules) {
        guard let name = rules.objectName(rules.table.chains[chain].name), name.kind == .cluster || name.kind == .local,
            let transport = name.transport
        else { return }
        for line in rules.blocks[block].lines {
            guard case .choice(let rule, let statement, let place, _) = rules.origins[line],
                let socket = rules.endpoint(rule: rule, statement: statement, place: place)
            else { continue }
            let endpoint = Endpoint(transport: transport, socket: socket)
            if choices[endpoint] == nil { choices[endpoint] = block }
        }
    }

    /// The endpoint that a chain or set is about.
    func endpoint(of name: NftablesObjectName) -> SocketAddress? { name.endpoint ?? cutNames[name.base] }

    /// Whether an address is a cluster IP.
    func isClusterIP(_ address: IPAddress) -> Bool { clusterIPs.contains(address) }

    /// Whether an address is one that only some may use.
    func hasFirewall(_ address: IPAddress) -> Bool { firewallIPs.contains(address) }

    /// The service port that an address belongs to, one of them if there are several.
    func service(at address: IPAddress, _ rules: NftablesRules) -> String? {
        elements[address].flatMap { rules.service(of: rules.table.elements[Int($0)]) }
    }

    /// The service port that has an endpoint, one of them if there are several.
    func service(of socket: SocketAddress, _ transport: TransportProtocol, _ rules: NftablesRules) -> String? {
        choices[Endpoint(transport: transport, socket: socket)].flatMap { rules.facts(ofBlock: $0).service }
    }
}
