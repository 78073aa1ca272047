import Addressing
import Bytes
import Netfilter

/// What can happen to rules.
enum NftablesRuleMutations {
    typealias Generator = NftablesElementMutations.Generator
    typealias Statement = NftablesRuleset.Statement

    static let all: [Generator] =
        [
            deletion, copy, order, flush, mark, masquerade, jump, lookup, state, transport, policy, comment, verdict,
            stranger,
        ]
        + NftablesEndpointMutations.all + NftablesObjectMutations.all

    // MARK: What rules are

    /// What a rule is for, by what it says.
    enum Shape {
        case choice, destination, record, clients, masquerade, lookup, jump, policy, firewall, other
    }

    static func shape(_ patient: NftablesPatient, _ rule: Int) -> Shape {
        let statements = patient.statements(rule)
        let chain = patient.name(ofChain: patient.table.rules[rule].chain)
        for statement in statements {
            switch statement {
            case .randomDNAT, .randomVerdict: return .choice
            case .dnat: return .destination
            case .update: return .record
            case .markOr, .markXor, .masquerade: return .masquerade
            case .verdictMap: return .lookup
            default: break
            }
        }
        if chain.hasPrefix("firewall-") { return .firewall }
        guard case .verdict(let verdict)? = statements.last, let target = patient.target(verdict) else { return .other }
        if target.hasPrefix("endpoint-") { return .clients }
        return chain.hasPrefix("external-") ? .policy : .jump
    }

    /// The text of a rule's matches.
    static func matches(_ patient: NftablesPatient, _ rule: Int) -> String {
        patient.statements(rule).filter { if case .match = $0 { true } else { false } }.map { statement in
            var buffer = ByteBuffer()
            patient.ruleset.write(statement, of: patient.table, to: &buffer)
            return buffer.string
        }.joined(separator: " ")
    }

    static func service(_ patient: NftablesPatient, _ rule: Int) -> String? {
        let chain = patient.name(ofChain: patient.table.rules[rule].chain)
        return chain.contains("/") ? NftablesPatient.service(chain) : nil
    }

    /// What a drift about a rule is about.
    static func subject(_ patient: NftablesPatient, _ rule: Int) -> String? {
        switch shape(patient, rule) {
        case .choice, .firewall: return nil
        case .destination, .record, .clients:
            let chain = patient.name(ofChain: patient.table.rules[rule].chain)
            if let endpoint = patient.endpoint(chain) { return endpoint }
            guard case .verdict(let verdict)? = patient.statements(rule).last else { return nil }
            return patient.target(verdict).flatMap { patient.endpoint($0) }
        case .lookup:
            for case .verdictMap(_, let map) in patient.statements(rule) { return "@" + patient.text(map) }
            return nil
        case .jump:
            guard case .verdict(let verdict)? = patient.statements(rule).last else { return nil }
            return patient.target(verdict)
        case .masquerade, .policy, .other: return matches(patient, rule)
        }
    }

    /// What is found when a rule of a chain that has others is missing.
    private static func missing(_ patient: NftablesPatient, _ rule: Int) -> [String?] {
        let (service, subject) = (service(patient, rule), subject(patient, rule))
        switch shape(patient, rule) {
        case .choice: return ["rule", service]
        case .destination: return ["endpoint-missing", service, subject]
        case .record, .clients: return ["affinity", service]
        case .masquerade: return ["masquerade", service, subject]
        case .lookup, .jump: return ["jump", service, subject]
        case .policy: return ["policy", service]
        case .firewall: return ["source-range", service]
        case .other: return ["rule", service, subject]
        }
    }

    // MARK: Whole rules

    private static func isAlone(_ patient: NftablesPatient, _ rule: Int) -> Bool {
        patient.rules(of: patient.table.rules[rule].chain).count == 1
    }

    static let deletion: Generator = { patient, _ in
        patient.table.rules.indices.map { rule in
            var sick = patient
            sick.table.rules.remove(at: rule)
            let chain = patient.name(ofChain: patient.table.rules[rule].chain)
            let isChoice = shape(patient, rule) == .choice
            let drift =
                isAlone(patient, rule) && isChoice
                ? ["chain-flushed", service(patient, rule), "chain \(chain)"] : missing(patient, rule)
            return NftablesMutation("rule deleted from \(chain)", sick, drift)
        }
    }

