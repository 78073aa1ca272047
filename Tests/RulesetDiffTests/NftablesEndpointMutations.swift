import Addressing
import Bytes
import Netfilter

/// What can happen to the choice of endpoints, to their chains, and to the networks of firewalls.
enum NftablesEndpointMutations {
    typealias Generator = NftablesElementMutations.Generator

    static let all: [Generator] = [
        removal, addition, port, address, doubling, replacement, wrongCount, choiceOfNone, destination, networks,
    ]

    private static func service(_ patient: NftablesPatient, _ rule: Int) -> String? {
        NftablesRuleMutations.service(patient, rule)
    }

    /// Each choice of each rule by chance, with the rule's endpoints.
    private static func sockets(
        _ patient: NftablesPatient, _ kind: String,
        _ change: (inout [SocketAddress], Int) -> [[String?]]?
    ) -> [NftablesMutation] {
        patient.table.rules.indices.flatMap { rule in
            patient.statements(rule).enumerated().flatMap { place, statement -> [NftablesMutation] in
                guard case .randomDNAT(_, let range) = statement else { return [] }
                let old = range.map { patient.table.endpoints[Int($0)] }
                return old.indices.compactMap { index in
                    var new = old
                    guard let drifts = change(&new, index) else { return nil }
                    var sick = patient
                    sick.replace(rule, place, by: sick.randomDNAT(new))
                    return NftablesMutation(
                        kind, sick, all: drifts.map { [$0[0], service(patient, rule)] + $0.dropFirst() })
                }
            }
        }
    }

    /// The same for choices among chains.
    private static func verdicts(
        _ patient: NftablesPatient, _ kind: String,
        _ change: (inout [NftablesRuleset.Verdict], Int) -> [[String?]]?
    ) -> [NftablesMutation] {
        patient.table.rules.indices.flatMap { rule in
            patient.statements(rule).enumerated().flatMap { place, statement -> [NftablesMutation] in
                guard case .randomVerdict(let range) = statement else { return [] }
                let old = range.map { patient.table.verdicts[Int($0)] }
                return old.indices.compactMap { index in
                    var new = old
                    guard let drifts = change(&new, index) else { return nil }
                    var sick = patient
                    sick.replace(rule, place, by: sick.randomVerdict(new))
                    return NftablesMutation(
                        kind, sick, all: drifts.map { [$0[0], service(patient, rule)] + $0.dropFirst() })
                }
            }
        }
    }

    private static func endpoint(_ patient: NftablesPatient, _ verdict: NftablesRuleset.Verdict) -> String? {
        patient.target(verdict).flatMap { patient.endpoint($0) }
    }

    static let removal: Generator = { patient, _ in
        sockets(patient, "endpoint removed") { list, place in
            guard list.count > 1 else { return nil }
            return [["endpoint-missing", list.remove(at: place).description]]
        }
            + verdicts(patient, "endpoint removed") { list, place in
                guard list.count > 1 else { return nil }
                return [["endpoint-missing", endpoint(patient, list.remove(at: place))]]
            }
    }

    static let addition: Generator = { patient, numbers in
        var other = numbers
        defer { numbers = other }
        return sockets(patient, "endpoint added") { list, place in
            let socket = SocketAddress(other.address(patient.family), port: 8080)
            list.insert(socket, at: place)
            return [["endpoint-stale", socket.description]]
        }
    }

    static let port: Generator = { patient, numbers in
        var other = numbers
        defer { numbers = other }
        return sockets(patient, "port of an endpoint") { list, place in
            let old = list[place]
            list[place] = SocketAddress(old.address, port: other.port())
            return [["endpoint-port", old.description]]
        }
    }

    static let address: Generator = { patient, numbers in
        var other = numbers
        defer { numbers = other }
        return sockets(patient, "address of an endpoint") { list, place in
            let old = list[place]
            list[place] = SocketAddress(other.address(patient.family), port: old.port)
            return [["endpoint-missing", old.description], ["endpoint-stale", list[place].description]]
        }
    }

    static let doubling: Generator = { patient, _ in
        sockets(patient, "endpoint twice") { list, place in
            guard list.count > 1 else { return nil }
            list.append(list[place])
            return [["probability"]]
        }
            + verdicts(patient, "endpoint twice") { list, place in
                guard list.count > 1 else { return nil }
                list.append(list[place])
                return [["probability"]]
            }
    }

