import ProxyNames
import Addressing
import Bytes
import Netfilter

/// A rule of iptables taken apart into words.
struct IptablesRuleWords {
    /// The rule as `iptables-save` prints it.
    let text: String
    /// All that it says but for its comment, by what it is about.
    private(set) var parts: [LinePart: String] = [:]
    /// Its comment.
    private(set) var comment: String?
    /// The key of the service port that its comment names, or to whose chain it leads.
    private(set) var service: String?
    /// The network that it compares sources with.
    private(set) var source: String?
    /// The address and port that it compares destinations with: `10.96.0.20:80/TCP`, `30080/TCP`.
    private(set) var socket = ""
    /// The virtual server whose packets it is about.
    private(set) var virtualService: Destination?
    /// The name of the chain or target.
    private(set) var target = ""
    /// Whether it looks packets up in a set.
    private(set) var hasSet = false

    private let ruleset: IptablesRuleset

    init(_ rule: IptablesRuleset.Rule, _ table: IptablesRuleset.Table, _ rules: IptablesRules) {
        ruleset = rules.ruleset
        var buffer = ByteBuffer()
        ruleset.write(rule: rule, of: table, to: &buffer, spelling: .kernel)
        text = String(buffer.string.dropLast())
        var destination: IPPrefix?
        var port: UInt16?
        var transport = ""
        for option in table.options(of: rule) {
            switch option {
            case .source(let match):
                source = Self.network(match)
                add(.match, "from \(Self.network(match))")
            case .destination(let match):
                destination = match.prefix
                add(.match, "to \(Self.network(match))")
            case .inInterface(let match), .outInterface(let match): add(.other, ruleset.texts.string(match.name))
            case .protocol(let match):
                transport = TransportProtocol(rawValue: match.number).map { "\($0.manifestName)" } ?? "\(match.number)"
                add(.transport, transport)
            case .destinationPort(let match):
                port = match.lower
                add(
                    .port,
                    "\(match.negated ? "! " : "")\(match.lower)\(match.upper == match.lower ? "" : ":\(match.upper)")")
            case .comment(let words):
                comment = ruleset.texts.string(words)
                service = IptablesOwners.key(in: words, of: ruleset.texts).map { ruleset.texts.string($0) } ?? service
            case .randomProbability(let fraction): add(.probability, Self.words(fraction))
            case .recent(let match): add(.timeout, match.seconds == 0 ? "remembered" : "\(match.seconds) s")
            case .mark(let value, let mask, let negated): add(.mark, "\(negated) \(value) \(mask)")
            case .conntrackState(let states, let negated):
                add(.state, (negated ? "! " : "") + Self.words(states))
            case .addressType(let match): add(.state, match.side == .source ? "src-type LOCAL" : "dst-type LOCAL")
            case .set:
                hasSet = true
                add(.other, words(option))
            case .virtualService(let match):
                destination = IPPrefix(host: match.address)
                port = match.port
                transport = "\(match.transport.manifestName)"
                virtualService = .socket(match.transport, SocketAddress(match.address, port: match.port))
                add(.other, words(option))
            case .sourcePort, .other: add(.other, words(option))
            case .protocolModule, .accounting: break
            }
        }
        setTarget(rule.target, rules)
        let address = destination.map { $0.isHost ? SocketAddress($0.address, port: port ?? 0).description : "\($0)" }
        socket = [address ?? port.map { "\($0)" } ?? "", transport].filter { !$0.isEmpty }.joined(separator: "/")
    }

    private mutating func add(_ part: LinePart, _ words: String) {
        parts[part] = parts[part].map { "\($0) \(words)" } ?? words
    }

    private mutating func setTarget(_ value: IptablesRuleset.Target, _ rules: IptablesRules) {
        switch value {
        case .none: target = ""
        case .accept: target = "ACCEPT"
        case .drop: target = "DROP"
        case .return: target = "RETURN"
        case .reject: target = words(value)
        case .mark(let change):
            target = "MARK"
            parts[.mark] = "\(change)"
        case .masquerade(let randomFully):
            target = "MASQUERADE"
            parts[.other] = randomFully ? "--random-fully" : nil
        case .dnat: target = "DNAT"
        case .redirect(let port):
            target = "REDIRECT"
            parts[.endpointPort] = "\(port)"
        case .other: target = words(value)
        case .jump(let chain), .goto(let chain):
            target = ruleset.name(of: chain)
            guard case .hashed(let kind) = rules.names[Int(chain.index)], kind != .endpoint else { break }
            parts[.policy] = kind.word
            parts[.verdict] = String(target.dropFirst(kind.rawValue.utf8.count))
            service = service ?? rules.owners.service(chain, rules)
            return
        }
        parts[.verdict] = target
    }

    /// What packets to a Service's address are, by the comment.
    var entryRole: LineRole {
        for (ending, role) in Self.entries where comment?.hasSuffix(ending) == true { return role }
        return parts[.match] == nil ? .nodePort : .clusterIP
    }

    private static let entries: [(ending: String, role: LineRole)] = [
        (" cluster IP", .clusterIP), (" external IP", .externalIP), (" loadbalancer IP", .loadBalancerIP),
    ]

    /// The endpoint that the comment names: `shop/web:http -> 10.244.1.5:8080`.
    var commentedEndpoint: String? {
        guard let comment, let arrow = comment.firstRange(of: " -> ") else { return nil }
        return String(comment[arrow.upperBound...])
    }

    // MARK: Words

    private static func network(_ match: IptablesRuleset.AddressMatch) -> String {
        (match.negated ? "! " : "") + "\(match.prefix)"
    }

    private static func words(_ states: IptablesRuleset.ConntrackStates) -> String {
        IptablesRuleset.ConntrackStates.words.filter { states.contains($0.state) }.map { "\($0.word)" }
            .joined(separator: ",")
    }

    /// The fraction with the digits that say something.
    private static func words(_ fraction: IptablesRuleset.DecimalFraction) -> String {
        let digits = Int(min(fraction.digits, 18))
        let text = String(fraction.units)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        let point = padded.index(padded.endIndex, offsetBy: -digits)
        return "\(padded[..<point]).\(padded[point...])"
    }

    private func words(_ option: IptablesRuleset.Option) -> String {
        var buffer = ByteBuffer()
        ruleset.write(option, to: &buffer)
        return String(buffer.string.drop { $0 == " " })
    }

    private func words(_ target: IptablesRuleset.Target) -> String {
        var buffer = ByteBuffer()
        ruleset.write(target, to: &buffer)
        return String(buffer.string.drop { $0 == " " })
    }
}

extension IptablesChainName.Hashed {
    /// Which of a Service's chains it is, as `LinePart.policy` says it.
    var word: String {
        switch self {
        case .cluster: "cluster"
        case .local: "local"
        case .external: "external"
        case .firewall: "firewall"
        case .endpoint: "endpoint"
        }
    }
}
