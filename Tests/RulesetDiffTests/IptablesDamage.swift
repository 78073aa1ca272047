import Addressing

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var value = state ^ state >> 33
        value = value &* 0xFF51_AFD7_ED55_8CCD
        return value ^ value >> 29
    }
}

/// A dump that somebody, or time, has damaged in more than one rule; or only changed in what means nothing.
struct IptablesDamage {
    let name: String
    let about: String
    let dump: IptablesDump
    let drifts: [IptablesDump.Owner]

    static func all(
        of dump: IptablesDump, _ family: IPFamily, _ generator: inout SeededGenerator
    ) -> [IptablesDamage] {
        flushedChains(dump) + missingChains(dump) + services(dump) + endpoints(dump, family) + reordered(dump)
            + foreign(dump, family) + harmless(dump, &generator) + tables(dump)
    }

    private init(_ name: String, _ dump: IptablesDump, _ drifts: IptablesDump.Owner...) {
        (self.name, about, self.dump, self.drifts) = (name, "", dump, drifts)
    }

    private init(_ name: String, _ about: String, _ dump: IptablesDump, _ drifts: IptablesDump.Owner...) {
        self.name = name
        self.about = about
        self.dump = dump
        self.drifts = drifts
    }

    // MARK: Chains

    private static func chains(_ dump: IptablesDump) -> [(table: String, name: String, places: [Int])] {
        var found: [(table: String, name: String, places: [Int])] = []
        for (place, line) in dump.lines.enumerated() where line.hasPrefix(":KUBE-") {
            let (table, name) = (dump.table(of: place), String(line.dropFirst().prefix { $0 != " " }))
            let places = dump.lines.indices.filter {
                dump.lines[$0].hasPrefix("-A \(name) ") && dump.table(of: $0) == table
            }
            found.append((table, name, places))
        }
        return found
    }

    private static func removing(_ places: some Sequence<Int>, from dump: IptablesDump) -> IptablesDump {
        let gone = Set(places)
        var result = dump
        result.lines = dump.lines.indices.filter { !gone.contains($0) }.map { dump.lines[$0] }
        return result
    }

    /// Somebody has run `iptables -F CHAIN`.
    private static func flushedChains(_ dump: IptablesDump) -> [IptablesDamage] {
        chains(dump).compactMap { chain in
            let rules = chain.places.filter { dump.owner(of: $0) != nil }
            let isFixed = !["KUBE-SVC-", "KUBE-SVL-", "KUBE-SEP-", "KUBE-EXT-", "KUBE-FW-"].contains {
                chain.name.hasPrefix($0)
            }
            guard rules.count > 1, chain.table == "nat" || chain.name == "KUBE-FORWARD" else { return nil }
            let service = isFixed ? nil : rules.lazy.compactMap { dump.owner(of: $0)?.service }.first
            return IptablesDamage(
                "flush a chain", chain.name, removing(chain.places, from: dump),
                .init(kind: "chain-flushed", service: service))
        }
    }

    /// kube-proxy's canary is gone.
    private static func missingChains(_ dump: IptablesDump) -> [IptablesDamage] {
        dump.lines.indices.filter { dump.lines[$0].hasPrefix(":KUBE-PROXY-CANARY") }.map { place in
            IptablesDamage("delete a canary", removing([place], from: dump), .init(kind: "canary"))
        }
    }

    // MARK: Services

    private static func services(_ dump: IptablesDump) -> [IptablesDamage] {
        let keys = Set(dump.lines.compactMap { dump.service($0) }).sorted()
        var result: [IptablesDamage] = []
        for key in keys {
            let places = dump.lines.indices.filter { dump.service(dump.lines[$0]) == key }
            let kinds = Set(places.compactMap { dump.owner(of: $0)?.kind })
            if kinds == ["reject"] { continue }
            let chains = Set(places.map { dump.chain(dump.lines[$0]) }.filter { $0.count == 25 || $0.count == 24 })
            let all = dump.lines.indices.filter { place in
                let line = dump.lines[place]
                return chains.contains(dump.chain(line)) || chains.contains { line.hasPrefix(":\($0) ") }
            }
            result.append(
                IptablesDamage(
                    "delete a Service", key, removing(places + all, from: dump),
                    .init(kind: "service-missing", service: key)))
        }
        let entry =
            #"-A KUBE-SERVICES -d 10.96.99.99/32 -p tcp -m comment --comment "old/gone:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA"#
        if !dump.text.contains("icmp6") && dump.text.contains("10.96.") {
            var added = inserting(entry, inFrontOf: "-A KUBE-SERVICES", in: dump)
            added = declaring("KUBE-SVC-AAAAAAAAAAAAAAAA", in: added)
            result.append(
                IptablesDamage(
                    "a Service that is gone", added, .init(kind: "service-unknown", service: "old/gone:http")))
        }
        return result
    }

