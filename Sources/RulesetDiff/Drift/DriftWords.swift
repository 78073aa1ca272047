/// What a group of differences is in words: what differs, and what that does to traffic.
struct DriftWords {
    /// What differs.
    let message: String
    /// What that does to traffic; empty if nothing.
    let effect: String

    init(_ group: DriftGroup, _ perspective: DriftPerspective) {
        let sentence = perspective == .drift ? Self.drift(group) : Self.change(group)
        message = sentence.message
        effect = perspective == .drift ? sentence.effect : ""
    }

    private typealias Sentence = (message: String, effect: String)

    // MARK: What is, and what should be

    private static func drift(_ group: DriftGroup) -> Sentence {
        if let words = IPVSWords(group) { return (words.message, words.effect) }
        let subject = group.subject
        let change = group.first.change
        switch group.kind {
        case .serviceMissing:
            return ("the Service has no rules here", "connections to it aren't sent to any endpoint")
        case .serviceUnknown:
            return (
                "there are rules for a Service that isn't in the manifests",
                "connections to its addresses still go somewhere"
            )
        case .endpointMissing:
            return ("endpoint \(subject) is missing", "it gets no new connections")
        case .endpointStale:
            return (
                "\(subject) isn't an endpoint any more", "connections that are sent there fail or reach something else"
            )
        case .endpointPort where group.first.role != .choice && group.first.role != .destination:
            return (
                "connections to \(subject) are sent to port \(group.livePort ?? "?") of the node",
                "kube-proxy doesn't listen there for this Service"
            )
        case .endpointPort:
            return (
                "endpoint \(subject) is reached on port \(group.livePort ?? "?")",
                "connections that are sent there are refused or reach something else"
            )
        case .endpointAddress:
            return (
                "connections for endpoint \(subject) go to \(group.liveAddress ?? "another address")",
                "the endpoint gets no new connections"
            )
        case .probability:
            return (
                "endpoints have other probabilities\(values(group, .probability))",
                "some get more connections than others"
            )
        case .addressMissing where group.first.role == .address:
            return ("\(group.subject) is missing in \(group.first.block.name)", "rules that look it up don't find it")
        case .addressStale where group.first.role == .address:
            return (
                "\(group.subject) is in \(group.first.block.name) and shouldn't be",
                "rules that look it up take it for one of the Services' or of the node's"
            )
        case .addressMissing: return ("\(address(group)) isn't served", "connections to it aren't sent to any endpoint")
        case .addressStale:
            return ("\(address(group)) is served and shouldn't be", "connections to it still go to endpoints")
        case .address:
            return (
                "\(address(group)) is served as \(group.liveSubject)", "connections to it aren't sent to any endpoint"
            )
        case .nodePort: return nodePort(group)
        case .reject: return reject(group)
        case .policy:
            return (
                "traffic goes to \(endpoints(group.first.live, beside: group.first.expected)), and the policy says "
                    + endpoints(group.first.expected, beside: group.first.live),
                "connections go where the traffic policy doesn't want them, or the client's address is lost"
            )
        case .affinity: return affinity(group)
        case .masquerade: return masquerade(group)
        case .sourceRange: return sourceRange(group)
        case .healthCheck:
            return (
                "the health-check node port\(healthCheckPort(group)) \(verb(change))",
                change == .extra ? "" : "load balancers take the node for unhealthy"
            )
        case .localnet:
            return (
                "the rule against packets to 127.0.0.0/8 from outside \(verb(change))",
                "neighbours of the node can reach services that listen on localhost"
            )
        case .scheduler:
            return ("connections are spread otherwise\(values(group, .scheduler))", "endpoints get other shares")
        case .jump: return jump(group)
        case .order:
            return ("rules of \(group.first.block.name) stand in another order", "packets meet them in the wrong order")
        case .baseChain:
            return ("\(subject) \(verb(change))\(values(group, .hook))", "its rules see other packets, or none")
        case .setDefinition:
            return ("\(subject) is defined otherwise", "rules that look packets up in it don't work as they should")
        case .chainMissing: return ("\(subject) is missing", "what should be sent there isn't")
        case .chainStale: return ("\(subject) is left over", "packets that get there are treated by old rules")
        case .chainFlushed where !group.first.block.holdsRules:
            return ("\(subject) is empty", "rules that look packets up in it find nothing")
        case .chainFlushed: return ("\(subject) is empty", "packets that get there pass as if there were no rule")
        case .tableFlushed: return ("\(subject) has been flushed", "no Service works on this node")
        case .rule:
            return (
                "a rule of \(group.first.block.name) \(verb(change))",
                group.first.role == .balancing ? "new connections aren't sent to any endpoint" : ""
            )
        case .ruleUnknown:
            return (
                "\(group.first.block.name) has a rule that kube-proxy doesn't write",
                "kube-proxy removes it at its next sync"
            )
        case .duplicate:
            return (
                "a rule of \(group.first.block.name) stands twice",
                group.first.role == .choice ? "the endpoint gets more connections than others" : ""
            )
        case .comment: return ("a comment in \(group.first.block.name) differs", "")
        case .canary:
            return ("\(group.first.block.name) is missing", "kube-proxy doesn't notice when the tables are flushed")
        case .familyMissing, .otherMode, .otherBackend, .otherVersion: return (subject, "")
        }
    }

