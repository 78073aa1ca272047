import Addressing
import Bytes
import Manifests
import Netfilter
import ServiceProxy

/// A ruleset with the tables filter and nat that rules are being added to.
struct IptablesDraft {
    typealias Option = IptablesRuleset.Option
    typealias ChainID = IptablesRuleset.ChainID

    private(set) var ruleset: IptablesRuleset
    private var fixedChains: [FixedChain: ChainID] = [:]
    private let spellings: SymbolTable
    private var scratch = Scratch()

    /// Chains that don't belong to one Service.
    enum FixedChain: String, CaseIterable {
        case services = "KUBE-SERVICES"
        case externalServices = "KUBE-EXTERNAL-SERVICES"
        case forward = "KUBE-FORWARD"
        case nodePorts = "KUBE-NODEPORTS"
        case proxyFirewall = "KUBE-PROXY-FIREWALL"
        case firewall = "KUBE-FIREWALL"
        case postrouting = "KUBE-POSTROUTING"
        case markMasquerade = "KUBE-MARK-MASQ"
    }

    /// An empty ruleset for the rules of `view`.
    init(_ view: ProxyView) {
        ruleset = IptablesRuleset(family: view.family)
        spellings = view.spellings
        for table in [IptablesTableName.filter, .nat] {
            ruleset.tables.append(.init(name: ruleset.texts.add("\(table.text)")))
        }
        for chain in FixedChain.allCases {
            fixedChains[chain] = ruleset.addChain(named: ruleset.texts.add(chain.rawValue))
        }
    }

    /// One of the chains that don't belong to a Service.
    func chain(_ fixed: FixedChain) -> ChainID { fixedChains[fixed] ?? ChainID(0) }

    /// A new chain whose name is `prefix` and a hash.
    mutating func chain(_ prefix: StaticString, _ hash: ChainHash) -> ChainID {
        ruleset.addChain(
            named: text {
                $0.append(prefix); $0.append(hash)
            })
    }

    /// A new chain with a name of its own.
    mutating func chain(named name: StaticString) -> ChainID {
        ruleset.addChain(named: text { $0.append(name) })
    }

    /// What `write` writes, as a text of the ruleset.
    mutating func text(_ write: (inout ByteBuffer) -> Void) -> ArenaText {
        scratch.buffer.removeAll()
        write(&scratch.buffer)
        return ruleset.texts.add(scratch.buffer)
    }

    /// What compares with an address.
    mutating func match(_ address: Spelled<IPAddress>) -> IptablesRuleset.AddressMatch {
        .init(address.value, spelling: spelling(address.text))
    }

    /// What compares with a network.
    mutating func match(_ prefix: Spelled<IPPrefix>) -> IptablesRuleset.AddressMatch {
        .init(prefix.value, spelling: spelling(prefix.text))
    }

    /// What compares with the networks of the node's pods.
    mutating func match(_ prefix: IPPrefix, text: String?, negated: Bool) -> IptablesRuleset.AddressMatch {
        .init(prefix, negated: negated, spelling: ruleset.spelling(text))
    }

    /// The target that sends packets to an endpoint of `view`.
    mutating func destination(_ endpoint: Endpoint, of view: ProxyView) -> IptablesRuleset.Target {
        guard endpoint.text != .empty else { return .dnat(endpoint.socket) }
        return .dnat(endpoint.socket, ruleset.addSpelling(text { view.write(endpoint, to: &$0) }))
    }

    private mutating func spelling(_ text: Symbol) -> AddressSpelling {
        text == .empty ? .canonical : ruleset.spelling(spellings.name(text))
    }

    /// A comment.
    mutating func comment(_ write: (inout ByteBuffer) -> Void) -> Option { .comment(text(write)) }

    /// A comment that is the same for all Services.
    mutating func comment(_ words: StaticString) -> Option { .comment(text { $0.append(words) }) }

    /// Adds a chain line.
    mutating func declare(_ chain: ChainID, in table: IptablesTableName) {
        ruleset.tables[table.rawValue].chains.append(.init(chain: chain))
    }

    /// Adds an option to the rule that `end` will finish.
    mutating func add(_ option: Option, in table: IptablesTableName) {
        ruleset.tables[table.rawValue].options.append(option)
    }

    /// Makes a rule of the options added since the last one.
    mutating func end(_ chain: ChainID, _ target: IptablesRuleset.Target, in table: IptablesTableName) {
        ruleset.tables[table.rawValue].endRule(in: chain, target: target)
    }
}

extension IptablesRuleset {
    /// The spelling of an address that the tool gets as `text`; nil stands for the canonical one.
    mutating func spelling(_ text: String?) -> AddressSpelling {
        guard let text else { return .canonical }
        return addSpelling(texts.add(text))
    }
}

/// A buffer to put texts together in; a class, because a draft is copied and a buffer can't be.
private final class Scratch {
    var buffer = ByteBuffer()
}

extension IptablesRuleset.Table {
    /// Makes a rule of the options that were added behind those of the last one.
    mutating func endRule(in chain: IptablesRuleset.ChainID, target: IptablesRuleset.Target) {
        let first = rules.last.map { $0.firstOption + UInt32($0.optionCount) } ?? 0
        rules.append(
            .init(
                chain: chain, firstOption: first, optionCount: UInt16(truncatingIfNeeded: options.count - Int(first)),
                target: target))
    }
}
