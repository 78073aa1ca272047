import Addressing
import Bytes
import Netfilter

/// A table of kube-proxy's that something is done to, and what its names say. Names are read here by themselves: what a
/// mutation should be found as doesn't come from what is tested.
struct NftablesPatient {
    var ruleset: NftablesRuleset
    private let place: Int
    let family: IPFamily

    init?(_ ruleset: NftablesRuleset, _ family: IPFamily) {
        let wanted: NftablesRuleset.Family = family == .ipv4 ? .ip : .ip6
        guard
            let place = ruleset.tables.firstIndex(where: {
                $0.family == wanted && ruleset.texts.string($0.name) == "kube-proxy"
            })
        else { return nil }
        (self.ruleset, self.place, self.family) = (ruleset, place, family)
    }

    var table: NftablesRuleset.Table {
        get { ruleset.tables[place] }
        set { ruleset.tables[place] = newValue }
    }

    func text(_ text: ArenaText) -> String { ruleset.texts.string(text) }

    mutating func add(_ text: String) -> ArenaText { ruleset.texts.add(text) }

    // MARK: Chains and rules

    func name(ofChain chain: UInt32) -> String { text(table.chains[Int(chain)].name) }

    func chain(_ name: String) -> UInt32? {
        table.chains.firstIndex { text($0.name) == name }.map { UInt32($0) }
    }

    /// The places of a chain's rules.
    func rules(of chain: UInt32) -> [Int] { table.rules.indices.filter { table.rules[$0].chain == chain } }

    func statements(_ rule: Int) -> [NftablesRuleset.Statement] { Array(table.statements(of: table.rules[rule])) }

    /// A new rule of a chain, at a place among the table's rules.
    mutating func insert(
        _ statements: [NftablesRuleset.Statement], in chain: UInt32, at place: Int, comment: ArenaText? = nil
    ) {
        let first = table.statements.count
        table.statements += statements
        table.rules.insert(
            NftablesRuleset.Rule(
                chain: chain, firstStatement: UInt32(first), statementCount: UInt16(statements.count),
                comment: comment), at: place)
    }

    mutating func replace(_ rule: Int, by statements: [NftablesRuleset.Statement]) {
        let old = table.rules[rule]
        table.rules.remove(at: rule)
        insert(statements, in: old.chain, at: rule, comment: old.comment)
    }

    /// A statement of a rule replaced.
    mutating func replace(_ rule: Int, _ statement: Int, by other: NftablesRuleset.Statement) {
        var all = statements(rule)
        all[statement] = other
        replace(rule, by: all)
    }

    mutating func randomDNAT(_ endpoints: [SocketAddress]) -> NftablesRuleset.Statement {
        let first = UInt32(table.endpoints.count)
        table.endpoints += endpoints
        return .randomDNAT(family, first..<UInt32(table.endpoints.count))
    }

    mutating func randomVerdict(_ verdicts: [NftablesRuleset.Verdict]) -> NftablesRuleset.Statement {
        let first = UInt32(table.verdicts.count)
        table.verdicts += verdicts
        return .randomVerdict(first..<UInt32(table.verdicts.count))
    }

    mutating func members(_ members: [NftablesRuleset.Member]) -> NftablesRuleset.Operand {
        let first = UInt32(table.members.count)
        table.members += members
        return .members(first..<UInt32(table.members.count))
    }

    // MARK: Sets and elements

    func set(_ name: String) -> UInt32? {
        table.sets.firstIndex { text($0.name) == name }.map { UInt32($0) }
    }

    func setName(_ element: Int) -> String { text(table.sets[Int(table.elements[element].set)].name) }

    /// The places of a set's elements.
    func elements(of set: String) -> [Int] {
        guard let set = self.set(set) else { return [] }
        return table.elements.indices.filter { table.elements[$0].set == set }
    }

    func values(_ element: Int) -> [NftablesRuleset.Value] { Array(table.values(of: table.elements[element])) }

    mutating func setValues(_ element: Int, _ values: [NftablesRuleset.Value]) {
        let first = table.values.count
        table.values += values
        table.elements[element].firstValue = UInt32(first)
        table.elements[element].valueCount = UInt8(values.count)
    }

    mutating func addElement(
        _ set: UInt32, _ values: [NftablesRuleset.Value], comment: ArenaText? = nil,
        verdict: NftablesRuleset.Verdict? = nil
    ) {
        let first = table.values.count
        table.values += values
        table.elements.append(
            .init(
                set: set, firstValue: UInt32(first), valueCount: UInt8(values.count), comment: comment,
                verdict: verdict))
    }

    // MARK: Words

