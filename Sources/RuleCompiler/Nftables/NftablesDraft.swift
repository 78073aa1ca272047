import Addressing
import Bytes
import Manifests
import Netfilter
import ServiceProxy

/// The table kube-proxy while it is being compiled, and the commands that make it.
struct NftablesDraft {
    typealias Statement = NftablesRuleset.Statement
    typealias Element = NftablesRuleset.Element
    typealias Value = NftablesRuleset.Value
    typealias Verdict = NftablesRuleset.Verdict
    typealias Command = NftablesTransaction.Command

    let family: IPFamily
    private(set) var texts = TextArena()
    var table: NftablesRuleset.Table
    private var commands: [Command] = []
    private var replaced: [Element] = []
    private var transient: [NftablesRuleset.NamedSet] = []
    private let includesObjectComments: Bool
    /// Where the table hangs in the kernel.
    let baseChains: BaseChains
    private let replacesElements: Bool
    /// Names longer than this, prefix aside, are cut: the kernel takes 255 bytes in all.
    let longestName: Int
    private var fixedChains: [FixedChain: UInt32] = [:]
    private var fixedChainNames: [FixedChain: ArenaText] = [:]
    private var fixedSets: [FixedSet: UInt32] = [:]
    private var placed: [ElementKey: PlacedElement] = [:]
    private let spellings: SymbolTable
    private var spelled: [Symbol: UInt32] = [:]
    private var scratch = NftablesScratch()

    /// What makes an element unique in its set.
    private struct ElementKey: Hashable {
        let set: FixedSet
        let address: Spelled<IPAddress>?
        let transport: UInt8
        let port: UInt16
        let source: Value?
    }

    /// Where an element stands.
    private struct PlacedElement {
        let element: Int
        let command: Int
    }

    init(for compiler: NftablesCompiler) {
        family = compiler.view.family
        spellings = compiler.view.spellings
        includesObjectComments = compiler.options.includesObjectComments
        baseChains = .of(compiler.view.node.behavior)
        longestName = compiler.view.node.behavior.nftablesLongestName
        replacesElements = compiler.view.node.behavior.nftablesReplacesElements
        let name = texts.add("kube-proxy")
        table = NftablesRuleset.Table(family: family == .ipv4 ? .ip : .ip6, name: name)
        if includesObjectComments { table.comment = texts.add("rules for kube-proxy") }
        for chain in FixedChain.allCases { fixedChainNames[chain] = texts.add(chain.rawValue) }
        commands.append(.addTable)
    }

    /// The table and its commands.
    consuming func finished() -> NftablesTransaction {
        var transaction = NftablesTransaction()
        transaction.ruleset.texts = texts
        transaction.ruleset.tables = [table]
        transaction.commands = commands
        transaction.replaced = replaced
        transaction.transient = transient
        return transaction
    }

    /// Drops all rules and elements that were added so far; chains and sets stay.
    mutating func forgetFixedRules() {
        table.rules.removeAll()
        table.elements.removeAll()
        placed.removeAll()
        commands.removeAll()
    }

    // MARK: Texts

    /// What `write` writes, as a text of the ruleset.
    mutating func text(_ write: (inout ByteBuffer) -> Void) -> ArenaText {
        scratch.buffer.removeAll()
        write(&scratch.buffer)
        return texts.add(scratch.buffer)
    }

    /// What `write` makes of another text of the ruleset; the arena isn't copied for it.
    mutating func text(
        joining part: ArenaText, _ write: (inout ByteBuffer, borrowing TextArena, ArenaText) -> Void
    ) -> ArenaText {
        scratch.buffer.removeAll()
        write(&scratch.buffer, texts, part)
        return texts.add(scratch.buffer)
    }

    /// Words that are known when the program is built.
    mutating func text(_ words: StaticString) -> ArenaText { text { $0.append(words) } }

    /// A comment of a table, chain, set or map: none where they can't have one.
    private mutating func objectComment(_ words: StaticString?) -> ArenaText? {
        guard includesObjectComments, let words else { return nil }
        return text(words)
    }

    // MARK: Chains

    /// The name of one of the chains that don't belong to a Service.
    func name(_ chain: FixedChain) -> ArenaText { fixedChainNames[chain] ?? .empty }

    /// The index of such a chain, which is added when it is asked for first.
    mutating func chain(_ chain: FixedChain) -> UInt32 {
        if let known = fixedChains[chain] { return known }
        let base = baseChains.hooks.first { $0.chain == chain }?.base
        let index = addChain(name(chain), comment: objectComment(chain.comment), base: base)
        fixedChains[chain] = index
        return index
    }

