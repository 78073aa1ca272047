import Addressing
import Diagnostics
import PacketTrace

/// The names of rules and chains on one path.
struct TraceLines {
    private let passage: TracedPath.Passage

    init(_ passage: TracedPath.Passage) { self.passage = passage }

    private var program: FilterProgram { passage.tracer.ruleset.program }

    /// A rule as `TABLE CHAIN` and its text.
    func line(ofRule rule: Int) -> (place: String, text: String) {
        guard program.rules.indices.contains(rule) else { return ("", "") }
        let chain = program.chain(ofRule: rule).map { program.chains[$0] }
        return (chain.map { "\($0.table) \($0.name)" } ?? "", passage.texts.text(of: program.rules[rule].origin))
    }

    /// A chain as `TABLE CHAIN`.
    func name(ofChain chain: Int) -> String {
        let chains = program.chains
        return chains.indices.contains(chain) ? "\(chains[chain].table) \(chains[chain].name)" : ""
    }

    /// A virtual server: `TCP 10.96.0.20:80 (rr)`.
    func name(ofServer server: Int) -> String {
        guard let servers = passage.tracer.ruleset.virtualServers else { return "" }
        return "\(servers.name(of: server)) (\(servers.scheduler(of: server)))"
    }
}

/// The words of a trace that all formats share.
enum TraceWords {
    /// What becomes of packets, in one word.
    static func word(_ kind: Outcome.Kind) -> String {
        switch kind {
        case .local: "node"
        case .sent: "sent"
        case .dropped, .martian: "dropped"
        case .rejected: "rejected"
        case .closed: "closed"
        case .circle: "circle"
        }
    }

    /// What becomes of packets, in a sentence; `rule` is what threw them away.
    static func sentence(_ outcome: Outcome, rule: String?) -> String {
        let by = rule.map { " by \($0)" } ?? ""
        switch outcome.kind {
        case .local: return outcome.destination == nil ? "a process of the node" : "a process of the node, translated"
        case .sent: return "sent on unchanged"
        case .dropped: return "dropped\(by): the client hears nothing"
        case .rejected(.reset): return "rejected\(by): the client gets a TCP reset"
        case .rejected: return "rejected\(by): the client is told \"port unreachable\""
        case .closed: return "accepted by kube-proxy and closed: the Service has no endpoint"
        case .martian: return "dropped by the kernel: packets from other machines to loopback addresses are no good"
        case .circle: return "the rules lead in a circle: the kernel wouldn't load them"
        }
    }

    /// What a hook is called.
    static func name(_ hook: FilterProgram.Hook) -> String {
        switch hook {
        case .prerouting: "PREROUTING"
        case .input: "INPUT"
        case .forward: "FORWARD"
        case .output: "OUTPUT"
        case .postrouting: "POSTROUTING"
        }
    }

    /// A routing decision.
    static func sentence(_ route: Trace.Route) -> String {
        switch route {
        case .local: "routing: the destination is the node itself"
        case .forward: "routing: forwarded"
        case .output: "routing: leaves the node"
        case .loopback: "routing: from the node to itself"
        }
    }

    /// A condition.
    static func sentence(_ condition: Trace.Condition) -> String {
        switch condition {
        case .seen(let list, let seconds):
            seconds == 0 ? "the client is in \(list)" : "the client is in \(list) (seen in the last \(seconds) s)"
        case .unknown(let text): text
        }
    }

    /// A probability as percents with so many digits that shares can be told apart.
    static func percent(_ fraction: Fraction) -> String {
        let value = fraction.approximation * 100
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        return rest == 0 ? "\(whole)%" : "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
    }

    /// How far the kernel's share is from the one that is meant: `+1.55e-10`; nil if it isn't.
    static func error(_ likely: LikelyOutcome) -> String? {
        guard likely.probability != likely.nominal else { return nil }
        let error = likely.probability.approximation - likely.nominal.approximation
        // Closer than a Double can tell.
        guard error != 0 else { return "<1e-16" }
        return (error > 0 ? "+" : "") + Self.scientific(error)
    }

    private static func scientific(_ value: Double) -> String {
        var exponent = 0
        var mantissa = abs(value)
        while mantissa < 1, exponent > -400 {
            mantissa *= 10
            exponent -= 1
        }
        let tenths = Int((mantissa * 10).rounded())
        return "\(value < 0 ? "-" : "")\(tenths / 10).\(tenths % 10)e\(exponent)"
    }
}