    /// `shop/web:http` of `service-KHN6ECMT-shop/web/tcp/http`.
    static func service(_ name: String) -> String? {
        let parts = name.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let namespace = parts[0].split(separator: "-", maxSplits: 2)
        guard namespace.count == 3 else { return nil }
        let port = parts[3].firstRange(of: "__").map { parts[3][..<$0.lowerBound] } ?? parts[3]
        return "\(namespace[2])/\(parts[1])" + (port.isEmpty ? "" : ":\(port)")
    }

    /// What stands behind `__`: `10.244.0.51:8080`, `[fd00:10:244::71]:8080`.
    func endpoint(_ name: String) -> String? {
        guard let mark = name.firstRange(of: "__") else { return nil }
        let parts = name[mark.upperBound...].split(separator: "/")
        if family == .ipv4 { return "\(parts[0]):\(parts[1])" }
        return "[\(String(parts[0].map { $0 == "." ? ":" : $0 }))]:\(parts[1])"
    }

    /// The chain that a verdict leads to.
    func target(_ verdict: NftablesRuleset.Verdict?) -> String? {
        switch verdict {
        case .goto(let chain)?, .jump(let chain)?: text(chain)
        default: nil
        }
    }

    /// The service port that an element names.
    func service(ofElement element: Int) -> String? {
        if let comment = table.elements[element].comment { return text(comment) }
        return target(table.elements[element].verdict).flatMap(Self.service)
    }

    /// `10.96.0.20:80/TCP`, `30080/TCP`, `10.96.0.20` or `10.244.0.5:8080`, by what an element's key has.
    func words(_ values: [NftablesRuleset.Value], isEndpoint: Bool = false) -> String {
        var (address, transport, port) = (String?.none, "", UInt32?.none)
        for value in values {
            switch value {
            case .address(let value): address = value.description
            case .transport(let number): transport = ["6": "TCP", "17": "UDP", "132": "SCTP"]["\(number)"] ?? ""
            case .number(let number): port = number
            default: break
            }
        }
        guard let port else { return address ?? "" }
        let host = address.map { ($0.contains(":") ? "[\($0)]" : $0) + ":" } ?? ""
        return "\(host)\(port)" + (isEndpoint ? "" : "/\(transport)")
    }

    /// The service port that a cluster IP belongs to: that of its lowest port and protocol.
    func service(at address: IPAddress) -> String? {
        var found: (port: UInt32, transport: UInt8, service: String)?
        for element in elements(of: "service-ips") + elements(of: "no-endpoint-services") {
            let values = self.values(element)
            guard values.first == .address(address), case .transport(let transport) = values[1],
                case .number(let port) = values[2], let service = service(ofElement: element)
            else { continue }
            if let known = found, (known.port, known.transport) < (port, transport) { continue }
            found = (port, transport, service)
        }
        return found?.service
    }

    /// The service port that chooses an endpoint first, in the order of chains.
    func service(choosing endpoint: String, _ transport: String) -> String? {
        for (number, chain) in table.chains.enumerated() {
            let name = text(chain.name)
            guard name.hasPrefix("service-") || name.hasPrefix("local-"), name.contains("/\(transport.lowercased())/")
            else { continue }
            for rule in rules(of: UInt32(number)) where choices(rule).contains(endpoint) { return Self.service(name) }
        }
        return nil
    }

    /// The endpoints that a rule chooses from.
    func choices(_ rule: Int) -> [String] {
        statements(rule).flatMap { statement -> [String] in
            switch statement {
            case .randomDNAT(_, let range):
                range.map { table.endpoints[Int($0)].description }
            case .randomVerdict(let range):
                range.compactMap { target(table.verdicts[Int($0)]).flatMap { endpoint($0) } }
            default: []
            }
        }
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func address(_ family: IPFamily) -> IPAddress {
        family == .ipv4
            ? IPAddress(ipv4: 0x0AC8_0000 | UInt32(next() & 0xFFFF))
            : IPAddress(ipv6High: 0xFD00_00C8_0000_0000, low: next() & 0xFFFF | 1)
    }

    mutating func port() -> UInt16 { UInt16(40000 + next() % 9999) }
}

/// A table with something done to it, and what should be found.
struct NftablesMutation: Sendable {
    /// What was done.
    let kind: String
    /// The table.
    let ruleset: NftablesRuleset
    /// `KIND SERVICE SUBJECT` of each drift, without what is empty.
    let drifts: [String]

    init(_ kind: String, _ patient: NftablesPatient, _ drifts: [String?]...) {
        self.kind = kind
        ruleset = patient.ruleset
        self.drifts = drifts.map { $0.compactMap { $0?.isEmpty == false ? $0 : nil }.joined(separator: " ") }.sorted()
    }
}

extension NftablesMutation {
    init(_ kind: String, _ patient: NftablesPatient, all drifts: [[String?]]) {
        self.kind = kind
        ruleset = patient.ruleset
        self.drifts = drifts.map { $0.compactMap { $0?.isEmpty == false ? $0 : nil }.joined(separator: " ") }.sorted()
    }
}