    static let copy: Generator = { patient, _ in
        patient.table.rules.indices.map { rule in
            var sick = patient
            sick.insert(
                patient.statements(rule), in: patient.table.rules[rule].chain, at: rule + 1,
                comment: patient.table.rules[rule].comment)
            return NftablesMutation(
                "rule twice in \(patient.name(ofChain: patient.table.rules[rule].chain))", sick,
                ["duplicate", service(patient, rule), subject(patient, rule)])
        }
    }

    static let order: Generator = { patient, _ in
        patient.table.chains.indices.flatMap { chain -> [NftablesMutation] in
            let rules = patient.rules(of: UInt32(chain))
            return zip(rules, rules.dropFirst()).compactMap { first, second in
                var sick = patient
                sick.table.rules.swapAt(first, second)
                let areClients = shape(patient, first) == .clients && shape(patient, second) == .clients
                let drift: [String?] = ["order", service(patient, first)]
                let name = "rules of \(patient.name(ofChain: UInt32(chain))) swapped"
                return areClients ? NftablesMutation(name, sick) : NftablesMutation(name, sick, drift)
            }
        }
    }

    static let flush: Generator = { patient, _ in
        patient.table.chains.indices.compactMap { chain in
            let rules = patient.rules(of: UInt32(chain))
            guard let rule = rules.first else { return nil }
            var sick = patient
            sick.table.rules.removeAll { $0.chain == UInt32(chain) }
            let name = patient.name(ofChain: UInt32(chain))
            let isOneLine = rules.count == 1 && shape(patient, rule) != .choice && shape(patient, rule) != .firewall
            let drift: [String?] =
                isOneLine
                ? missing(patient, rule)
                : shape(patient, rule) == .firewall
                    ? ["source-range", service(patient, rule)]
                    : ["chain-flushed", service(patient, rule), "chain \(name)"]
            return NftablesMutation("chain \(name) flushed", sick, drift)
        }
    }

    // MARK: Statements

    /// Each statement that `change` has something else for.
    static func statements(
        _ patient: NftablesPatient, _ what: String, _ drift: (Int) -> [String?],
        _ change: (inout NftablesPatient, Int, Statement) -> Statement?
    ) -> [NftablesMutation] {
        patient.table.rules.indices.flatMap { rule in
            patient.statements(rule).enumerated().compactMap { place, statement in
                var sick = patient
                guard let other = change(&sick, rule, statement) else { return nil }
                sick.replace(rule, place, by: other)
                return NftablesMutation(
                    "\(what) in \(patient.name(ofChain: patient.table.rules[rule].chain))", sick, drift(rule))
            }
        }
    }

    static let mark: Generator = { patient, _ in
        statements(patient, "mark", { missing(patient, $0) }) { _, _, statement in
            switch statement {
            case .markOr(let mask): .markOr(mask << 1)
            case .markXor(let mask): .markXor(mask << 1)
            case .markTest(let mask, let value, let negated): .markTest(mask: mask << 1, value: value, negated: negated)
            default: nil
            }
        }
            + statements(patient, "mark", { missing(patient, $0) }) { _, _, statement in
                switch statement {
                case .markOr(let mask): .markXor(mask)
                case .markTest(let mask, let value, let negated): .markTest(mask: mask, value: value, negated: !negated)
                default: nil
                }
            }
    }

    static let masquerade: Generator = { patient, _ in
        statements(patient, "ports of masqueraded connections", { missing(patient, $0) }) { _, _, statement in
            if case .masquerade(let isRandom) = statement { .masquerade(fullyRandom: !isRandom) } else { nil }
        }
    }

    static let jump: Generator = { patient, numbers in
        var other = numbers
        defer { numbers = other }
        return statements(patient, "jump", { missing(patient, $0) }) { sick, rule, statement in
            guard case .verdict(.jump(let target)) = statement else { return nil }
            let chains = patient.table.chains.filter { $0.base == nil && !patient.text($0.name).contains("/") }
                .map(\.name).filter { patient.text($0) != patient.text(target) }
            return chains.randomElement(using: &other).map { .verdict(.jump($0)) }
        }
            + statements(patient, "jump instead of goto", { missing(patient, $0) }) { _, rule, statement in
                guard case .verdict(.jump(let target)) = statement, shape(patient, rule) == .jump else { return nil }
                return .verdict(.goto(target))
            }
    }