    private static func inserting(
        _ rule: String, inFrontOf prefix: String, in dump: IptablesDump, table: String = "nat"
    ) -> IptablesDump {
        var result = dump
        let place = dump.lines.indices.first { dump.lines[$0].hasPrefix(prefix) && dump.table(of: $0) == table }
        if let place { result.lines.insert(rule, at: place) }
        return result
    }

    private static func declaring(_ chain: String, in dump: IptablesDump, table: String = "nat") -> IptablesDump {
        var result = dump
        if let place = dump.lines.firstIndex(of: "*\(table)") {
            result.lines.insert(":\(chain) - [0:0]", at: place + 1)
        }
        return result
    }

    // MARK: Endpoints

    /// Endpoints that kube-proxy should have taken away, or should have added.
    private static func endpoints(_ dump: IptablesDump, _ family: IPFamily) -> [IptablesDamage] {
        var result: [IptablesDamage] = []
        for chain in chains(dump) where chain.name.hasPrefix("KUBE-SEP-") {
            guard let key = chain.places.lazy.compactMap({ dump.service(dump.lines[$0]) }).first else { continue }
            let callers = dump.lines.indices.filter { dump.lines[$0].hasSuffix(" -j \(chain.name)") }
            let choices = callers.filter { !dump.lines[$0].contains("--rcheck") }
            let siblings = dump.lines.filter {
                choices.first.map { dump.chain(dump.lines[$0]) } == dump.chain($0) && $0.contains(" -j KUBE-SEP-")
            }
            if siblings.count > 1 {
                let declaration = dump.lines.indices.filter { dump.lines[$0].hasPrefix(":\(chain.name) ") }
                result.append(
                    IptablesDamage(
                        "an endpoint that isn't there", chain.name,
                        removing(callers + chain.places + declaration, from: dump),
                        .init(kind: "endpoint-missing", service: key)))
            }
            guard let choice = choices.first else { continue }
            let (address, socket) =
                family == .ipv4 ? ("10.244.9.9/32", "10.244.9.9:80") : ("fd00:9::9/128", "[fd00:9::9]:80")
            let stale = "KUBE-SEP-AAAAAAAAAAAAAAAA"
            var added = dump
            added.lines.insert(
                "-A \(dump.chain(dump.lines[choice])) -m comment --comment \"\(key) -> \(socket)\" -m statistic --mode random --probability 0.20000000019 -j \(stale)",
                at: choice)
            added.lines.insert(
                contentsOf: [
                    "-A \(stale) -s \(address) -m comment --comment \"\(key)\" -j KUBE-MARK-MASQ",
                    "-A \(stale) -p tcp -m comment --comment \"\(key)\" -m tcp -j DNAT --to-destination \(socket)",
                ], at: choice)
            result.append(
                IptablesDamage(
                    "an endpoint that is gone", chain.name, declaring(stale, in: added),
                    .init(kind: "endpoint-stale", service: key)))
        }
        return result
    }

    // MARK: Order

    private static func reordered(_ dump: IptablesDump) -> [IptablesDamage] {
        var result: [IptablesDamage] = []
        for chain in chains(dump) where chain.name.hasPrefix("KUBE-SVC-") || chain.name.hasPrefix("KUBE-SVL-") {
            let key = chain.places.lazy.compactMap { dump.service(dump.lines[$0]) }.first
            let choices = chain.places.filter {
                dump.lines[$0].contains("-j KUBE-SEP-") && !dump.lines[$0].contains("rcheck")
            }
            if choices.count > 1 {
                var swapped = dump
                swapped.lines.swapAt(choices[0], choices[1])
                result.append(
                    IptablesDamage("swap two choices", chain.name, swapped, .init(kind: "order", service: key)))
            }
            if let known = chain.places.first(where: { dump.lines[$0].contains("--rcheck") }), let last = choices.last {
                var late = dump
                late.lines.insert(late.lines.remove(at: known), at: last)
                result.append(
                    IptablesDamage("known clients last", chain.name, late, .init(kind: "order", service: key)))
            }
        }
        let jumps = dump.lines.indices.filter {
            dump.lines[$0].hasPrefix("-A KUBE-SERVICES ") && dump.table(of: $0) == "nat"
        }
        if let first = jumps.first, let last = jumps.last, jumps.count > 1 {
            var early = dump
            early.lines.insert(early.lines.remove(at: last), at: first)
            result.append(IptablesDamage("node ports first", early, .init(kind: "order")))
        }
        for chain in chains(dump)
        where ["KUBE-POSTROUTING", "KUBE-FORWARD"].contains(chain.name) && chain.places.count > 2 {
            var swapped = dump
            swapped.lines.swapAt(chain.places[0], chain.places[1])
            result.append(IptablesDamage("swap two rules", chain.name, swapped, .init(kind: "order")))
        }
        return result
    }