    static let replacement: Generator = { patient, _ in
        sockets(patient, "endpoint in place of another") { list, place in
            guard list.count > 1 else { return nil }
            let old = list[place]
            list[place] = list[place == 0 ? 1 : 0]
            return [["endpoint-missing", old.description]]
        }
            + verdicts(patient, "endpoint in place of another") { list, place in
                guard list.count > 1 else { return nil }
                let old = list[place]
                list[place] = list[place == 0 ? 1 : 0]
                return [["endpoint-missing", endpoint(patient, old)]]
            }
    }

    /// A number of choices that isn't that of the entries: some packets find none.
    static let wrongCount: Generator = { patient, _ in
        patient.table.rules.indices.flatMap { rule in
            patient.statements(rule).enumerated().compactMap { place, statement in
                let count = UInt(patient.choices(rule).count)
                guard count > 0, NftablesRuleMutations.shape(patient, rule) == .choice else { return nil }
                var buffer = ByteBuffer()
                patient.ruleset.write(statement, of: patient.table, to: &buffer)
                guard let mod = buffer.string.firstRange(of: "mod \(count) ") else { return nil }
                var text = buffer.string
                text.replaceSubrange(mod, with: "mod \(count + 1) ")
                var sick = patient
                sick.replace(rule, place, by: .verbatim(sick.add(text)))
                return NftablesMutation("wrong number of choices", sick, ["probability", service(patient, rule)])
            }
        }
    }

    static let choiceOfNone: Generator = { patient, _ in
        verdicts(patient, "no chain in place of an endpoint's") { list, place in
            let old = endpoint(patient, list[place])
            list[place] = .drop
            return [["endpoint-missing", old], ["endpoint-stale", "drop"]]
        }
    }

    /// Where the chain of an endpoint sends packets.
    static let destination: Generator = { patient, numbers in
        let other = numbers.address(patient.family)
        let port = numbers.port()
        func drift(_ kind: String) -> (Int) -> [String?] {
            { [kind, service(patient, $0), NftablesRuleMutations.subject(patient, $0)] }
        }
        return NftablesRuleMutations.statements(patient, "port", drift("endpoint-port")) { _, _, statement in
            if case .dnat(let socket) = statement { .dnat(SocketAddress(socket.address, port: port)) } else { nil }
        }
            + NftablesRuleMutations.statements(patient, "address", drift("endpoint-address")) { _, _, statement in
                if case .dnat(let socket) = statement { .dnat(SocketAddress(other, port: socket.port)) } else { nil }
            }
    }

    /// The networks that a firewall lets through.
    static let networks: Generator = { patient, numbers in
        let stranger = IPPrefix(host: numbers.address(patient.family))
        return patient.table.rules.indices.flatMap { rule -> [NftablesMutation] in
            guard NftablesRuleMutations.shape(patient, rule) == .firewall,
                case .match(let key, true, let operand)? = patient.statements(rule).first
            else { return [] }
            let old: [NftablesRuleset.Member]
            switch operand {
            case .members(let range): old = range.map { patient.table.members[Int($0)] }
            case .prefix(let prefix): old = [.prefix(prefix)]
            case .address(let address): old = [.address(address)]
            default: return []
            }
            func mutation(_ kind: String, _ new: [NftablesRuleset.Member], _ subject: String) -> NftablesMutation {
                var sick = patient
                sick.replace(rule, 0, by: .match(key, negated: true, sick.members(new)))
                return NftablesMutation(kind, sick, ["source-range", service(patient, rule), subject])
            }
            var made = [mutation("source range added", old + [.address(stranger.address)], "\(stranger.address)")]
            for (place, member) in old.enumerated() {
                var buffer = ByteBuffer()
                patient.ruleset.write(member, to: &buffer)
                let subject = buffer.string
                var others = old
                others.remove(at: place)
                if !others.isEmpty { made.append(mutation("source range removed", others, subject)) }
                others.insert(.address(stranger.address), at: place)
                made.append(mutation("source range replaced", others, subject))
                guard case .prefix(let prefix) = member, prefix.length > 1 else { continue }
                others[place] = .prefix(IPPrefix(address: prefix.address, length: prefix.length - 1).masked)
                made.append(mutation("source range wider", others, subject))
            }
            return made
        }
    }
}
