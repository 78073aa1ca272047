/// Pairs lines that are missing with lines that are too many, where the one is the other changed.
struct LinePairing {
    /// Lines that should be there and have found no other.
    private(set) var missing: [LineFacts]
    /// Lines that shouldn't be there and have found no other.
    private(set) var extra: [LineFacts]
    /// What was paired.
    private(set) var pairs: [(expected: LineFacts, live: LineFacts)] = []

    init(missing: [LineFacts], extra: [LineFacts]) {
        self.missing = missing
        self.extra = extra
    }

    /// Whether both sides choose among the same endpoints.
    var hasNoOtherChoices: Bool { (missing + extra).allSatisfy { $0.role != .choice } }

    /// Pairs lines of one subject, whichever Service an address leads to, then those of one address, then those of which a block has only one anyway.
    mutating func run() {
        pairUp { Key($0, $0.subject) }
        pairUp { $0.role.isEntry ? Key($0, $0.subject, service: nil, isForAll: true) : nil }
        pairUp { line in
            let address = line.parts[.address] ?? line.parts[.match]
            return address.map { Key(line, $0) }
        }
        pairUp { $0.role.standsAlone ? Key($0, "") : nil }
        pairUpGuessed()
    }

    /// Pairs lines that don't say their Service by what they say: those of one address, then a line that is the only
    /// one of its role on both sides.
    private mutating func pairUpGuessed() {
        let isGuessed = { (line: LineFacts) in line.isServiceGuessed }
        pairUp(
            { line in line.parts[.match].map { Key(line, $0, service: nil) } },
            { line in isGuessed(line) ? line.parts[.match].map { Key(line, $0, service: nil) } : nil })
        guard missing.count == 1, extra.count == 1, extra.allSatisfy(isGuessed) else { return }
        pairUp { $0.role.standsAlone ? Key($0, "", service: nil) : nil }
    }

    private struct Key: Hashable {
        let role: LineRole
        let service: String?
        let text: String

        init(_ line: LineFacts, _ text: String) { self.init(line, text, service: line.service) }

        init(_ line: LineFacts, _ text: String, service: String?, isForAll: Bool = false) {
            // What an address is can be told by where its packets go, which may be what differs.
            role = isForAll ? .clusterIP : line.role == .loadBalancerIP ? .externalIP : line.role
            self.service = service
            self.text = text
        }
    }

    /// Pairs the first line of a key with the first of the same key.
    private mutating func pairUp(_ key: (LineFacts) -> Key?) { pairUp(key, key) }

    /// The same with another key on the live side.
    private mutating func pairUp(_ key: (LineFacts) -> Key?, _ liveKey: (LineFacts) -> Key?) {
        if missing.isEmpty || extra.isEmpty { return }
        var waiting: [Key: [Int]] = [:]
        for place in extra.indices.reversed() {
            if let key = liveKey(extra[place]) { waiting[key, default: []].append(place) }
        }
        var used: Set<Int> = []
        var left: [LineFacts] = []
        for line in missing {
            if let key = key(line), let place = waiting[key]?.popLast() {
                used.insert(place)
                pairs.append((line, extra[place]))
            } else {
                left.append(line)
            }
        }
        missing = left
        extra = extra.indices.filter { !used.contains($0) }.map { extra[$0] }
    }
}

extension LineRole {
    /// Whether a missing line and one too many of this role and Service are the same line changed, whatever it says.
    fileprivate var standsAlone: Bool {
        switch self {
        case .choice, .affinityChoice, .address, .hairpin, .unknown: false
        default: true
        }
    }

    /// Whether it is about an address or port of its own, that no other line of its block is about.
    fileprivate var isEntry: Bool {
        switch self {
        case .clusterIP, .externalIP, .loadBalancerIP, .nodePort: true
        default: false
        }
    }
}