    // MARK: What others do

    private static func foreign(_ dump: IptablesDump, _ family: IPFamily) -> [IptablesDamage] {
        let address = family == .ipv4 ? "198.51.100.9/32" : "2001:db8::9/128"
        var result: [IptablesDamage] = []
        let rules = [
            ("PREROUTING", "nat", "-A PREROUTING -d \(address) -j ACCEPT"),
            ("OUTPUT", "nat", "-A OUTPUT -m owner --uid-owner 0 -j RETURN"),
            ("INPUT", "filter", "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT"),
            ("FORWARD", "filter", "-A FORWARD -m comment --comment \"docker\" -j DOCKER-USER"),
        ]
        for (chain, table, rule) in rules {
            let place = dump.lines.indices.first {
                dump.lines[$0].hasPrefix("-A \(chain) ") && dump.table(of: $0) == table
            }
            guard place != nil else { continue }
            result.append(
                IptablesDamage(
                    "a rule of somebody else", rule,
                    declaring(
                        "DOCKER-USER", in: inserting(rule, inFrontOf: "-A \(chain) ", in: dump, table: table),
                        table: table)))
        }
        var plugin = dump
        if let place = dump.lines.firstIndex(of: "*nat") {
            plugin.lines.insert(
                contentsOf: [":CNI-HOSTPORT-DNAT - [0:0]", ":KUBE-KUBELET-CANARY - [0:0]", ":KUBE-MARK-DROP - [0:0]"],
                at: place + 1)
        }
        plugin = inserting("-A CNI-HOSTPORT-DNAT -s \(address) -j KUBE-MARK-MASQ", inFrontOf: "-A KUBE-", in: plugin)
        plugin = inserting("-A KUBE-MARK-DROP -j MARK --set-xmark 0x8000/0x8000", inFrontOf: "-A KUBE-", in: plugin)
        result.append(IptablesDamage("chains of kubelet and a plugin", plugin))
        result.append(
            IptablesDamage(
                "a table of somebody else", "",
                IptablesDump(
                    "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -s \(address) -j NOTRACK\nCOMMIT\n"
                        + dump.text)))
        let unknown = inserting("-A KUBE-SERVICES -s \(address) -j DROP", inFrontOf: "-A KUBE-SERVICES", in: dump)
        result.append(IptablesDamage("a rule that kube-proxy doesn't write", unknown, .init(kind: "rule-unknown")))
        let stale = declaring(
            "KUBE-SEP-BBBBBBBBBBBBBBBB",
            in: inserting(
                "-A KUBE-SEP-BBBBBBBBBBBBBBBB -s \(address) -j KUBE-MARK-MASQ", inFrontOf: "-A KUBE-SE", in: dump))
        result.append(IptablesDamage("a chain that nothing calls", stale))
        return result
    }

    // MARK: What means nothing

    private static func harmless(_ dump: IptablesDump, _ generator: inout SeededGenerator) -> [IptablesDamage] {
        var result: [IptablesDamage] = []
        for round in 0..<5 {
            var shuffled = dump
            for name in ["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-PROXY-FIREWALL"] {
                for table in ["nat", "filter"] {
                    let places = dump.lines.indices.filter {
                        dump.lines[$0].hasPrefix("-A \(name) ") && dump.table(of: $0) == table
                            && !dump.lines[$0].contains("must be the last")
                    }
                    let order = places.shuffled(using: &generator)
                    for (place, other) in zip(places, order) { shuffled.lines[place] = dump.lines[other] }
                }
            }
            result.append(IptablesDamage("Services in another order", "\(round)", shuffled))
        }
        var counted = dump
        for place in dump.lines.indices where dump.lines[place].hasPrefix("-A ") {
            counted.lines[place] = "[\(UInt16.random(in: 0...9, using: &generator)):123] " + dump.lines[place]
        }
        result.append(IptablesDamage("counters", counted))
        let kubelet = inserting(
            "-A KUBE-FIREWALL -m comment --comment \"kubernetes firewall for dropping marked packets\" -m mark --mark 0x8000/0x8000 -j DROP",
            inFrontOf: "-A KUBE-FIREWALL", in: dump, table: "filter")
        result.append(IptablesDamage("a rule of kubelet", kubelet))
        return result
    }

    // MARK: Tables

    /// Somebody has run `iptables -t nat -F`.
    private static func tables(_ dump: IptablesDump) -> [IptablesDamage] {
        let rules = dump.lines.indices.filter { dump.table(of: $0) == "nat" && dump.lines[$0].hasPrefix("-A ") }
        return [IptablesDamage("flush a table", removing(rules, from: dump), .init(kind: "table-flushed"))]
    }
}