    static let lookup: Generator = { patient, _ in
        statements(patient, "map", { missing(patient, $0) }) { sick, _, statement in
            guard case .verdictMap(let key, let map) = statement else { return nil }
            let others = ["service-ips": "firewall-ips", "service-nodeports": "no-endpoint-nodeports"]
            return .verdictMap(key, map: sick.add(others[patient.text(map)] ?? "service-ips"))
        }
    }

    static let state: Generator = { patient, _ in
        statements(patient, "state", { missing(patient, $0) }) { sick, _, statement in
            guard case .match(let key, let negated, .word(let word)) = statement, patient.text(word) == "new" else {
                return nil
            }
            return .match(key, negated: negated, .word(sick.add("established")))
        }
            + statements(patient, "negation of a state", { missing(patient, $0) }) { _, _, statement in
                guard case .match(let key, let negated, .word(let word)) = statement, patient.text(word) == "new" else {
                    return nil
                }
                return .match(key, negated: !negated, .word(word))
            }
    }

    static let transport: Generator = { patient, _ in
        statements(
            patient, "protocol",
            { rule in
                shape(patient, rule) == .destination
                    ? ["rule", service(patient, rule), subject(patient, rule)] : ["rule", service(patient, rule)]
            }
        ) { _, _, statement in
            guard case .match(let key, let negated, .transport(let number)) = statement else { return nil }
            return .match(key, negated: negated, .transport(number == 6 ? 17 : 6))
        }
    }

    /// Where packets from outside go.
    static let policy: Generator = { patient, _ in
        statements(patient, "policy", { missing(patient, $0) }) { sick, rule, statement in
            guard case .verdict(.goto(let target)) = statement, shape(patient, rule) == .policy else { return nil }
            let name = patient.text(target)
            let other = name.hasPrefix("service-") ? "local-" + name.dropFirst(8) : "service-" + name.dropFirst(6)
            return .verdict(.goto(sick.add(other)))
        }
            + statements(patient, "networks of pods", { missing(patient, $0) }) { _, _, statement in
                guard case .match(let key, let negated, .prefix(let prefix)) = statement, !prefix.isHost,
                    key.single == .ipSource || key.single == .ip6Source
                else { return nil }
                return .match(
                    key, negated: negated, .prefix(IPPrefix(address: prefix.address, length: prefix.length + 1)))
            }.filter { !$0.kind.contains("firewall-") }
    }

    static let verdict: Generator = { patient, _ in
        statements(patient, "verdict", { missing(patient, $0) }) { _, rule, statement in
            guard shape(patient, rule) == .other else { return nil }
            switch statement {
            case .reject: return .verdict(.drop)
            case .verdict(.drop): return .reject
            default: return nil
            }
        }
    }

    static let comment: Generator = { patient, _ in
        patient.table.rules.indices.filter { patient.table.rules[$0].comment != nil }.flatMap { rule in
            [true, false].map { keeps in
                var sick = patient
                sick.table.rules[rule].comment = keeps ? sick.add("something else") : nil
                return NftablesMutation(
                    "comment of a rule", sick, ["comment", service(patient, rule), subject(patient, rule)])
            }
        }
    }

    /// Rules of others in kube-proxy's chains.
    static let stranger: Generator = { patient, numbers in
        patient.table.chains.indices.flatMap { chain -> [NftablesMutation] in
            let rules = patient.rules(of: UInt32(chain))
            guard let first = rules.first, let last = rules.last else { return [] }
            return [first, last + 1].flatMap { place in
                var typed = patient
                let source = NftablesRuleset.Key(.source(patient.family))
                let address = numbers.address(patient.family)
                typed.insert(
                    [.match(source, negated: false, .address(address)), .verdict(.drop)], in: UInt32(chain), at: place)
                var unknown = patient
                unknown.insert([.verbatim(unknown.add("counter packets 0 bytes 0 log"))], in: UInt32(chain), at: place)
                let word = patient.family == .ipv4 ? "ip saddr" : "ip6 saddr"
                let name = "rule of others in \(patient.name(ofChain: UInt32(chain)))"
                return [
                    NftablesMutation(name, typed, ["rule-unknown", service(patient, first), "\(word) \(address)"]),
                    NftablesMutation(name, unknown, ["rule-unknown", service(patient, first)]),
                ]
            }
        }
    }
}
