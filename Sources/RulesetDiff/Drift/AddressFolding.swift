import ProxyNames
import Addressing

/// The differences of one service port that come of an address or port of its own that isn't served, or is and
/// shouldn't be.
///
/// In ipvs mode such an address shows in a virtual server, in elements of sets, and as an address of kube-ipvs0. One
/// that is missing and one that is too many are an address that is another.
struct AddressFolding {
    /// One group an address or port.
    private(set) var groups: [DriftGroup] = []
    /// All other differences.
    private(set) var rest: [Difference] = []
    private let service: String

    /// All that is missing at one destination, or all that is too many there.
    private struct Place {
        var destination: Destination
        var isMissing: Bool
        var differences: [Difference] = []

        /// What the destination is to its Service, as far as anything says it.
        var role: LineRole {
            differences.lazy.compactMap(\.role).first { $0.isOfDestination && $0 != .address } ?? .address
        }

        /// Whether it is more than an address as a whole.
        var isOfPort: Bool {
            if case .address = destination { return false }
            return true
        }
    }

    private struct Key: Hashable, Sendable {
        let destination: Destination
        let isMissing: Bool
    }

    init(_ service: String, _ differences: [Difference]) {
        self.service = service
        let places = collect(differences)
        var kept: [Place] = []
        for place in places {
            if let last = kept.last, last.destination == place.destination {
                rest += Self.policy(kept.removeLast(), place)
            } else {
                kept.append(place)
            }
        }
        pair(kept)
        foldChanged()
        foldLoopBack()
    }

    /// Puts elements that let endpoints connect to themselves to the virtual server that alone has those endpoints.
    private mutating func foldLoopBack() {
        var numbers: [String: Int] = [:]
        for (number, group) in groups.enumerated() {
            for endpoint in group.differences.flatMap(\.endpoints) { numbers[endpoint] = number }
        }
        if numbers.isEmpty { return }
        rest.removeAll { difference in
            guard difference.role == .masquerade, let endpoint = (difference.expected ?? difference.live)?.endpoint,
                let number = numbers[endpoint]
            else { return false }
            groups[number].differences.append(difference)
            return true
        }
    }

    /// Puts elements of sets that are already paired to the address that they show.
    private mutating func foldChanged() {
        var numbers: [String: Int] = [:]
        for (number, group) in groups.enumerated() { numbers["\(group.kind) \(group.subject)"] = number }
        rest.removeAll { difference in
            guard case .changed = difference.change, difference.role?.isOfDestination == true,
                let number = numbers["\(difference.kind) \(difference.subject)"]
            else { return false }
            groups[number].differences.append(difference)
            return true
        }
    }

    // MARK: Places

    private mutating func collect(_ differences: [Difference]) -> [Place] {
        var places: [Place] = []
        var numbers: [Key: Int] = [:]
        var others: [Difference] = []
        for difference in differences {
            guard let destination = difference.destination, difference.isOfDestination else {
                others.append(difference)
                continue
            }
            let key = Key(destination: destination, isMissing: difference.change == .missing)
            if let number = numbers[key] {
                places[number].differences.append(difference)
            } else {
                numbers[key] = places.count
                places.append(Place(destination: destination, isMissing: key.isMissing, differences: [difference]))
            }
        }
        places = Self.withAddresses(places)
        numbers = [:]
        for (number, place) in places.enumerated() {
            numbers[Key(destination: place.destination, isMissing: place.isMissing)] = number
        }
        for difference in others {
            guard difference.followsFromDestination, let destination = difference.destination,
                let number = numbers[Key(destination: destination, isMissing: difference.change == .missing)]
            else {
                rest.append(difference)
                continue
            }
            places[number].differences.append(difference)
        }
        return Self.sideBySide(places)
    }

    /// The places with those of addresses as a whole put to the first one of a port on that address.
    private static func withAddresses(_ places: [Place]) -> [Place] {
        var kept: [Place] = []
        var numbers: [Key: Int] = [:]
        for place in places {
            guard case .socket(_, let socket) = place.destination else { continue }
            let key = Key(destination: .address(socket.address), isMissing: place.isMissing)
            if numbers[key] == nil { numbers[key] = kept.count }
            kept.append(place)
        }
        for place in places {
            switch place.destination {
            case .socket: break
            case .nodePort: kept.append(place)
            case .address:
                let key = Key(destination: place.destination, isMissing: place.isMissing)
                if let number = numbers[key] {
                    kept[number].differences += place.differences
                } else {
                    kept.append(place)
                }
            }
        }
        return kept
    }