    private static func nodePort(_ group: DriftGroup) -> Sentence {
        switch group.first.change {
        case .missing: ("node port \(group.subject) isn't served", "connections to it are refused")
        case .extra:
            ("node port \(group.subject) is served and shouldn't be", "connections to it still go to endpoints")
        default: ("node port \(group.subject) is served as \(group.liveSubject)", "connections to it are refused")
        }
    }

    private static func reject(_ group: DriftGroup) -> Sentence {
        switch group.first.change {
        case .missing:
            (
                "\(address(group)) has no endpoint here and isn't refused",
                "clients wait for a timeout, or reach something else"
            )
        case .extra: ("\(address(group)) is refused and has endpoints", "connections fail")
        default: ("\(address(group)) is refused in another way", "clients see another error, or a timeout")
        }
    }

    private static func affinity(_ group: DriftGroup) -> Sentence {
        switch group.first.change {
        case .missing: ("session affinity isn't kept", "clients change their endpoint from connection to connection")
        case .extra: ("session affinity is kept and isn't wanted", "clients stay at one endpoint")
        default:
            (
                "session affinity is kept otherwise\(values(group, .timeout))",
                "clients lose their endpoint too early or too late"
            )
        }
    }

    private static func masquerade(_ group: DriftGroup) -> Sentence {
        if group.first.role == .hairpin {
            let connections = "connections of \(group.subject) to itself"
            let effect = "the endpoint doesn't reach itself through its Service"
            return switch group.first.change {
            case .missing: ("\(connections) aren't masqueraded", effect)
            case .extra: ("\(connections) are masqueraded and needn't be", "")
            default: ("the rule that masquerades \(connections) differs", effect)
            }
        }
        return switch group.first.change {
        case .missing:
            ("a masquerade rule of \(group.first.block.name) is missing", "answers don't come back through this node")
        case .extra: ("traffic is masqueraded that shouldn't be", "endpoints see the node as the client")
        default: ("a masquerade rule of \(group.first.block.name) differs", "answers don't come back through this node")
        }
    }

    private static func sourceRange(_ group: DriftGroup) -> Sentence {
        let subject = group.subject
        if subject.isEmpty || group.first.role == .firewallDrop || group.first.role != .sourceRange {
            return group.first.change == .extra
                ? ("load-balancer addresses are held back that shouldn't be", "clients that are allowed can't connect")
                : ("the source ranges of load-balancer addresses aren't enforced", "anybody can connect")
        }
        switch group.first.change {
        case .missing: return ("source range \(subject) is missing", "clients in it can't connect")
        case .extra: return ("source range \(subject) isn't one of the Service's", "clients in it can connect")
        default:
            return ("source range \(subject) is \(group.liveSubject)", "other clients can connect than should")
        }
    }

    private static func jump(_ group: DriftGroup) -> Sentence {
        let target = group.first.expected?.parts[.verdict] ?? group.subject
        switch group.first.change {
        case .missing: return ("\(group.first.block.name) doesn't call \(target)", "packets never get to its rules")
        case .extra:
            return ("\(group.first.block.name) calls \(group.subject)", "packets get to rules that aren't for them")
        default:
            let other = group.first.live?.parts[.verdict] ?? "another chain"
            if !role(group).isEmpty {
                return (
                    "\(address(group)) leads to \(other) in place of \(target)",
                    "connections to it reach another Service, or none"
                )
            }
            return other == target
                ? (
                    "the rule of \(group.first.block.name) that calls \(target) differs",
                    "other packets get to its rules"
                )
                : (
                    "\(group.first.block.name) calls \(other) in place of \(target)",
                    "packets get to rules that aren't for them"
                )
        }
    }

    // MARK: What was, and what will be