    /// A new chain, added and flushed.
    mutating func addChain(
        _ name: ArenaText, comment: ArenaText? = nil, base: NftablesRuleset.BaseChain? = nil
    ) -> UInt32 {
        let index = UInt32(table.chains.count)
        table.chains.append(.init(name: name, comment: comment, base: base))
        commands.append(.addChain(index))
        commands.append(.flushChain(index))
        return index
    }

    /// The base chains: they are the first of the table.
    mutating func addBaseChains() {
        for index in baseChains.hooks.indices where baseChains.areMadeAnew {
            commands.append(.addBareChain(UInt32(index)))
            commands.append(.deleteChain(UInt32(index)))
        }
        for hook in baseChains.hooks { _ = chain(hook.chain) }
    }

    // MARK: Rules

    /// Adds a statement to the rule that `end` will finish.
    mutating func add(_ statement: Statement) { table.statements.append(statement) }

    /// Makes a rule of the statements added since the last one.
    mutating func end(_ chain: UInt32, comment: ArenaText? = nil) {
        let start = firstFreeStatement
        table.rules.append(
            .init(
                chain: chain, firstStatement: UInt32(start),
                statementCount: UInt16(truncatingIfNeeded: table.statements.count - start), comment: comment))
        firstFreeStatement = table.statements.count
        commands.append(.addRule(UInt32(table.rules.count - 1)))
    }

    /// Where the statements of the next rule begin.
    private var firstFreeStatement = 0

    /// Adds a match.
    mutating func match(
        _ key: NftablesRuleset.Key, _ operand: NftablesRuleset.Operand, negated: Bool = false
    ) {
        add(.match(key, negated: negated, operand))
    }

    /// The endpoints of a random choice, as a range of the table's.
    mutating func choice(of endpoints: some Sequence<SocketAddress>) -> Range<UInt32> {
        let start = UInt32(table.endpoints.count)
        table.endpoints.append(contentsOf: endpoints)
        return start..<UInt32(table.endpoints.count)
    }

    /// The verdicts of a random choice, as a range of the table's.
    mutating func choice(of verdicts: some Sequence<Verdict>) -> Range<UInt32> {
        let start = UInt32(table.verdicts.count)
        table.verdicts.append(contentsOf: verdicts)
        return start..<UInt32(table.verdicts.count)
    }

    /// An anonymous set of `members`.
    mutating func anonymousSet(_ members: some Sequence<NftablesRuleset.Member>) -> NftablesRuleset.Operand {
        let start = UInt32(table.members.count)
        table.members.append(contentsOf: members)
        return .members(start..<UInt32(table.members.count))
    }

    // MARK: Addresses

    /// An address as a part of an element's key.
    mutating func value(_ address: Spelled<IPAddress>) -> Value {
        address.isOdd
            ? .spelled(spelled(IPPrefix(host: address.value), isAddress: true, address.text)) : .address(address.value)
    }

    /// A network as a part of an element's key.
    mutating func value(_ prefix: Spelled<IPPrefix>) -> Value {
        prefix.isOdd ? .spelled(spelled(prefix.value, isAddress: false, prefix.text)) : .prefix(prefix.value)
    }

    /// An address to compare with.
    mutating func operand(_ address: Spelled<IPAddress>) -> NftablesRuleset.Operand {
        address.isOdd
            ? .spelled(spelled(IPPrefix(host: address.value), isAddress: true, address.text)) : .address(address.value)
    }

    /// The networks of the node's pods, to compare with.
    mutating func operand(_ prefix: IPPrefix, text: String?) -> NftablesRuleset.Operand {
        guard let text else { return .prefix(prefix) }
        table.spelled.append(.init(prefix, isAddress: false, text: texts.add(text)))
        return .spelled(UInt32(table.spelled.count - 1))
    }

    /// The statement that sends packets to an endpoint of `view`.
    mutating func destination(_ endpoint: Endpoint, of view: ProxyView) -> Statement {
        guard endpoint.text != .empty else { return .dnat(endpoint.socket) }
        return .spelledDNAT(endpoint.socket, text { view.write(endpoint, to: &$0) })
    }

    /// The place of a text among the table's `spelled`.
    private mutating func spelled(_ prefix: IPPrefix, isAddress: Bool, _ text: Symbol) -> UInt32 {
        if let known = spelled[text] { return known }
        let index = UInt32(table.spelled.count)
        table.spelled.append(.init(prefix, isAddress: isAddress, text: texts.add(spellings.name(text))))
        spelled[text] = index
        return index
    }

    // MARK: Sets and elements

