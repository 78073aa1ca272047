import ProxyNames
import Bytes
import Netfilter

/// What packets get to, and whom it belongs to.
extension NftablesRules {
    func reachableBlocks() -> [Bool] {
        var places: [Name: [Int]] = [:]
        places.reserveCapacity(blocks.count)
        for (block, object) in objects.enumerated() {
            switch object {
            case .table: break
            case .chain(let chain, _):
                places[Name(texts: ruleset.texts, table.chains[chain].name, isSet: false), default: []].append(block)
            case .set(let set):
                places[Name(texts: ruleset.texts, table.sets[set].name, isSet: true), default: []].append(block)
            }
        }
        var reached = [Bool](repeating: false, count: blocks.count)
        var waiting: [Int] = []
        for (block, object) in objects.enumerated() where isBeginning(object) {
            reached[block] = true
            waiting.append(block)
        }
        while let block = waiting.popLast() {
            visitReferences(of: block) { name, isSet in
                for place in places[Name(texts: ruleset.texts, name, isSet: isSet)] ?? [] where !reached[place] {
                    reached[place] = true
                    waiting.append(place)
                }
            }
        }
        return reached
    }

    /// The hash of a chain's or a set's name.
    private struct Name: Hashable {
        let hash: UInt64
        let isSet: Bool

        init(texts: TextArena, _ text: ArenaText, isSet: Bool) {
            var hash = LineHash()
            texts.withBytes(of: text) { hash.add($0) }
            self.hash = hash.value
            self.isSet = isSet
        }
    }

    private func isBeginning(_ object: Object) -> Bool {
        switch object {
        case .table: true
        case .chain(let chain, _): table.chains[chain].isBase
        case .set: false
        }
    }

    /// Calls `visit` with the chains and sets that a block's rules or elements name.
    private func visitReferences(of block: Int, _ visit: (ArenaText, _ isSet: Bool) -> Void) {
        switch objects[block] {
        case .table: break
        case .chain(_, let rules):
            for rule in ruleOrder[rules] {
                for statement in table.statements(of: table.rules[rule]) { visitReferences(of: statement, visit) }
            }
        case .set:
            for line in blocks[block].lines {
                guard case .element(let element) = origins[line] else { continue }
                if let chain = table.elements[Int(element)].verdict?.chain { visit(chain, false) }
            }
        }
    }

    private func visitReferences(
        of statement: NftablesRuleset.Statement, _ visit: (ArenaText, _ isSet: Bool) -> Void
    ) {
        switch statement {
        case .match(_, _, .set(let set)), .update(let set, _): visit(set, true)
        case .verdictMap(_, let map): visit(map, true)
        case .verdict(let verdict):
            if let chain = verdict.chain { visit(chain, false) }
        case .randomVerdict(let range):
            for verdict in table.verdicts[range.indices] {
                if let chain = verdict.chain { visit(chain, false) }
            }
        default: break
        }
    }

    /// Those of chains that have rules, and of elements: kube-proxy leaves chains of Services that are gone for a while,
    /// but not their rules.
    func serviceKeys() -> Set<String> {
        var keys: Set<String> = []
        for (block, object) in objects.enumerated() {
            switch object {
            case .table: break
            case .chain(let chain, let rules):
                guard !rules.isEmpty, let name = objectName(table.chains[chain].name) else { continue }
                keys.insert(name.service(directory))
            case .set:
                for line in blocks[block].lines {
                    guard case .element(let element) = origins[line] else { continue }
                    if let key = service(of: table.elements[Int(element)]) { keys.insert(key) }
                }
            }
        }
        return keys
    }

    /// The service port that an element says it belongs to.
    func service(of element: NftablesRuleset.Element) -> String? {
        if let chain = element.verdict?.chain, let name = objectName(chain) { return name.service(directory) }
        guard let comment = element.comment.map({ ruleset.texts.string($0) }), comment.contains("/") else { return nil }
        return comment
    }

    /// The name of a chain or set of one service port, taken apart.
    func objectName(_ text: ArenaText) -> NftablesObjectName? {
        guard ruleset.texts.withBytes(of: text, { NftablesObjectName.kind(of: $0) }) != nil else { return nil }
        return NftablesObjectName(ruleset.texts.string(text))
    }
}

extension NftablesRuleset.Verdict {
    /// The chain that it leads to.
    var chain: ArenaText? {
        switch self {
        case .jump(let chain), .goto(let chain): chain
        default: nil
        }
    }
}

extension NftablesRuleset.Chain {
    /// Whether it hangs in the kernel.
    var isBase: Bool { base != nil || verbatimBase != nil || verbatimJSON != nil }
}
