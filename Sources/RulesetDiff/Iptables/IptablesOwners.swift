import ProxyNames
import Addressing
import Bytes
import Netfilter

/// Which service port each chain of a ruleset belongs to, and which endpoint, as far as the rules themselves say it.
///
/// Comments name the service port of a chain; a chain without (kube-proxy leaves comments out in large clusters)
/// belongs to that of the chain that calls it.
struct IptablesOwners: Sendable {
    /// The key of each chain's service port, by the chain's number.
    private var keys: [ArenaText?] = []
    /// The endpoint of each chain, by the chain's number.
    private var endpoints: [SocketAddress?] = []

    init() {}

    init(_ rules: IptablesRules) {
        keys = Array(repeating: nil, count: rules.names.count)
        endpoints = Array(repeating: nil, count: rules.names.count)
        // Callers first: entries, then chains for traffic from outside, then the choices.
        let passes: [@Sendable (IptablesChainName) -> Bool] = [
            { if case .fixed = $0 { true } else { false } },
            { $0 == .hashed(.external) || $0 == .hashed(.firewall) },
            { $0 == .hashed(.cluster) || $0 == .hashed(.local) },
            { $0 == .hashed(.endpoint) },
        ]
        for pass in passes {
            for (block, place) in zip(rules.blocks, rules.chains) where pass(rules.names[Int(place.chain.index)]) {
                for line in block.lines { note(rules, rules.ruleset.tables[place.table], rules.rules[line]) }
            }
        }
    }

    private mutating func note(_ rules: IptablesRules, _ table: IptablesRuleset.Table, _ place: Int) {
        let rule = table.rules[place]
        let chain = Int(rule.chain.index)
        var key: ArenaText?
        for case .comment(let text) in table.options(of: rule) { key = Self.key(in: text, of: rules.ruleset.texts) }
        if case .hashed = rules.names[chain], keys[chain] == nil { keys[chain] = key }
        if case .dnat(let socket, _) = rule.target, endpoints[chain] == nil { endpoints[chain] = socket }
        guard let target = rule.target.chain, case .hashed = rules.names[Int(target.index)] else { return }
        if keys[Int(target.index)] == nil { keys[Int(target.index)] = key ?? keys[chain] }
    }

    /// The key of a chain's service port.
    func service(_ chain: IptablesRuleset.ChainID, _ rules: IptablesRules) -> String? {
        guard keys.indices.contains(Int(chain.index)), let key = keys[Int(chain.index)] else { return nil }
        return rules.ruleset.texts.string(key)
    }

    /// Where the connections of an endpoint's chain go.
    func endpoint(_ chain: IptablesRuleset.ChainID) -> SocketAddress? {
        endpoints.indices.contains(Int(chain.index)) ? endpoints[Int(chain.index)] : nil
    }

    /// The service ports that rules for all Services name or lead to.
    func services(_ rules: IptablesRules) -> Set<String> {
        var found: Set<String> = []
        for (block, place) in zip(rules.blocks, rules.chains) {
            guard case .fixed = rules.names[Int(place.chain.index)] else { continue }
            let table = rules.ruleset.tables[place.table]
            for line in block.lines {
                let rule = table.rules[rules.rules[line]]
                for case .comment(let text) in table.options(of: rule) {
                    if let key = Self.key(in: text, of: rules.ruleset.texts) {
                        found.insert(rules.ruleset.texts.string(key))
                    }
                }
                if let key = rule.target.chain.flatMap({ service($0, rules) }) { found.insert(key) }
            }
        }
        return found
    }

    /// The words that stand before a key in comments of kube-proxy's.
    private static let openings = [
        "masquerade traffic for ", "pod traffic for ", "masquerade LOCAL traffic for ", "route LOCAL traffic for ",
        "other traffic to ",
    ].map { Array($0.utf8) }

    /// The part of a comment that is a service port's key: `NAMESPACE/NAME` or `NAMESPACE/NAME:PORT`.
    static func key(in comment: ArenaText, of texts: TextArena) -> ArenaText? {
        texts.withBytes(of: comment) { bytes in
            let start = openings.first { bytes.starts(with: $0) }?.count ?? 0
            var end = start
            var slashes = 0
            while end < bytes.count, bytes[end] != UInt8(ascii: " ") {
                // Whatever has other letters than names of Services isn't kube-proxy's.
                guard isLetterOfKey(bytes[end]) else { return nil }
                if bytes[end] == UInt8(ascii: "/") { slashes += 1 }
                end += 1
            }
            guard slashes == 1, end > start else { return nil }
            return ArenaText(offset: comment.offset + UInt32(start), length: UInt32(end - start))
        }
    }

    /// Whether a byte can stand in a key: names are of lower-case letters, digits, `-` and `.`.
    private static func isLetterOfKey(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x30...0x39: true
        default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == 0x2F || byte == 0x3A
        }
    }
}
