import Addressing
import PacketTrace

/// Packets, senders and outcomes in words.
struct TrafficWords {
    /// The family of the packets.
    let family: IPFamily
    /// How many addresses are named before the rest is counted.
    var limit = 8

    // MARK: Who sends what where

    /// Destinations and who sends there, those with the same senders together.
    func lines(_ targets: [TrafficChange.Target]) -> [(destination: String, senders: String)] {
        var places: [[TrafficSender]: Int] = [:]
        var grouped: [(targets: [TrafficChange.Target], senders: [TrafficSender])] = []
        for target in targets {
            if let place = places[target.senders] {
                grouped[place].targets.append(target)
            } else {
                places[target.senders] = grouped.count
                grouped.append(([target], target.senders))
            }
        }
        return grouped.map { (destinations($0.targets), senders($0.senders)) }
    }

    private func destinations(_ targets: [TrafficChange.Target]) -> String {
        var parts: [String] = []
        var seen: Set<String> = []
        for target in targets {
            let text = destination(target, among: targets)
            if seen.insert(text).inserted { parts.append(text) }
        }
        return list(parts)
    }

    private func destination(_ target: TrafficChange.Target, among targets: [TrafficChange.Target]) -> String {
        switch target.destination {
        case .service(let role, let address, let port, let transport):
            return "\(role.rawValue) \(SocketAddress(address, port: port))/\(name(transport))"
        case .nodePort(let port, let transport, _):
            let places = targets.compactMap { other -> TrafficDestination.NodeAddresses? in
                guard case .nodePort(port, transport, let place) = other.destination else { return nil }
                return place
            }
            let text = "node port \(port)/\(name(transport))"
            return places.count == TrafficDestination.NodeAddresses.allCases.count
                ? text : "\(text) on \(list(places.map(words)))"
        case .otherPorts(let role): return others(role, target, with: .otherProtocols(role), among: targets)
        case .otherProtocols(let role): return others(role, target, with: .otherPorts(role), among: targets)
        case .node(let place): return "what no Service has on \(words(place))"
        case .others: return networks(target.addresses)
        }
    }

    /// What no Service has on Services' addresses: ports, protocols without ports, or both where both are meant.
    private func others(
        _ role: TrafficDestination.ServiceAddress, _ target: TrafficChange.Target, with other: TrafficDestination,
        among targets: [TrafficChange.Target]
    ) -> String {
        let isBoth = targets.contains { $0.destination == other && $0.addresses == target.addresses }
        let isPorts = target.destination == .otherPorts(role)
        let what = isBoth ? "other ports and protocols" : isPorts ? "other ports" : "other protocols (ping)"
        return "\(what) of \(addresses(target.addresses, role.rawValue))"
    }

    private func words(_ place: TrafficDestination.NodeAddresses) -> String {
        switch place {
        case .loopback: family == .ipv4 ? "127.0.0.0/8" : "::1"
        case .primary: "the node's address"
        case .secondary: "the node's other addresses"
        }
    }

    /// Services' addresses one by one; the first ones, and how many more there are.
    private func addresses(_ addresses: AddressSet, _ noun: String) -> String {
        let count = addresses.ranges.reduce(UInt128(0)) { $0 &+ ($1.upperBound - $1.lowerBound) &+ 1 }
        let named = addresses.ranges.lazy.flatMap { $0 }.prefix(min(limit, 1 << 20))
            .map { "\(IPAddress(number: $0, family))" }
        if count == 1 { return "\(noun) \(named.first ?? "")" }
        let rest = count - UInt128(named.count)
        return "\(noun)s \(named.joined(separator: ", "))" + (rest == 0 ? "" : " and \(rest) more")
    }

    private func name(_ transport: UInt8) -> String {
        TransportProtocol(rawValue: transport).map { "\($0.name)" } ?? "protocol \(transport)"
    }

    /// `the node, its pods`; `everyone`.
    private func senders(_ senders: [TrafficSender]) -> String {
        let all = senders.filter { $0.addresses == .all }.map(\.source)
        if all.count == SenderKind.allCases.count { return "everyone" }
        return list(senders.map(sender))
    }

    private func sender(_ sender: TrafficSender) -> String {
        let words =
            switch sender.source {
            case .node: "the node"
            case .pod: "the node's pods"
            case .remotePod: "pods elsewhere"
            case .outside: "other machines"
            }
        switch sender.addresses {
        case .all: return words
        case .only(let addresses): return "\(words) with \(networks(addresses))"
        case .allBut(let addresses): return "\(words) but those with \(networks(addresses))"
        }
    }

    /// Networks that make up a set; those that it lacks if that is shorter.
    private func networks(_ addresses: AddressSet) -> String {
        let all = AddressSet.all(family)
        if addresses == all { return "any address" }
        let others = all.subtracting(addresses)
        if others.ranges.count < addresses.ranges.count { return "any address but \(list(prefixes(others)))" }
        return list(prefixes(addresses))
    }

