import ProxyNames
import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// What the blocks of a table say, and their own lines.
extension NftablesRules {
    func facts(ofBlock block: Int) -> BlockFacts {
        var facts = BlockFacts(role: .fixed, name: tableName)
        facts.table = tableName
        switch objects[block] {
        case .table:
            facts.holdsRules = false
            facts.text = words { ruleset.write(table, to: &$0) }
        case .chain(let number, _):
            let chain = table.chains[number]
            facts.name = "chain \(ruleset.texts.string(chain.name))"
            facts.text = words { ruleset.write(chain, of: table, to: &$0) }
            if chain.isBase { facts.role = .base }
            describe(&facts, objectName(chain.name))
        case .set(let number):
            let set = table.sets[number]
            facts.name = "\(set.isMap ? "map" : "set") \(ruleset.texts.string(set.name))"
            facts.holdsRules = false
            facts.text = words { ruleset.write(set, of: table, to: &$0) }
            describe(&facts, objectName(set.name))
        }
        return facts
    }

    private func describe(_ facts: inout BlockFacts, _ name: NftablesObjectName?) {
        guard let name else { return }
        facts.role = name.kind.role
        facts.service = name.service(directory)
        guard name.kind == .endpoint || name.kind == .affinity else { return }
        facts.endpoint = endpoint(of: name)?.description
    }

    /// The endpoint that a chain or set is about.
    func endpoint(of name: NftablesObjectName) -> SocketAddress? {
        index.map { $0.endpoint(of: name) } ?? name.endpoint
    }

    private var tableName: String { "table \(table.family.word) kube-proxy" }

    func facts(ofLine line: Int, in block: Int) -> LineFacts {
        switch origins[line] {
        case .head: headFacts(of: block)
        case .rule(let rule): ruleFacts(Int(rule), in: block)
        case .choice(let rule, let statement, let place, let count):
            choiceFacts(Int(rule), Int(statement), Int(place), count: Int(count), in: block)
        case .network(let rule, let network): networkFacts(Int(rule), networks[Int(network)], in: block)
        case .element(let element): elementFacts(Int(element), in: block)
        }
    }

    // MARK: A block's own line

    private func headFacts(of block: Int) -> LineFacts {
        let place = facts(ofBlock: block)
        var facts = LineFacts(role: .definition, service: place.service, text: place.text)
        // JSON of nft 1.0.6 leaves out some, and kube-proxy all where the kernel or nft doesn't take them.
        facts.mayLackComment = true
        switch objects[block] {
        case .table:
            facts.comment = table.comment.map { ruleset.texts.string($0) }
            facts.parts[.other] = table.others.filter { $0.position == 0 }.map { ruleset.texts.string($0.text) }
                .joined()
        case .chain(let number, _):
            let chain = table.chains[number]
            facts.role = .hook
            facts.comment = chain.comment.map { ruleset.texts.string($0) }
            facts.parts[.hook] = words(hookOf: chain)
        case .set(let number):
            let set = table.sets[number]
            facts.comment = set.comment.map { ruleset.texts.string($0) }
            facts.parts[.hook] = set.type.parts.map { "\($0.word)" }.joined(separator: " . ")
            facts.parts[.timeout] = "\(set.timeout) s"
            facts.parts[.other] = words(restOf: set)
        }
        return facts
    }

    private func words(hookOf chain: NftablesRuleset.Chain) -> String {
        guard let base = chain.base else {
            return (chain.verbatimBase ?? chain.verbatimJSON).map { ruleset.texts.string($0) } ?? ""
        }
        return
            "\(base.kind.word) at \(base.hook.word), priority \(base.priority), policy \((base.policy ?? .accept).word)"
    }

    private func words(restOf set: NftablesRuleset.NamedSet) -> String {
        let flags = NftablesRuleset.NamedSet.Flags.words.filter { $0.flag != .dynamic && set.flags.contains($0.flag) }
        let text = (set.verbatim ?? set.verbatimJSON).map { ruleset.texts.string($0) } ?? ""
        return "\(flags.map { "\($0.word)" }.joined(separator: ",")) \(set.sizeThatWasAskedFor) \(text)"
    }

    // MARK: Texts

    /// What `write` writes.
    func words(_ write: (inout ByteBuffer) -> Void) -> String {
        var buffer = ByteBuffer()
        write(&buffer)
        return buffer.string
    }

    /// The parts of a verdict: whose chain it leads to, and which of them, or all that it says.
    func parts(of verdict: NftablesRuleset.Verdict) -> [LinePart: String] {
        if let chain = verdict.chain {
            guard let name = objectName(chain), let policy = name.kind.policy else {
                return [.verdict: ruleset.texts.string(chain)]
            }
            return [.policy: policy, .verdict: name.base]
        }
        return switch verdict {
        case .accept: [.verdict: "accept"]
        case .drop: [.verdict: "drop"]
        case .continue: [.verdict: "continue"]
        case .return: [.verdict: "return"]
        case .verbatim(let text), .json(let text): [.verdict: ruleset.texts.string(text)]
        case .jump, .goto: [:]
        }
    }

    /// `TCP`, or a number.
    static func words(transport number: UInt8) -> String {
        TransportProtocol(rawValue: number).map { "\($0.manifestName)" } ?? "\(number)"
    }
}
