import ProxyNames

/// What differences of virtual servers, sets and kube-ipvs0 are in words, where it is another thing than with rules.
struct IPVSWords {
    let message: String
    let effect: String

    /// Nil if the words for rules hold too.
    init?(_ group: DriftGroup) {
        guard let words = Self.words(group) else { return nil }
        (message, effect) = words
    }

    private static func words(_ group: DriftGroup) -> (String, String)? {
        switch group.first.block.role {
        case .virtualServer: virtualServer(group)
        case .interface: interface(group)
        default: group.first.block.table == IPSetRules.tableName ? set(group) : nil
        }
    }

    // MARK: Virtual servers

    private static func virtualServer(_ group: DriftGroup) -> (String, String)? {
        let (expected, live) = (group.first.expected, group.first.live)
        switch group.kind {
        case .probability:
            guard let weight = live?.parts[.weight], let wanted = expected?.parts[.weight] else { return nil }
            return (
                "endpoint \(group.subject) has weight \(weight) in place of \(wanted)",
                "it gets another share of the connections"
            )
        case .rule:
            return (
                "endpoint \(group.subject) is reached in another way by \(group.first.block.name)",
                "connections to it fail, or are limited in number"
            )
        case .setDefinition:
            return ("\(group.first.block.name) is defined otherwise", "connections are scheduled in another way")
        case .affinity where expected?.parts[.timeout] == nil:
            return ("session affinity is kept and isn't wanted", "clients stay at one endpoint")
        case .affinity where live?.parts[.timeout] == nil:
            return ("session affinity isn't kept", "clients change their endpoint from connection to connection")
        case .affinity:
            let times = "\(live?.parts[.timeout] ?? "") in place of \(expected?.parts[.timeout] ?? "")"
            return (
                "session affinity is kept otherwise: \(times)", "clients lose their endpoint too early or too late"
            )
        case .tableFlushed: return ("all virtual servers are gone", "no Service works on this node")
        default: return nil
        }
    }

    // MARK: kube-ipvs0

    private static func interface(_ group: DriftGroup) -> (String, String)? {
        let name = group.first.block.name
        switch group.kind {
        case .addressMissing:
            return ("\(group.subject) isn't an address of \(name)", "the node takes no connections to it in")
        case .addressStale:
            return ("\(group.subject) is an address of \(name) and shouldn't be", "the node takes it for its own")
        case .chainFlushed: return ("\(name) has lost its addresses", "the node takes no connections to Services in")
        default: return nil
        }
    }

    // MARK: Sets

    private static func set(_ group: DriftGroup) -> (String, String)? {
        let name = group.first.block.name
        let isMissing = group.first.change != .extra
        switch group.kind {
        case .address, .nodePort, .policy, .sourceRange:
            if let words = moved(group) { return words }
            guard group.kind == .nodePort else { return nil }
            return isMissing
                ? (
                    "node port \(group.subject) isn't in \(name)",
                    "connections to it are refused, or answers don't come back"
                )
                : (
                    "node port \(group.subject) is in \(name) and shouldn't be",
                    "packets to it are treated as if a Service had it"
                )
        case .addressMissing, .addressStale:
            return isMissing
                ? ("\(group.subject) isn't in \(name)", "connections to it are refused, or answers don't come back")
                : (
                    "\(group.subject) is in \(name) and shouldn't be",
                    "packets to it are treated as if a Service had it"
                )
        case .masquerade:
            let endpoint = (group.first.expected ?? group.first.live)?.endpoint ?? group.subject
            return isMissing
                ? ("endpoint \(endpoint) isn't in \(name)", "it can't connect to itself by way of its Service")
                : ("\(endpoint) is in \(name) and shouldn't be", "")
        case .chainFlushed: return ("\(name) is empty", "rules that look packets up in it never match")
        case .chainMissing: return ("\(name) is missing", "rules can't look packets up in it")
        case .chainStale: return ("\(name) is left over", "rules that look packets up in it may still match")
        case .duplicate: return ("an element of \(name) stands twice", "")
        case .tableFlushed: return ("all of kube-proxy's sets are gone", "no Service works on this node")
        default: return nil
        }
    }

    /// An element that stands for another destination than it should.
    private static func moved(_ group: DriftGroup) -> (String, String)? {
        guard let live = group.first.live?.destination, let wanted = group.first.expected?.destination, live != wanted
        else { return nil }
        return (
            "\(wanted.text) stands in \(group.first.block.name) as \(live.text)",
            "packets to \(wanted.text) aren't found there"
        )
    }
}
