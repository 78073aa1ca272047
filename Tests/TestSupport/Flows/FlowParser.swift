/// One line of a flow table: `SOURCE DESTINATION OUTCOME [ENDPOINT=FRACTION …] [@MODE,…]`.
extension Flow {
    init(words: [String], line: Int) throws {
        var rest = words
        var modes: Set<String>?
        if let last = rest.last, last.hasPrefix("@") {
            modes = try Flow.modes(last.dropFirst())
            rest.removeLast()
        }
        guard rest.count >= 3 else { throw FlowProblem("a flow is: source, destination, outcome, endpoints") }
        let destination = try Flow.destination(rest[1])
        self.init(
            source: try Flow.source(rest[0]), address: destination.address, port: destination.port,
            transport: destination.transport, outcome: try Flow.outcome(rest[2], Array(rest.dropFirst(3))),
            modes: modes, text: words.joined(separator: " "), line: line)
        try checkFamilies()
    }

    private static func modes(_ text: Substring) throws -> Set<String> {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard let wrong = names.first(where: { !["iptables", "nftables", "ipvs", "userspace"].contains($0) }) else {
            return Set(names)
        }
        throw FlowProblem("`\(wrong)` is no proxy mode")
    }

    private static func source(_ word: String) throws -> Source {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let address = parts.count == 2 ? parts[1] : nil
        if let address, !isAddress(address) { throw FlowProblem("`\(address)` is no address") }
        switch (parts[0], address) {
        case ("external", _): return .external(address: address)
        case ("pod", nil): return .pod
        case ("node", nil): return .node
        case ("endpoint", let address?): return .endpoint(address: address)
        default: throw FlowProblem("`\(word)` is no source: external, external:IP, pod, node or endpoint:IP")
        }
    }

    private static func destination(_ word: String) throws -> (address: String, port: Int, transport: Transport) {
        let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let transport = Transport(rawValue: parts[1]), let place = split(parts[0]) else {
            throw FlowProblem("`\(word)` is no destination: 10.96.0.1:80/tcp or [fd00::1]:53/udp")
        }
        return (place.address, place.port, transport)
    }

    private static func outcome(_ word: String, _ rest: [String]) throws -> Outcome {
        switch word {
        case "rejected", "dropped", "untouched":
            guard rest.isEmpty else { throw FlowProblem("no endpoints after `\(word)`") }
            return word == "rejected" ? .rejected : word == "dropped" ? .dropped : .untouched
        default:
            let parts = word.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
            guard let seen = SeenSource(rawValue: parts[0]), parts.count == 1 || parts.dropFirst() == ["sticky"] else {
                throw FlowProblem("`\(word)` is no outcome: kept, masqueraded, hairpin, rejected, dropped, untouched")
            }
            return .answered(seen: seen, sticky: parts.count == 2, shares: try shares(rest))
        }
    }

    /// The shares, which must add up to one.
    private static func shares(_ words: [String]) throws -> [Share] {
        let shares = try words.map(share)
        guard Set(shares.map(\.endpoint)).count == shares.count else { throw FlowProblem("an endpoint stands twice") }
        // All shares over one common denominator; a product of forty denominators would not fit.
        let common = shares.reduce(1) { common, share in
            let next = common / gcd(common, share.denominator) * share.denominator
            return min(next, 1 << 32)
        }
        guard common < 1 << 32 else { throw FlowProblem("the fractions' common denominator is too large") }
        guard shares.reduce(0, { $0 + $1.numerator * (common / $1.denominator) }) == common else {
            throw FlowProblem("the endpoints' fractions don't add up to 1")
        }
        return shares
    }

    private static func gcd(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : gcd(b, a % b)
    }

    private static func share(_ word: String) throws -> Share {
        let parts = word.split(separator: "=").map(String.init)
        let fraction = parts.count == 2 ? parts[1].split(separator: "/").map { Int($0) ?? 0 } : []
        guard let endpoint = parts.first, split(endpoint) != nil,
            let numerator = fraction.first, let denominator = fraction.count == 1 ? 1 : fraction.last,
            fraction.count <= 2, numerator > 0, denominator >= numerator, denominator <= 1000
        else { throw FlowProblem("`\(word)` is no share: 10.244.0.5:8080=1/3") }
        return Share(endpoint: endpoint, numerator: numerator, denominator: denominator)
    }

    /// Address and port of `10.0.0.1:80` or `[fd00::1]:80`.
    public static func split(_ text: String) -> (address: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        let host = text[..<colon]
        let bracketed = host.hasPrefix("[") && host.hasSuffix("]")
        let address = String(bracketed ? host.dropFirst().dropLast() : host)
        guard isAddress(address), bracketed == address.contains(":") else { return nil }
        return (address, port)
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4 { return parts.allSatisfy { UInt8($0) != nil } }
        return text.contains(":") && text.allSatisfy { $0 == ":" || $0.isHexDigit }
    }

    private func checkFamilies() throws {
        var addresses = [address]
        if let sourceAddress { addresses.append(sourceAddress) }
        if case .answered(_, _, let shares) = outcome {
            addresses += shares.compactMap { Flow.split($0.endpoint)?.address }
        }
        guard Set(addresses.map { $0.contains(":") }).count == 1 else {
            throw FlowProblem("addresses of two families in one flow")
        }
    }
}