    /// Adds one of the sets and maps that don't belong to a Service.
    mutating func addSet(_ set: FixedSet) {
        let index = UInt32(table.sets.count)
        fixedSets[set] = index
        table.sets.append(declaration(of: set))
        commands.append(.addSet(index))
    }

    /// Adds the set, empties it, and leaves it to be filled.
    mutating func addEmptySet(_ set: FixedSet) {
        addSet(set)
        commands.append(.flushSet(UInt32(table.sets.count - 1)))
    }

    /// One of these sets, to look packets up in.
    mutating func named(_ set: FixedSet) -> NftablesRuleset.Operand { .set(text { $0.append(set.rawValue) }) }

    /// Empties a set that was added before.
    mutating func flush(_ set: FixedSet) {
        if let index = fixedSets[set] { commands.append(.flushSet(index)) }
    }

    /// Removes the set, if there is one.
    mutating func removeSet(_ set: FixedSet) {
        transient.append(declaration(of: set))
        commands.append(.addTransient(UInt32(transient.count - 1)))
        commands.append(.deleteTransient(UInt32(transient.count - 1)))
    }

    private mutating func declaration(of set: FixedSet) -> NftablesRuleset.NamedSet {
        var named = NftablesRuleset.NamedSet(
            name: text { $0.append(set.rawValue) }, isMap: set.isMap, type: set.keyType(family),
            comment: objectComment(set.comment))
        if set == .firewallAllow { named.flags = .interval }
        return named
    }

    /// Adds a set in which a rule remembers clients for some seconds.
    mutating func addAffinitySet(_ name: ArenaText, seconds: UInt32) {
        let address = NftablesRuleset.DataType.address(family)
        var set = NftablesRuleset.NamedSet(name: name, isMap: false, type: .init([address]))
        set.flags = [.dynamic, .timeout]
        set.timeout = seconds
        table.sets.append(set)
        commands.append(.addSet(UInt32(table.sets.count - 1)))
    }

    /// Adds an element whose key is any of address, protocol, port and source, in this order; for hairpin connections
    /// the address stands twice. An element of the same key that says something else is replaced: the last one counts.
    mutating func addElement(
        _ set: FixedSet, _ address: Spelled<IPAddress>? = nil, _ transport: TransportProtocol? = nil,
        _ port: UInt16 = 0,
        source: Value? = nil, comment: ArenaText? = nil, verdict: Verdict? = nil
    ) {
        guard let index = fixedSets[set] else { return }
        let key = ElementKey(
            set: set, address: address, transport: transport?.rawValue ?? 0, port: port, source: source)
        let known = placed[key]
        if let known {
            let old = table.elements[known.element]
            if isEqual(old.comment, comment) && isEqual(old.verdict, verdict) { return }
        }
        let first = table.values.count
        if let address { table.values.append(value(address)) }
        if let address, set == .hairpinConnections { table.values.append(value(address)) }
        if let transport {
            table.values.append(.transport(transport.rawValue))
            table.values.append(.number(UInt32(port)))
        }
        if let source { table.values.append(source) }
        let element = Element(
            set: index, firstValue: UInt32(first), valueCount: UInt8(table.values.count - first), comment: comment,
            verdict: verdict)
        if let known {
            replace(known, by: element, key)
        } else {
            placed[key] = PlacedElement(element: table.elements.count, command: commands.count)
            commands.append(.addElement(UInt32(table.elements.count)))
            table.elements.append(element)
        }
    }

    private mutating func replace(_ known: PlacedElement, by element: Element, _ key: ElementKey) {
        let number = UInt32(replaced.count)
        replaced.append(table.elements[known.element])
        commands[known.command] = .addReplaced(number)
        if replacesElements { commands.append(.deleteReplaced(number)) }
        table.elements[known.element] = element
        placed[key] = PlacedElement(element: known.element, command: commands.count)
        commands.append(.addElement(UInt32(known.element)))
    }

    private func isEqual(_ a: ArenaText?, _ b: ArenaText?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return texts.withBytes(of: a) { a in texts.withBytes(of: b) { a.elementsEqual($0) } }
    }

    private func isEqual(_ a: Verdict?, _ b: Verdict?) -> Bool {
        if case .goto(let a) = a, case .goto(let b) = b { return isEqual(a, b) }
        return a == b
    }
}

/// A buffer to put texts together in; a class, because a draft is copied and a buffer can't be.
final class NftablesScratch {
    var buffer = ByteBuffer()
}

extension NftablesRuleset.DataType {
    /// The type of a family's addresses.
    static func address(_ family: IPFamily) -> Self { family == .ipv4 ? .ipv4Address : .ipv6Address }
}
