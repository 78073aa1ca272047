import Addressing
import Bytes
import Netfilter

/// What can happen to chains, sets and tables as a whole.
enum NftablesObjectMutations {
    typealias Generator = NftablesElementMutations.Generator

    static let all: [Generator] = [
        hooks, clients, definitions, objectComments, table, services, staleService, staleBaseChain, flushedSets,
    ]

    static let hooks: Generator = { patient, _ in
        patient.table.chains.indices.flatMap { chain -> [NftablesMutation] in
            guard let base = patient.table.chains[chain].base else { return [] }
            var others = [base, base, base, base]
            others[0].priority += 1
            others[1].policy = .drop
            others[2].hook = base.hook == .input ? .forward : .input
            others[3].kind = base.kind == .filter ? .route : .filter
            let name = patient.name(ofChain: UInt32(chain))
            return others.map { other in
                var sick = patient
                sick.table.chains[chain].base = other
                return NftablesMutation("hook of \(name)", sick, ["base-chain", nil, "chain \(name)"])
            }
        }
    }

    /// How long clients are remembered.
    static let clients: Generator = { patient, _ in
        patient.table.sets.indices.filter { patient.table.sets[$0].timeout > 0 }.flatMap { set in
            ([1, 60] as [UInt32]).map { more in
                var sick = patient
                sick.table.sets[set].timeout += more
                let name = patient.text(patient.table.sets[set].name)
                return NftablesMutation("timeout of \(name)", sick, ["affinity", NftablesPatient.service(name)])
            }
        }
    }

    static let definitions: Generator = { patient, _ in
        patient.table.sets.indices.filter { patient.table.sets[$0].timeout == 0 }.flatMap { set in
            let name = patient.text(patient.table.sets[set].name)
            let words = "\(patient.table.sets[set].isMap ? "map" : "set") \(name)"
            var others = [patient.table.sets[set], patient.table.sets[set], patient.table.sets[set]]
            others[0].flags.insert(.interval)
            others[1].size = 10
            others[2].type = NftablesRuleset.KeyType([.mark])
            return others.map { other in
                var sick = patient
                sick.table.sets[set] = other
                return NftablesMutation("definition of \(name)", sick, ["set-definition", nil, words])
            }
        }
    }

    static let objectComments: Generator = { patient, _ in
        let sets = patient.table.sets.indices.filter { patient.table.sets[$0].comment != nil }.map { set in
            var sick = patient
            sick.table.sets[set].comment = sick.add("something else")
            return NftablesMutation("comment of a set", sick, ["comment"])
        }
        let chains = patient.table.chains.indices.filter { patient.table.chains[$0].comment != nil }.map { chain in
            var sick = patient
            sick.table.chains[chain].comment = sick.add("something else")
            return NftablesMutation("comment of a chain", sick, ["comment"])
        }
        var sick = patient
        sick.table.comment = sick.add("something else")
        return sets + chains + [NftablesMutation("comment of the table", sick, ["comment"])]
    }

    static let table: Generator = { patient, _ in
        let word = patient.family == .ipv4 ? "ip" : "ip6"
        let drift: [String?] = ["table-flushed", nil, "table \(word) kube-proxy"]
        var flushed = patient
        flushed.table.rules = []
        var deleted = patient
        deleted.ruleset.tables.removeAll { $0.family == patient.table.family }
        return [
            NftablesMutation("table flushed", flushed, drift), NftablesMutation("table deleted", deleted, drift),
        ]
    }

    // MARK: Services

    /// All that belongs to each Service is gone.
    static let services: Generator = { patient, _ in
        let names = patient.table.chains.map { patient.text($0.name) }.filter {
            $0.hasPrefix("service-") && $0.contains("/")
        }
        return Set(names.compactMap(NftablesPatient.service)).sorted().compactMap { service in
            // A cluster IP that other ports have too stays.
            var sick = patient
            sick.table.rules.removeAll { NftablesPatient.service(patient.name(ofChain: $0.chain)) == service }
            let table = patient.table
            sick.table.elements = table.elements.indices.filter { element in
                patient.service(ofElement: element) != service
            }.map { table.elements[$0] }
            return NftablesMutation("Service gone", sick, ["service-missing", service])
        }
    }

    /// What a Service that isn't there any more has left.
    static let staleService: Generator = { patient, numbers in
        (0..<10).map { number in
            var sick = patient
            let name = sick.add("service-ABCDEFG\(number % 6 + 2)-old/gone-\(number)/tcp/http")
            sick.table.chains.append(.init(name: name))
            let chain = UInt32(sick.table.chains.count - 1)
            let endpoint = SocketAddress(numbers.address(patient.family), port: 8080)
            sick.insert(
                [.match(.init(.transport), negated: false, .transport(6)), sick.randomDNAT([endpoint])], in: chain,
                at: sick.table.rules.count)
            if let map = patient.set("service-ips") {
                sick.addElement(
                    map, [.address(numbers.address(patient.family)), .transport(6), .number(80)], verdict: .goto(name))
            }
            return NftablesMutation("stale Service", sick, ["service-unknown", "old/gone-\(number):http"])
        }
    }

    /// A base chain of an older version, which nobody removes.
    static let staleBaseChain: Generator = { patient, _ in
        var sick = patient
        sick.table.chains.append(
            .init(name: sick.add("filter-prerouting"), base: .init(.filter, .prerouting, priority: -110)))
        sick.insert(
            [
                .match(.init(.conntrackState), negated: false, .word(sick.add("new"))),
                .verdict(.jump(sick.add("firewall-check"))),
            ], in: UInt32(sick.table.chains.count - 1), at: sick.table.rules.count)
        return [NftablesMutation("base chain of 1.33", sick, ["chain-stale", nil, "chain filter-prerouting"])]
    }

    /// Sets whose elements belong to several Services, emptied.
    static let flushedSets: Generator = { patient, _ in
        patient.table.sets.indices.compactMap { set in
            let name = patient.text(patient.table.sets[set].name)
            let elements = patient.elements(of: name)
            let services = Set(
                elements.map { element -> String in
                    guard name == "cluster-ips", case .address(let ip)? = patient.values(element).first else {
                        return patient.service(ofElement: element) ?? "\(element)"
                    }
                    return patient.service(at: ip) ?? ""
                })
            guard services.count > 1 else { return nil }
            var sick = patient
            sick.table.elements.removeAll { $0.set == UInt32(set) }
            let word = patient.table.sets[set].isMap ? "map" : "set"
            return NftablesMutation("\(name) emptied", sick, ["chain-flushed", nil, "\(word) \(name)"])
        }
    }
}
