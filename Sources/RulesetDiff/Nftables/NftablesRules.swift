import ProxyNames
import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// The normal form of kube-proxy's table of one family: its chains, sets and maps. Other tables are left out, and so are
/// the clients that rules remember.
///
/// Each block begins with a line of its own: where a chain hangs, what a set is made for. A choice among endpoints is a
/// line for the rule and one for each endpoint; a firewall is one for the rule and one for each network.
struct NftablesRules: ComparableRules {
    let ruleset: NftablesRuleset
    let table: NftablesRuleset.Table
    let directory: ServiceDirectory
    private(set) var blocks: [Block] = []
    private(set) var lines: [Line] = []
    /// What each block is.
    private(set) var objects: [Object] = []
    /// What each line is.
    private(set) var origins: [Origin] = []
    /// Networks that lines stand for.
    private(set) var networks: [NftablesRuleset.Member] = []
    /// Blocks whose endpoints don't have equal shares.
    private var unevenBlocks: Set<Int> = []
    /// What addresses and endpoints belong to; nil before `prepareFacts()`.
    private(set) var index: NftablesIndex?

    static let headCount = 1

    /// What a block is made of.
    enum Object: Sendable {
        case table
        /// A chain, by its number, with the places of its rules in `ruleOrder`.
        case chain(Int, rules: Range<Int>)
        /// A set or map, by its number.
        case set(Int)
    }

    /// What a line is made of.
    enum Origin: Sendable {
        /// The block's own line.
        case head
        /// A rule, by its number.
        case rule(UInt32)
        /// One of the choices of a rule: the statement, and the place of the choice.
        case choice(rule: UInt32, statement: UInt16, place: UInt32, count: UInt32)
        /// A network in a firewall's rule, by its place in `networks`.
        case network(rule: UInt32, UInt32)
        /// An element, by its number.
        case element(UInt32)
    }

    /// The table `ip kube-proxy` or `ip6 kube-proxy`; nothing if there is none.
    init(_ ruleset: NftablesRuleset, family: IPFamily, directory: ServiceDirectory = ServiceDirectory()) {
        self.ruleset = ruleset
        self.directory = directory
        let wanted: NftablesRuleset.Family = family == .ipv4 ? .ip : .ip6
        let found = ruleset.tables.first { table in
            table.family == wanted && ruleset.texts.withBytes(of: table.name) { $0.elementsEqual("kube-proxy".utf8) }
        }
        table = found ?? NftablesRuleset.Table(family: wanted, name: .empty)
        guard found != nil else { return }
        let hash = NftablesLineHash(table, texts: ruleset.texts)
        addTable(hash)
        addChains(hash)
        addSets(hash)
    }

    mutating func prepareFacts() { index = NftablesIndex(self) }

    func hasEvenShares(block: Int) -> Bool { !unevenBlocks.contains(block) }

    // MARK: Building

    private mutating func addTable(_ hash: NftablesLineHash) {
        addHead(hash.tableHead(), table.comment, hash)
        close(.table, from: 0, name: 0)
    }

    private mutating func addHead(_ bare: UInt64, _ comment: ArenaText?, _ hash: NftablesLineHash) {
        lines.append(Line(full: hash.commented(bare, comment), bare: bare, rank: 0))
        origins.append(.head)
    }

    /// Makes a block of the lines from `start`.
    private mutating func close(_ object: Object, from start: Int, name: UInt64) {
        var key = LineHash()
        switch object {
        case .table: key.add(1)
        case .chain: key.add(2)
        case .set: key.add(3)
        }
        key.add(name)
        blocks.append(Block(key: key.value, lines: start..<lines.count))
        objects.append(object)
    }

    // MARK: Chains

