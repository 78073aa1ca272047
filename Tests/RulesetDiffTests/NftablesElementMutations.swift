import Addressing
import Bytes
import Netfilter

/// What can happen to elements of sets and maps.
enum NftablesElementMutations {
    typealias Generator = @Sendable (NftablesPatient, inout SeededNumbers) -> [NftablesMutation]

    static let all: [Generator] = [
        deletion, stranger, otherPort, otherAddress, otherTransport, otherService, otherPolicy, otherRefusal,
        otherComment, noComment, otherTarget,
    ]

    /// What an element that is missing, or one too many, is found as.
    private static func drift(_ patient: NftablesPatient, _ element: Int, missing: Bool) -> [String?] {
        let values = patient.values(element)
        let words = patient.words(values)
        let service = patient.service(ofElement: element)
        let address = missing ? "address-missing" : "address-stale"
        switch patient.setName(element) {
        case "cluster-ips":
            guard case .address(let ip)? = values.first else { return [] }
            return [address, patient.service(at: ip), words]
        case "nodeport-ips": return [address, nil, words]
        case "service-ips": return [address, service, words]
        case "service-nodeports": return ["node-port", service, words]
        case "no-endpoint-services", "no-endpoint-nodeports": return ["reject", service, words]
        case "firewall-ips": return ["source-range", service]
        case "hairpin-connections":
            let endpoint = patient.words(values, isEndpoint: true)
            let transport = String(words.split(separator: "/").last ?? "")
            return ["masquerade", patient.service(choosing: endpoint, transport), endpoint]
        default: return []
        }
    }

    private static func isDynamic(_ patient: NftablesPatient, _ element: Int) -> Bool {
        patient.setName(element).hasPrefix("affinity-")
    }

    // MARK: Whole elements

    static let deletion: Generator = { patient, _ in
        patient.table.elements.indices.filter { !isDynamic(patient, $0) }.map { element in
            var sick = patient
            sick.table.elements.remove(at: element)
            return NftablesMutation(
                "element deleted from \(patient.setName(element))", sick, drift(patient, element, missing: true))
        }
    }

    static let stranger: Generator = { patient, numbers in
        patient.table.elements.indices.filter { !isDynamic(patient, $0) }.map { element in
            var sick = patient
            let old = patient.table.elements[element]
            let (address, port) = (numbers.address(patient.family), UInt32(numbers.port()))
            let values = patient.values(element).map { value -> NftablesRuleset.Value in
                switch value {
                case .address: .address(address)
                case .number: .number(port)
                default: value
                }
            }
            sick.addElement(old.set, values, comment: old.comment, verdict: old.verdict)
            let name = patient.setName(element)
            var words = drift(sick, sick.table.elements.count - 1, missing: false)
            // Nothing says whose an address of no Service is.
            if name == "cluster-ips" || name == "hairpin-connections" { words[1] = nil }
            return NftablesMutation("element added to \(name)", sick, words)
        }
    }

    // MARK: Keys

    /// Elements whose key is an address and port of a Service, with what a changed key is found as.
    private static func entries(_ patient: NftablesPatient) -> [(element: Int, kind: String)] {
        let kinds = [
            "service-ips": "address", "service-nodeports": "node-port", "no-endpoint-services": "reject",
            "no-endpoint-nodeports": "reject", "firewall-ips": "source-range",
        ]
        return patient.table.elements.indices.compactMap { element in
            kinds[patient.setName(element)].map { (element, $0) }
        }
    }

    private static func withKey(
        _ patient: NftablesPatient, _ what: String, _ change: (NftablesRuleset.Value) -> NftablesRuleset.Value
    ) -> [NftablesMutation] {
        entries(patient).compactMap { element, kind in
            let old = patient.values(element)
            let new = old.map(change)
            let others = patient.elements(of: patient.setName(element)).map { patient.values($0) }
            guard new != old, !others.contains(new) else { return nil }
            var sick = patient
            sick.setValues(element, new)
            return NftablesMutation(
                "\(what) of \(patient.setName(element))", sick,
                [kind, patient.service(ofElement: element), kind == "source-range" ? nil : patient.words(old)])
        }
    }

    static let otherPort: Generator = { patient, numbers in
        let port = UInt32(numbers.port())
        return withKey(patient, "port") { if case .number = $0 { .number(port) } else { $0 } }
    }

