import ProxyNames
import Addressing
import Bytes
import Netfilter
import RuleCompiler

/// The normal form of iptables rules: kube-proxy's chains, and its jumps from the kernel's own.
///
/// Other chains are left out, and so are words and rules that only count packets, and what kubelet writes into the
/// chains that it shares with kube-proxy.
struct IptablesRules: ComparableRules {
    let ruleset: IptablesRuleset
    private(set) var blocks: [Block] = []
    private(set) var lines: [Line] = []
    /// The chain of each block.
    private(set) var chains: [(table: Int, chain: IptablesRuleset.ChainID)] = []
    /// The rule of each line, by its place in its table.
    private(set) var rules: [Int] = []
    /// What each chain is, by its number.
    let names: [IptablesChainName]
    /// What chains and endpoints belong to; empty before `prepareFacts()`.
    private(set) var owners = IptablesOwners()

    /// The normal form of `ruleset`.
    init(_ ruleset: IptablesRuleset) {
        let ruleset = ruleset.canonicalized()
        self.ruleset = ruleset
        names = ruleset.chainNames.map { name in ruleset.texts.withBytes(of: name) { IptablesChainName($0) } }
        let hash = IptablesLineHash(ruleset)
        for table in ruleset.tables.indices { addBlocks(of: table, hash) }
    }

    mutating func prepareFacts() {
        owners = IptablesOwners(self)
    }

    // MARK: Building

    private mutating func addBlocks(of place: Int, _ hash: IptablesLineHash) {
        let table = ruleset.tables[place]
        var next = 0
        for declaration in table.chains {
            let chain = declaration.chain
            let first = next
            while next < table.rules.count, table.rules[next].chain == chain { next += 1 }
            let name = names[Int(chain.index)]
            guard name != .foreign else { continue }
            let start = lines.count
            let isOrdered = isOrdered(first..<next, of: table)
            for rule in first..<next { add(rule, of: table, in: name, isOrdered: isOrdered, start: start, hash) }
            // A chain of the kernel's own that kube-proxy has nothing in is nobody's business.
            if name == .builtIn && lines.count == start { continue }
            var key = LineHash()
            key.add(UInt64(chainKey(table.name)))
            key.add(hash.chains[Int(chain.index)])
            blocks.append(Block(key: key.value, lines: start..<lines.count))
            chains.append((place, chain))
        }
    }

    private mutating func add(
        _ place: Int, of table: IptablesRuleset.Table, in name: IptablesChainName, isOrdered: Bool, start: Int,
        _ hash: IptablesLineHash
    ) {
        let rule = table.rules[place]
        let options = table.options(of: rule)
        if name == .builtIn && !callsOwnChain(rule) { return }
        if isCountingOnly(rule, options) { return }
        let hashes = hash.hashes(options, rule.target)
        // kubelet and kube-proxy at times both write the rule of KUBE-FIREWALL: one is enough.
        if name == .fixed(.firewall) && lines[start...].contains(where: { $0.bare == hashes.bare }) { return }
        let rank = rank(of: rule, options, in: name, isOrdered: isOrdered, place: lines.count - start)
        lines.append(Line(full: hashes.full, bare: hashes.bare, rank: rank))
        rules.append(place)
    }

    private func chainKey(_ name: ArenaText) -> UInt64 {
        ruleset.texts.withBytes(of: name) { bytes in
            var hash = LineHash()
            hash.add(bytes)
            return hash.value
        }
    }

    private func callsOwnChain(_ rule: IptablesRuleset.Rule) -> Bool {
        guard let chain = rule.target.chain, Int(chain.index) < names.count else { return false }
        return names[Int(chain.index)].isOwn
    }

    /// Whether a rule is there for its counter: the jump of localhost node ports that is written before the one of all.
    private func isCountingOnly(_ rule: IptablesRuleset.Rule, _ options: ArraySlice<IptablesRuleset.Option>) -> Bool {
        guard names[Int(rule.chain.index)] == .fixed(.nodePorts) else { return false }
        return options.contains { option in
            if case .accounting = option { return true }
            return false
        }
    }

    // MARK: Order

    /// Whether the rules of a chain look packets up in sets: those of ipvs mode have an order, those that name each
    /// Service have not.
    private func isOrdered(_ range: Range<Int>, of table: IptablesRuleset.Table) -> Bool {
        range.contains { place in
            table.options(of: table.rules[place]).contains { option in
                if case .set = option { return true }
                return false
            }
        }
    }

    /// What must stand before what.
    private func rank(
        of rule: IptablesRuleset.Rule, _ options: ArraySlice<IptablesRuleset.Option>, in name: IptablesChainName,
        isOrdered: Bool, place: Int
    ) -> UInt32 {
        switch name {
        case .builtIn: return 0
        case .fixed(.services), .fixed(.nodePorts), .fixed(.externalServices), .fixed(.proxyFirewall):
            if isOrdered { return UInt32(place) }
            // The jump for node ports comes behind the rules of all Services.
            return rule.target.chain.map { names[Int($0.index)] == .fixed(.nodePorts) } == true ? 1 : 0
        case .hashed(.cluster), .hashed(.local):
            guard let target = rule.target.chain, names[Int(target.index)] == .hashed(.endpoint) else { return 0 }
            // Whom the clients' lists name goes before who is chosen by chance; what chance does, the shares say.
            return options.contains(where: \.isRecent) ? 1 : 2
        case .hashed(.firewall): return rule.target == .none ? 1 : 0
        default: return UInt32(place)
        }
    }

    // MARK: Facts about blocks

    func reachableBlocks() -> [Bool] {
        var reached = [Bool](repeating: false, count: names.count * ruleset.tables.count)
        for (number, table) in ruleset.tables.enumerated() {
            var called: [UInt32: [UInt32]] = [:]
            for rule in table.rules {
                if let target = rule.target.chain { called[rule.chain.index, default: []].append(target.index) }
            }
            var waiting = table.chains.filter { names[Int($0.chain.index)] == .builtIn }.map(\.chain.index)
            while let chain = waiting.popLast() {
                let place = number * names.count + Int(chain)
                guard reached.indices.contains(place), !reached[place] else { continue }
                reached[place] = true
                waiting += called[chain] ?? []
            }
        }
        return chains.map { reached[$0.table * names.count + Int($0.chain.index)] }
    }

    func hasEvenShares(block: Int) -> Bool {
        guard blocks.indices.contains(block) else { return true }
        let name = names[Int(chains[block].chain.index)]
        guard name == .hashed(.cluster) || name == .hashed(.local) else { return true }
        let table = ruleset.tables[chains[block].table]
        let choices = blocks[block].lines.filter { lines[$0].rank == 2 }
        let balancing = LoadBalancing(endpointCount: choices.count)
        return choices.enumerated().allSatisfy { number, line in
            let rule = table.rules[rules[line]]
            var kept: UInt32 = 1 << 31
            for case .randomProbability(let fraction) in table.options(of: rule) { kept = fraction.kernelUnits }
            return kept == balancing.kernelProbability(at: number)
        }
    }

    func serviceKeys() -> Set<String> { owners.services(self) }
}

extension IptablesRuleset.Target {
    /// The chain that is called, if one is.
    var chain: IptablesRuleset.ChainID? {
        switch self {
        case .jump(let chain), .goto(let chain): chain
        default: nil
        }
    }
}

extension IptablesRuleset.Option {
    /// Whether it looks at a list of clients.
    var isRecent: Bool {
        if case .recent = self { return true }
        return false
    }
}