    private mutating func addChains(_ hash: NftablesLineHash) {
        let (order, starts) = Self.grouped(table.rules, count: table.chains.count) { Int($0.chain) }
        for (number, chain) in table.chains.enumerated() {
            let start = lines.count
            addHead(hash.head(chain), chain.comment, hash)
            let kind = ruleset.texts.withBytes(of: chain.name) { NftablesObjectName.kind(of: $0) }
            var rank: UInt32 = 0
            var wasAffinity = false
            let rules = starts[number]..<starts[number + 1]
            for rule in order[rules] {
                let isAffinity = kind == .cluster || kind == .local ? isAffinityRule(table.rules[rule]) : false
                // The clients' sets name each client at most once: it doesn't matter which is asked first.
                if !(isAffinity && wasAffinity) { rank += 1 }
                wasAffinity = isAffinity
                add(rule, in: kind, rank, hash)
            }
            close(.chain(number, rules: rules), from: start, name: hash.name(chain.name))
        }
        ruleOrder = order
    }

    /// The numbers of all rules, chain by chain.
    private(set) var ruleOrder: [Int] = []

    private mutating func add(
        _ place: Int, in kind: NftablesObjectName.Kind?, _ rank: UInt32, _ hash: NftablesLineHash
    ) {
        let rule = table.rules[place]
        let choice = kind == .cluster || kind == .local ? choice(of: rule) : nil
        let firewall = kind == .firewall ? firewall(of: rule) : nil
        let bare = hash.rule(rule, without: choice != nil ? .choices : firewall != nil ? .networks : .none)
        lines.append(Line(full: hash.commented(bare, rule.comment), bare: bare, rank: rank))
        origins.append(.rule(UInt32(place)))
        if let (statement, choice) = choice { addChoices(of: choice, statement, UInt32(place), rank, hash) }
        for member in firewall ?? [] {
            let bare = hash.network(member)
            lines.append(Line(full: bare, bare: bare, rank: rank))
            origins.append(.network(rule: UInt32(place), UInt32(networks.count)))
            networks.append(member)
        }
    }

    /// What chance chooses from in a rule.
    private enum Choice {
        case endpoints(Range<UInt32>)
        case verdicts(Range<UInt32>)
        /// Something that can't be taken apart.
        case opaque
    }

    private func choice(of rule: NftablesRuleset.Rule) -> (statement: Int, Choice)? {
        for (place, statement) in table.statements(of: rule).enumerated() {
            switch statement {
            case .randomDNAT(_, let range): return (place, .endpoints(range))
            case .randomVerdict(let range): return (place, .verdicts(range))
            case .verbatim(let text), .json(let text):
                if isChoice(text) { return (place, .opaque) }
            default: break
            }
        }
        return nil
    }

    /// Whether chance has a part in what isn't understood of a rule.
    func isChoice(_ text: ArenaText) -> Bool {
        ruleset.texts.withBytes(of: text) { String(decoding: $0, as: UTF8.self).contains("numgen") }
    }

    /// One line for each endpoint, which says how many entries it has.
    private mutating func addChoices(
        of choice: Choice, _ statement: Int, _ rule: UInt32, _ rank: UInt32, _ hash: NftablesLineHash
    ) {
        let hashes: [UInt64]
        switch choice {
        case .opaque:
            unevenBlocks.insert(blocks.count)
            return
        case .endpoints(let range): hashes = table.endpoints[range.indices].map { hash.choice($0) }
        case .verdicts(let range): hashes = table.verdicts[range.indices].map { hash.choice($0) }
        }
        var counts: [UInt64: Int] = [:]
        if hashes.count > 1 {
            counts.reserveCapacity(hashes.count)
            for hash in hashes { counts[hash, default: 0] += 1 }
        }
        if counts.count == hashes.count { counts.removeAll() }
        if !counts.isEmpty { unevenBlocks.insert(blocks.count) }
        for (place, choice) in hashes.enumerated() {
            var count = 1
            if !counts.isEmpty {
                guard let known = counts[choice], known > 0 else { continue }
                (count, counts[choice]) = (known, 0)
            }
            let bare = hash.repeated(choice, count)
            lines.append(Line(full: bare, bare: bare, rank: rank))
            origins.append(
                .choice(rule: rule, statement: UInt16(statement), place: UInt32(place), count: UInt32(count)))
        }
    }