    static let otherAddress: Generator = { patient, numbers in
        let address = numbers.address(patient.family)
        return withKey(patient, "address") { if case .address = $0 { .address(address) } else { $0 } }
    }

    static let otherTransport: Generator = { patient, _ in
        withKey(patient, "protocol") {
            if case .transport(let number) = $0 { .transport(number == 6 ? 17 : 6) } else { $0 }
        }
    }

    // MARK: Verdicts

    /// The chains of a kind: `service-`, `external-` ….
    private static func chains(_ patient: NftablesPatient, _ kind: String) -> [ArenaName] {
        patient.table.chains.map(\.name).filter { name in
            patient.text(name).hasPrefix(kind) && patient.text(name).contains("/")
        }
    }

    private typealias ArenaName = Bytes.ArenaText

    private static func split(_ target: String) -> (kind: String, base: String)? {
        guard let dash = target.firstIndex(of: "-"), target.contains("/") else { return nil }
        return (String(target[...dash]), String(target[target.index(after: dash)...]))
    }

    static let otherService: Generator = { patient, numbers in
        entries(patient).compactMap { element, kind in
            guard let target = patient.target(patient.table.elements[element].verdict), let old = split(target) else {
                return nil
            }
            let others = chains(patient, old.kind).filter { patient.text($0) != target }
            guard let other = others.randomElement(using: &numbers) else { return nil }
            var sick = patient
            sick.table.elements[element].verdict = .goto(other)
            return NftablesMutation(
                "chain of another Service in \(patient.setName(element))", sick,
                [
                    kind == "source-range" ? kind : "jump", patient.service(ofElement: element),
                    kind == "source-range" ? nil : patient.words(patient.values(element)),
                ])
        }
    }

    static let otherPolicy: Generator = { patient, _ in
        entries(patient).flatMap { element, kind -> [NftablesMutation] in
            guard kind == "address" || kind == "node-port",
                let target = patient.target(patient.table.elements[element].verdict), let old = split(target)
            else { return [] }
            return ["service-", "local-", "external-"].filter { $0 != old.kind }.compactMap { kind in
                guard let chain = patient.chain(kind + old.base) else { return nil }
                var sick = patient
                sick.table.elements[element].verdict = .goto(patient.table.chains[Int(chain)].name)
                return NftablesMutation(
                    "another chain of the Service in \(patient.setName(element))", sick,
                    ["policy", patient.service(ofElement: element)])
            }
        }
    }

    static let otherRefusal: Generator = { patient, _ in
        (patient.elements(of: "no-endpoint-services") + patient.elements(of: "no-endpoint-nodeports")).map { element in
            var sick = patient
            let isDrop = patient.table.elements[element].verdict == .drop
            sick.table.elements[element].verdict = isDrop ? .goto(sick.add("reject-chain")) : .drop
            return NftablesMutation(
                "refusal otherwise", sick,
                ["reject", patient.service(ofElement: element), patient.words(patient.values(element))])
        }
    }

    static let otherTarget: Generator = { patient, _ in
        entries(patient).filter { $0.kind == "address" || $0.kind == "node-port" }.flatMap { element, _ in
            [NftablesRuleset.Verdict.drop, .accept].map { verdict in
                var sick = patient
                sick.table.elements[element].verdict = verdict
                return NftablesMutation(
                    "packets to a Service aren't sent on", sick,
                    ["jump", patient.service(ofElement: element), patient.words(patient.values(element))])
            }
        }
    }

    // MARK: Comments

    static let otherComment: Generator = { patient, _ in
        patient.table.elements.indices.filter { patient.table.elements[$0].comment != nil }.map { element in
            var sick = patient
            sick.table.elements[element].comment = sick.add("something else")
            return NftablesMutation(
                "comment of an element", sick,
                ["comment", patient.service(ofElement: element), patient.words(patient.values(element))])
        }
    }

    static let noComment: Generator = { patient, _ in
        patient.table.elements.indices.filter { patient.table.elements[$0].comment != nil }.map { element in
            var sick = patient
            sick.table.elements[element].comment = nil
            return NftablesMutation(
                "no comment of an element", sick,
                ["comment", patient.service(ofElement: element), patient.words(patient.values(element))])
        }
    }
}