    private func prefixes(_ addresses: AddressSet) -> [String] {
        addresses.ranges.flatMap { range in
            let networks = range.prefixes(family)
            if networks.count > 4 {
                let (first, last) = (
                    IPAddress(number: range.lowerBound, family), IPAddress(number: range.upperBound, family)
                )
                return ["\(first)–\(last)"]
            }
            return networks.map { $0.isHost ? "\($0.address)" : "\($0)" }
        }
    }

    /// The first of some words, and how many more there are.
    func list(_ words: [String]) -> String {
        words.count <= limit + 1
            ? words.joined(separator: ", ")
            : words.prefix(limit).joined(separator: ", ") + " and \(words.count - limit) more"
    }

    // MARK: What becomes of it

    /// A line for each answer to matches that nobody knows; mostly one.
    func lines(_ behavior: TrafficBehavior, showsSource: Bool) -> [String] {
        if behavior.unknown.isEmpty { return [words(behavior.usual, showsSource: showsSource)] }
        return behavior.cases.enumerated().map { row, distribution in
            let answers = behavior.unknown.enumerated().map { place, match in
                (row >> place & 1 == 1 ? "" : "not ") + "“\(match)”"
            }
            return "if \(answers.joined(separator: " and ")): \(words(distribution, showsSource: showsSource))"
        }
    }

    private func words(_ distribution: TrafficDistribution, showsSource: Bool) -> String {
        var parts: [String] = []
        let endpoints = distribution.shares.filter { $0.outcome.isEndpoint }
        if let first = endpoints.first {
            parts.append(shares(endpoints, first))
        }
        for share in distribution.shares where !share.outcome.isEndpoint {
            var text = share.share.isOne ? words(share.outcome) : "\(share.share) \(words(share.outcome))"
            if share.outcome == .itself || showsSource { text += source(share.seesNode) }
            parts.append(text + (share.isUncertain ? " (perhaps)" : ""))
        }
        if parts.isEmpty { parts.append("nothing: the rules have no end for them") }
        if let seconds = distribution.affinitySeconds {
            let time = seconds == 0 ? "" : " for \(seconds) s"
            parts.append("known clients go to theirs\(time)")
        }
        return parts.joined(separator: "; ")
    }

    private func shares(_ shares: [TrafficShare], _ first: TrafficShare) -> String {
        let isEven = shares.allSatisfy { $0.share == first.share }
        let sees = Set(shares.map(\.seesNode))
        let names = shares.map { share in
            "\(share.outcome.endpointText)" + (isEven ? "" : " \(share.share)")
                + (sees.count > 1 && share.seesNode ? " (seeing the node)" : "")
                + (share.isUncertain ? " (perhaps)" : "")
        }
        let even = isEven && !first.share.isOne ? (shares.count == 1 ? "\(first.share) " : "\(first.share) each: ") : ""
        return even + list(names) + (sees.count == 1 ? source(first.seesNode) : "")
    }

    private func source(_ seesNode: Bool) -> String {
        seesNode ? ", seeing the node's address" : ", seeing the client's address"
    }

    private func words(_ outcome: TrafficOutcome) -> String {
        switch outcome {
        case .endpoint: outcome.endpointText
        case .itself: "the endpoint itself"
        case .untouched: "untouched"
        case .node: "the node itself answers"
        case .dropped: "dropped"
        case .rejected(nil): "rejected"
        case .rejected(let answer?): "rejected with \(answer)"
        case .closed: "opened and closed again by kube-proxy"
        case .circle: "no rules: the kernel doesn't load such a circle"
        }
    }
}

extension TrafficOutcome {
    /// Whether it is an endpoint.
    var isEndpoint: Bool {
        if case .endpoint = self { return true }
        return false
    }

    /// `10.244.0.5:8080`
    var endpointText: String {
        if case .endpoint(let socket) = self { return "\(socket)" }
        return ""
    }
}

extension ClosedRange<UInt128> {
    /// The networks that make up the range, the fewest there can be.
    func prefixes(_ family: IPFamily) -> [IPPrefix] {
        var networks: [IPPrefix] = []
        var lower = lowerBound
        while true {
            var free = Swift.min(lower.trailingZeroBitCount, Int(family.bitWidth))
            while free > 0, free == 128 || upperBound - lower < (UInt128(1) << free) - 1 {
                if free == 128, lower == 0, upperBound == .max { break }
                free -= 1
            }
            networks.append(
                IPPrefix(address: IPAddress(number: lower, family), length: family.bitWidth - UInt8(free)))
            let last = free == 128 ? UInt128.max : lower + ((UInt128(1) << free) - 1)
            if last >= upperBound { return networks }
            lower = last + 1
        }
    }
}