    /// The networks that a firewall lets through; nil if the rule is no firewall's.
    private func firewall(of rule: NftablesRuleset.Rule) -> [NftablesRuleset.Member]? {
        for statement in table.statements(of: rule) where statement.isFirewallMatch {
            guard case .match(_, _, let operand) = statement else { continue }
            switch operand {
            case .address(let address): return [.address(address)]
            case .prefix(let prefix): return prefix.isHost ? [.address(prefix.address)] : [.prefix(prefix.masked)]
            case .spelled(let place):
                guard let prefix = table.spelling(place)?.prefix else { continue }
                return prefix.isHost ? [.address(prefix.address)] : [.prefix(prefix.masked)]
            case .members(let range): return table.merged(members: range)
            default: continue
            }
        }
        return nil
    }

    /// Whether it sends a client where it went before.
    private func isAffinityRule(_ rule: NftablesRuleset.Rule) -> Bool {
        let statements = table.statements(of: rule)
        guard statements.count == 2, let first = statements.first, let last = statements.last,
            case .match(_, false, .set) = first, case .verdict(.goto(let target)) = last
        else { return false }
        return ruleset.texts.withBytes(of: target) { NftablesObjectName.kind(of: $0) } == .endpoint
    }

    // MARK: Sets and maps

    private mutating func addSets(_ hash: NftablesLineHash) {
        let (order, starts) = Self.grouped(table.elements, count: table.sets.count) { Int($0.set) }
        for (number, set) in table.sets.enumerated() {
            let start = lines.count
            addHead(hash.head(set), set.comment, hash)
            let kind = ruleset.texts.withBytes(of: set.name) { NftablesObjectName.kind(of: $0) }
            // Rules fill the sets of clients: that says nothing about kube-proxy.
            if kind != .affinity && !set.flags.contains(.dynamic) {
                addElements(order[starts[number]..<starts[number + 1]], hash)
            }
            close(.set(number), from: start, name: hash.name(set.name))
        }
    }

    /// Elements in an order of their own, so that two blocks of the same elements are equal line by line.
    private mutating func addElements(_ elements: ArraySlice<Int>, _ hash: NftablesLineHash) {
        var keyed = elements.map { (key: sortKey(table.elements[$0]), hash: hash.element(table.elements[$0]), $0) }
        // kube-proxy 1.29 may add an element twice, first with its comment.
        keyed.sort { ($0.key, $0.hash, hasNoComment($0.2)) < ($1.key, $1.hash, hasNoComment($1.2)) }
        var last: UInt64?
        for (_, bare, element) in keyed {
            // The kernel has an element once, however often it is added.
            if bare == last { continue }
            last = bare
            lines.append(
                Line(full: hash.commented(bare, table.elements[element].comment), bare: bare, rank: 0))
            origins.append(.element(UInt32(element)))
        }
    }

    private func hasNoComment(_ element: Int) -> Int { table.elements[element].comment == nil ? 1 : 0 }

    /// The end of the address, the port and the protocol: enough to have elements in the order of their addresses.
    private func sortKey(_ element: NftablesRuleset.Element) -> UInt64 {
        var (address, port, transport): (UInt64, UInt64, UInt64) = (0, 0, 0)
        for value in table.values(of: element) {
            switch value {
            case .address(let value): address = address == 0 ? value.low & 0xFFFF_FFFF : address
            case .prefix, .spelled: break
            case .number(let number): port = UInt64(number & 0xFFFF)
            case .transport(let number): transport = UInt64(number)
            case .verbatim, .json: break
            }
        }
        return address << 32 | port << 16 | transport
    }

    /// The places of items by their groups, those of one group in their own order, and where each group begins.
    private static func grouped<Item>(_ items: [Item], count: Int, by group: (Item) -> Int) -> (
        order: [Int], starts: [Int]
    ) {
        var starts = [Int](repeating: 0, count: count + 1)
        for item in items where group(item) < count { starts[group(item) + 1] += 1 }
        for place in 0..<count { starts[place + 1] += starts[place] }
        var next = starts
        var order = [Int](repeating: 0, count: starts[count])
        for (place, item) in items.enumerated() where group(item) < count {
            order[next[group(item)]] = place
            next[group(item)] += 1
        }
        return (order, starts)
    }
}
