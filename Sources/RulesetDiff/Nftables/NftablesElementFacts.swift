import ProxyNames
import Addressing
import Bytes
import Netfilter

/// What elements of sets and maps say.
extension NftablesRules {
    func elementFacts(_ number: Int, in block: Int) -> LineFacts {
        let element = table.elements[number]
        var facts = LineFacts(role: .rule, text: words { ruleset.write(element, of: table, to: &$0) })
        facts.comment = element.comment.map { ruleset.texts.string($0) }
        facts.service = service(of: element)
        if let verdict = element.verdict { facts.parts = parts(of: verdict) }
        let key = Key(table.values(of: element), table, ruleset.texts)
        if let address = key.address { facts.parts[.match] = address.description }
        if let transport = key.transport { facts.parts[.transport] = Self.words(transport: transport) }
        if let port = key.port { facts.parts[.port] = "\(port)" }
        facts.subject = key.socket
        let place = self.facts(ofBlock: block)
        describe(&facts, key, in: place)
        return facts
    }

    /// A key by what its values are.
    private struct Key {
        private(set) var address: IPAddress?
        private(set) var transport: UInt8?
        private(set) var port: UInt32?
        /// Who may use an address (1.29).
        private(set) var source: String?

        init(_ values: ArraySlice<NftablesRuleset.Value>, _ table: NftablesRuleset.Table, _ texts: TextArena) {
            for value in values {
                switch value {
                case .address(let value):
                    if address == nil { address = value } else { source = value.description }
                case .prefix, .spelled, .verbatim, .json:
                    guard let prefix = table.network(value, texts: texts) else { break }
                    if address == nil && prefix.isHost { address = prefix.address } else { source = Self.words(prefix) }
                case .transport(let number): transport = number
                case .number(let number): port = number
                }
            }
        }

        private static func words(_ prefix: IPPrefix) -> String {
            prefix.isHost ? prefix.address.description : prefix.masked.description
        }

        /// `10.96.0.20:80/TCP`, `30080/TCP` or an address alone.
        var socket: String {
            guard let port else { return address?.description ?? "" }
            let place =
                address.map { SocketAddress($0, port: UInt16(truncatingIfNeeded: port)).description } ?? "\(port)"
            return transport.map { "\(place)/\(NftablesRules.words(transport: $0))" } ?? place
        }

        var endpoint: SocketAddress? {
            guard let address, let port = port.flatMap({ UInt16(exactly: $0) }) else { return nil }
            return SocketAddress(address, port: port)
        }
    }

    private func describe(_ facts: inout LineFacts, _ key: Key, in block: BlockFacts) {
        switch block.name {
        case "set cluster-ips", "set nodeport-ips":
            facts.role = .address
            facts.service = key.address.flatMap { index?.service(at: $0, self) }
        case "map service-ips": facts.role = key.address.map { role(of: $0, facts.parts[.policy]) } ?? .rule
        case "map service-nodeports": facts.role = .nodePort
        case "map no-endpoint-services", "map no-endpoint-nodeports": facts.role = .refusal
        case "map firewall-ips", "set firewall": facts.role = .firewallDrop
        case "set firewall-allow":
            facts.role = .sourceRange
            facts.service = facts.service ?? key.address.flatMap { index?.service(at: $0, self) }
            facts.parts[.address] = "\(key.socket) \(key.source ?? "")"
            facts.subject = key.source ?? ""
        case "set hairpin-connections":
            facts.role = .hairpin
            guard let endpoint = key.endpoint, let transport = key.transport.flatMap(TransportProtocol.init) else {
                return
            }
            facts.subject = endpoint.description
            facts.service = index?.service(of: endpoint, transport, self)
        default: break
        }
    }

    /// What an address of a Service is.
    private func role(of address: IPAddress, _ policy: String?) -> LineRole {
        if index?.isClusterIP(address) == true { return .clusterIP }
        if index?.hasFirewall(address) == true || directory.isLoadBalancerIP(address) { return .loadBalancerIP }
        return policy == "external" ? .externalIP : .clusterIP
    }
}
