import Addressing
import Bytes
import Netfilter

extension BalanceRules {
    /// A table of its own. Backends of one weight are chosen and written into the packet by one statement, as
    /// kube-proxy does; others have chains, and a range of the random numbers each.
    func nftables() -> NftablesRuleset {
        var ruleset = NftablesRuleset()
        let name = ruleset.texts.add("proxyplan-balance")
        let family = balance.virtual.address.family
        var table = NftablesRuleset.Table(family: family == .ipv4 ? .ip : .ip6, name: name)
        let balanceName = ruleset.texts.add("balance")
        table.chains = [
            .init(name: ruleset.texts.add("nat-prerouting"), base: .init(.nat, .prerouting, priority: -100)),
            .init(name: ruleset.texts.add("nat-output"), base: .init(.nat, .output, priority: -100)),
            .init(name: balanceName),
        ]
        for chain in [UInt32(0), 1] {
            table.add(
                [
                    .match(.init(.destination(family)), negated: false, .address(balance.virtual.address)),
                    .match(.init(balance.transport.nftablesPort), negated: false, .port(balance.virtual.port)),
                    .verdict(.goto(balanceName)),
                ], to: chain)
        }
        let isTransport = NftablesRuleset.Statement.match(
            .init(.transport), negated: false, .transport(balance.transport.rawValue))
        if balance.isEven {
            table.endpoints = balance.usedBackends.map(\.socket)
            table.add([isTransport, .randomDNAT(family, 0..<UInt32(table.endpoints.count))], to: 2)
        } else {
            for (place, backend) in balance.usedBackends.enumerated() {
                table.chains.append(.init(name: ruleset.texts.add(Self.chainName(of: place))))
                table.add([isTransport, .dnat(backend.socket)], to: UInt32(place + 3))
            }
            table.add([.verbatim(ruleset.texts.add(weightedChoice()))], to: 2)
        }
        table.sortRules()
        ruleset.tables = [table]
        return ruleset
    }

    private static func chainName(of place: Int) -> String { "endpoint-\(place + 1)" }

    /// `numgen random mod 4 vmap { 0-2 : goto endpoint-1, 3 : goto endpoint-2 }`
    private func weightedChoice() -> String {
        let (weights, total) = balance.reducedWeights
        var next: UInt32 = 0
        let choices = weights.filter { $0 > 0 }.enumerated().map { place, weight in
            defer { next += weight }
            let numbers = weight == 1 ? "\(next)" : "\(next)-\(next + weight - 1)"
            return "\(numbers) : goto \(Self.chainName(of: place))"
        }
        return "numgen random mod \(total) vmap { \(choices.joined(separator: ", ")) }"
    }
}

extension NftablesRuleset.Table {
    fileprivate mutating func add(_ steps: [NftablesRuleset.Statement], to chain: UInt32) {
        let first = UInt32(statements.count)
        statements += steps
        rules.append(.init(chain: chain, firstStatement: first, statementCount: UInt16(steps.count)))
    }

    /// Puts the rules in the order of their chains.
    fileprivate mutating func sortRules() { rules.sort { $0.chain < $1.chain } }
}

extension TransportProtocol {
    /// The field of a packet's destination port.
    fileprivate var nftablesPort: NftablesRuleset.Field {
        switch self {
        case .tcp: .tcpDestinationPort
        case .udp: .udpDestinationPort
        case .sctp: .sctpDestinationPort
        }
    }
}