    /// The places in their order, those of one destination next to each other.
    private static func sideBySide(_ places: [Place]) -> [Place] {
        var numbers: [Destination: Int] = [:]
        var together: [[Place]] = []
        for place in places {
            if let number = numbers[place.destination] {
                together[number].append(place)
            } else {
                numbers[place.destination] = together.count
                together.append([place])
            }
        }
        return together.flatMap { $0 }
    }

    // MARK: Pairs

    /// What is missing and too many at one destination: it stands in the set of the other policy.
    private static func policy(_ a: Place, _ b: Place) -> [Difference] {
        let (missing, extra) = a.isMissing ? (a, b) : (b, a)
        return [changed(missing, extra, [.policy])] + missing.differences.dropFirst() + extra.differences.dropFirst()
    }

    private static func changed(_ missing: Place, _ extra: Place, _ parts: Set<LinePart>) -> Difference {
        var difference = missing.differences[0]
        difference.change = .changed(parts)
        difference.isWholeBlock = false
        difference.live = extra.differences[0].live
        difference.rules += extra.differences[0].rules
        return difference
    }

    /// Makes groups of the places: what is missing with what is too many of the same address, then of the same role.
    private mutating func pair(_ places: [Place]) {
        var missing = places.filter(\.isMissing)
        var extra = places.filter { !$0.isMissing }
        join(&missing, &extra) { place in place.destination.address.map { "\($0)" } }
        join(&missing, &extra) { place in "\(place.role)" }
        // Of virtual servers alone nobody can tell what their addresses are to the Service.
        join(&missing, &extra) { place in place.role == .address || place.isMissing ? "" : nil }
        for place in missing + extra {
            let kind: DriftKind =
                place.role == .nodePort ? .nodePort : place.isMissing ? .addressMissing : .addressStale
            add(kind, place.destination, place.differences)
        }
    }

    /// Joins the first place of a key that is missing with the first of the same key that is too many.
    private mutating func join(_ missing: inout [Place], _ extra: inout [Place], by key: (Place) -> String?) {
        if missing.isEmpty || extra.isEmpty { return }
        var waiting: [String: [Int]] = [:]
        for number in extra.indices.reversed() where extra[number].isOfPort {
            if let key = key(extra[number]) { waiting[key, default: []].append(number) }
        }
        var used: Set<Int> = []
        missing = missing.filter { place in
            guard place.isOfPort, let key = key(place), let number = waiting[key]?.popLast() else { return true }
            used.insert(number)
            let lead = Self.changed(place, extra[number], [.match, .port])
            add(
                place.role == .nodePort ? .nodePort : .address, place.destination,
                [lead] + place.differences.dropFirst() + extra[number].differences.dropFirst())
            return false
        }
        extra = extra.indices.filter { !used.contains($0) }.map { extra[$0] }
    }

    private mutating func add(_ kind: DriftKind, _ destination: Destination, _ differences: [Difference]) {
        groups.append(DriftGroup(kind, service: service, subject: destination.text, differences))
    }
}

extension Difference {
    /// What the packets that it is about are sent to.
    var destination: Destination? { expected?.destination ?? live?.destination }

    /// Whether it says that a destination isn't served, or is.
    fileprivate var isOfDestination: Bool {
        guard change == .missing || change == .extra else { return false }
        return role?.isOfDestination == true
    }

    /// Whether it comes and goes with the destination that it is about.
    fileprivate var followsFromDestination: Bool {
        guard change == .missing || change == .extra else { return false }
        return role == .policy || role == .sourceRange || role == .firewallDrop
    }
}

extension LineRole {
    /// Whether a line of this role says where a Service is served.
    fileprivate var isOfDestination: Bool {
        switch self {
        case .clusterIP, .externalIP, .loadBalancerIP, .nodePort, .address: true
        default: false
        }
    }
}
