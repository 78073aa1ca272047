import Addressing
import Bytes
import Netfilter

/// What happens to a table without any effect, or is none of kube-proxy's business.
enum NftablesHarmlessMutations {
    typealias Generator = NftablesElementMutations.Generator

    static let all: [Generator] = [shuffles, handles, noComments, leftovers, dynamicState, foreignTables, otherForms]

    static let shuffles: Generator = { patient, numbers in
        var made: [NftablesMutation] = []
        for _ in 0..<3 {
            var elements = patient
            elements.table.elements.shuffle(using: &numbers)
            made.append(NftablesMutation("elements shuffled", elements))
            var choices = patient
            for rule in patient.table.rules.indices {
                for (place, statement) in patient.statements(rule).enumerated() {
                    switch statement {
                    case .randomDNAT(_, let range):
                        let list = range.map { patient.table.endpoints[Int($0)] }.shuffled(using: &numbers)
                        choices.replace(rule, place, by: choices.randomDNAT(list))
                    case .randomVerdict(let range):
                        let list = range.map { patient.table.verdicts[Int($0)] }.shuffled(using: &numbers)
                        choices.replace(rule, place, by: choices.randomVerdict(list))
                    default: break
                    }
                }
            }
            made.append(NftablesMutation("choices shuffled", choices))
            made.append(NftablesMutation("objects shuffled", shuffled(patient, &numbers)))
        }
        return made
    }

    /// Chains and sets in another order, with everything that refers to them.
    private static func shuffled(_ patient: NftablesPatient, _ numbers: inout SeededNumbers) -> NftablesPatient {
        var other = patient
        let chains = patient.table.chains.indices.shuffled(using: &numbers)
        let sets = patient.table.sets.indices.shuffled(using: &numbers)
        other.table.chains = chains.map { patient.table.chains[$0] }
        other.table.sets = sets.map { patient.table.sets[$0] }
        for (place, chain) in chains.enumerated() {
            for rule in patient.rules(of: UInt32(chain)) { other.table.rules[rule].chain = UInt32(place) }
        }
        for element in patient.table.elements.indices {
            let set = Int(patient.table.elements[element].set)
            other.table.elements[element].set = UInt32(sets.firstIndex(of: set) ?? 0)
        }
        return other
    }

    static let handles: Generator = { patient, numbers in
        var other = patient
        for rule in patient.table.rules.indices { other.table.rules[rule].handle = numbers.next() & 0xFFFF }
        for chain in patient.table.chains.indices { other.table.chains[chain].handle = numbers.next() & 0xFFFF }
        for set in patient.table.sets.indices { other.table.sets[set].handle = numbers.next() & 0xFFFF }
        return [NftablesMutation("handles", other)]
    }

    /// Comments of objects that a tool doesn't show, or kube-proxy leaves out.
    static let noComments: Generator = { patient, _ in
        var other = patient
        other.table.comment = nil
        for chain in patient.table.chains.indices { other.table.chains[chain].comment = nil }
        for set in patient.table.sets.indices { other.table.sets[set].comment = nil }
        return [NftablesMutation("no comments of objects", other)]
    }

    /// What kube-proxy clears away later, or never.
    static let leftovers: Generator = { patient, _ in
        var made: [NftablesMutation] = []
        for name in [
            "service-ABCDEFG2-old/gone/tcp/http", "external-ABCDEFG2-old/gone/tcp/http",
            "endpoint-ABCDEFG3-old/gone/tcp/http__10.244.9.9/8080", "mark-for-masquerade", "endpoints-check",
            "somebody-elses",
        ] {
            var empty = patient
            empty.table.chains.append(.init(name: empty.add(name)))
            made.append(NftablesMutation("empty chain \(name)", empty))
            var filled = empty
            filled.insert([.markOr(0x4000)], in: UInt32(filled.table.chains.count - 1), at: filled.table.rules.count)
            made.append(NftablesMutation("unused chain \(name)", filled))
        }
        for name in ["affinity-ABCDEFG3-old/gone/tcp/http__10.244.9.9/8080", "firewall", "blocklist"] {
            var other = patient
            other.table.sets.append(.init(name: other.add(name), isMap: false, type: .init([.ipv4Address])))
            other.addElement(
                UInt32(other.table.sets.count - 1), [.address(IPAddress(ipv4: 0x0A00_0001))])
            made.append(NftablesMutation("unused set \(name)", other))
        }
        return made
    }

    /// What the kernel keeps count of.
    static let dynamicState: Generator = { patient, numbers in
        var other = patient
        for set in patient.table.sets.indices where patient.table.sets[set].timeout > 0 {
            other.addElement(UInt32(set), [.address(numbers.address(patient.family))])
            other.table.elements[other.table.elements.count - 1].state = other.add("timeout 3h expires 2h58m")
            other.table.sets[set].size = 0
            other.table.sets[set].flags.remove(.dynamic)
        }
        var counted = patient
        let state = counted.add("counter packets 12 bytes 720")
        for element in patient.table.elements.indices { counted.table.elements[element].state = state }
        return [NftablesMutation("clients", other), NftablesMutation("counters", counted)]
    }

    static let foreignTables: Generator = { patient, _ in
        NftablesRuleset.Family.allCases.map { family in
            var other = patient
            var table = patient.table
            table.family = family
            table.name = other.add("somebody-elses")
            table.rules.removeLast()
            other.ruleset.tables.append(table)
            return NftablesMutation("table of others", other)
        }
    }

    /// Networks of a firewall as one network, one address or several.
    static let otherForms: Generator = { patient, _ in
        patient.table.rules.indices.compactMap { rule in
            guard NftablesRuleMutations.shape(patient, rule) == .firewall,
                case .match(let key, true, let operand)? = patient.statements(rule).first
            else { return nil }
            var members: [NftablesRuleset.Member] = []
            switch operand {
            case .members(let range): members = range.map { patient.table.members[Int($0)] }
            case .prefix(let prefix): members = [.prefix(prefix)]
            case .address(let address): members = [.address(address)]
            default: return nil
            }
            let split = members.reversed().flatMap { member -> [NftablesRuleset.Member] in
                guard case .prefix(let prefix) = member, prefix.family == .ipv4, prefix.length < 32 else {
                    return [member]
                }
                let half = UInt32(1) << UInt32(31 - prefix.length)
                let upper = IPAddress(ipv4: UInt32(prefix.masked.address.low) + half)
                return [
                    .prefix(IPPrefix(address: upper, length: prefix.length + 1)),
                    .prefix(IPPrefix(address: prefix.masked.address, length: prefix.length + 1)),
                ]
            }
            var other = patient
            other.replace(rule, 0, by: .match(key, negated: true, other.members(split)))
            return NftablesMutation("networks in halves", other)
        }
    }
}