    private static func change(_ group: DriftGroup) -> Sentence {
        let name = name(group)
        switch group.first.change {
        case .missing: return ("\(name) is added", "")
        case .extra: return ("\(name) goes", "")
        case .comment: return ("a comment in \(group.first.block.name) changes", "")
        case .copy: return ("a copy of a rule of \(group.first.block.name) goes", "")
        case .moved, .uneven: return ("rules of \(group.first.block.name) change their order", "")
        case .flushed: return ("\(name) is filled", "")
        case .changed(let parts):
            if let old = group.first.live?.subject, let new = group.first.expected?.subject, old != new, !old.isEmpty {
                return ("\(nameOfKind(group)) changes from \(old) to \(new)", "")
            }
            let changed = parts.count == 1 ? parts.first : nil
            let old = changed.flatMap { group.first.live?.parts[$0] }
            let new = changed.flatMap { group.first.expected?.parts[$0] }
            // What packets are compared with says `from` or `to` itself.
            let isSentence = changed == .match
            if let old, let new {
                return (
                    isSentence ? "\(name) changes: \(old) becomes \(new)" : "\(name) changes from \(old) to \(new)", ""
                )
            }
            return ("\(name) changes", "")
        }
    }

    /// What sort of thing a group is about, as the beginning of a sentence.
    private static func nameOfKind(_ group: DriftGroup) -> String {
        switch group.kind {
        case .addressMissing, .addressStale, .address, .reject: role(group) + "address and port"
        case .nodePort: "the node port"
        case .sourceRange: "a source range"
        case .healthCheck: "the health-check node port"
        case .endpointMissing, .endpointStale, .endpointPort, .endpointAddress: "an endpoint"
        default: name(group)
        }
    }

    /// What a group is about, as the beginning of a sentence.
    private static func name(_ group: DriftGroup) -> String {
        let subject = group.subject
        switch group.kind {
        case .serviceMissing, .serviceUnknown: return "the Service"
        case .endpointMissing, .endpointStale, .endpointPort, .endpointAddress: return "endpoint \(subject)"
        case .probability: return "the probability of endpoints"
        case .addressMissing, .addressStale, .address: return address(group)
        case .nodePort: return "node port \(subject)"
        case .reject: return "the refusal of \(address(group))"
        case .policy: return "the traffic policy"
        case .affinity: return "session affinity"
        case .masquerade: return "masquerading"
        case .sourceRange: return subject.isEmpty ? "the check of source ranges" : "source range \(subject)"
        case .healthCheck: return "the health-check node port\(healthCheckPort(group))"
        case .localnet: return "the rule against packets to 127.0.0.0/8 from outside"
        case .scheduler: return "the scheduler"
        case .jump: return "a jump of \(group.first.block.name)"
        case .rule, .ruleUnknown: return "a rule of \(group.first.block.name)"
        default: return subject.isEmpty ? group.first.block.name : subject
        }
    }

    // MARK: Pieces

    /// `cluster IP 10.96.0.20:80/TCP`
    private static func address(_ group: DriftGroup) -> String { role(group) + group.subject }

    private static func role(_ group: DriftGroup) -> String {
        switch group.first.role {
        case .clusterIP: "cluster IP "
        case .externalIP: "external IP "
        case .loadBalancerIP: "load-balancer IP "
        case .nodePort: "node port "
        case .refusal where !group.subject.contains(":"): "node port "
        default: ""
        }
    }

    private static func endpoints(_ line: LineFacts?, beside other: LineFacts?) -> String {
        switch line?.parts[.policy] {
        case "cluster"?: "all endpoints of the cluster"
        case "local"?: "the endpoints on this node"
        case "external"?: "the endpoints for traffic from outside"
        case "firewall"?: "those that the source ranges allow"
        case let other?: other
        // What isn't in a set of the one policy has the other.
        case nil where other?.parts[.policy] == "local": "all endpoints of the cluster"
        case nil where other?.parts[.policy] == "cluster": "the endpoints on this node"
        case nil: "other endpoints"
        }
    }

    /// ` 32000`, if the rules say it.
    private static func healthCheckPort(_ group: DriftGroup) -> String {
        (group.first.expected ?? group.first.live)?.parts[.port].map { " \($0)" } ?? ""
    }

    private static func verb(_ change: Difference.Change) -> String {
        switch change {
        case .missing: "is missing"
        case .extra: "shouldn't be there"
        default: "differs"
        }
    }

    /// ` (live 0.5, expected 0.33)`, if both sides say something.
    private static func values(_ group: DriftGroup, _ part: LinePart) -> String {
        guard let live = group.first.live?.parts[part], let expected = group.first.expected?.parts[part],
            live != expected
        else { return "" }
        return ": \(live) in place of \(expected)"
    }
}

extension DriftGroup {
    /// What the live line is about.
    fileprivate var liveSubject: String { first.live?.subject ?? "something else" }

    /// The port that connections go to.
    fileprivate var livePort: String? {
        for difference in differences {
            if let port = difference.live?.parts[.endpointPort], difference.expected?.parts[.endpointPort] != port {
                return port
            }
        }
        return nil
    }

    /// The address that connections go to.
    fileprivate var liveAddress: String? {
        for difference in differences {
            if let address = difference.live?.parts[.address], difference.expected?.parts[.address] != address {
                return address
            }
        }
        return nil
    }
}
