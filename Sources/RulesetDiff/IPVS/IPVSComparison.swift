import ProxyNames
import Addressing
import Netfilter

/// The comparison of what ipvs mode has beside rules: virtual servers, sets, and the addresses of kube-ipvs0, as far as
/// both sides have them.
struct IPVSComparison: Sendable {
    private let sides: [FamilyRuleset]
    private let directory: ServiceDirectory
    private var servers: Pair<VirtualServerRules>?
    private var sets: Pair<IPSetRules>?
    private var addresses: Pair<BoundAddressRules>?

    private struct Pair<Rules: ComparableRules>: Sendable {
        var expected: Rules
        var live: Rules

        var isEqual: Bool { BlockComparison(expected: expected, live: live).differences().isEmpty }
    }

    init(expected: FamilyRuleset, live: FamilyRuleset, directory: ServiceDirectory) {
        sides = [expected, live]
        self.directory = directory
        let family = expected.family
        if let mine = expected.virtualServers, let theirs = live.virtualServers {
            servers = Pair(
                expected: .init(mine, family: family, directory: directory),
                live: .init(theirs, family: family, directory: directory))
        }
        if let mine = expected.sets, let theirs = live.sets {
            sets = Pair(
                expected: .init(mine, family: family, directory: directory),
                live: .init(theirs, family: family, directory: directory))
        }
        if let mine = expected.addresses, let theirs = live.addresses {
            addresses = Pair(expected: .init(mine, family: family), live: .init(theirs, family: family))
        }
    }

    /// Whether there is nothing that both sides have.
    var isEmpty: Bool { servers == nil && sets == nil && addresses == nil }

    /// Whether both sides are the same in every line.
    var isEqual: Bool {
        servers?.isEqual != false && sets?.isEqual != false && addresses?.isEqual != false
    }

    /// How many lines there should be.
    var expectedLineCount: Int {
        (servers?.expected.lines.count ?? 0) + (sets?.expected.lines.count ?? 0)
            + (addresses?.expected.lines.count ?? 0)
    }

    /// The differences: virtual servers first, then sets, then addresses.
    func differences() -> [Difference] {
        let owners = owners
        return Self.differences(servers, owners) + Self.differences(sets, owners)
            + Self.differences(addresses, owners)
    }

    /// Both sides as text, in the same order.
    func textRuns(scope: @escaping DriftScope) -> [TextRun] {
        let owners = owners
        return Self.textRuns(servers, owners, scope) + Self.textRuns(sets, owners, scope)
            + Self.textRuns(addresses, owners, scope)
    }

    /// The service ports that a side serves, by what both sides have.
    func services(of side: FamilyRuleset) -> Set<String> {
        var side = side
        if servers == nil { side.virtualServers = nil }
        if sets == nil { side.sets = nil }
        return owners.services(of: side)
    }

    private var owners: AddressOwners {
        AddressOwners(directory, family: sides[0].family, sides)
    }

    private static func differences<Rules: OwnedRules>(_ pair: Pair<Rules>?, _ owners: AddressOwners) -> [Difference] {
        guard var finder = finder(pair, owners) else { return [] }
        return finder.differences()
    }

    private static func textRuns<Rules: OwnedRules>(
        _ pair: Pair<Rules>?, _ owners: AddressOwners, _ scope: @escaping DriftScope
    ) -> [TextRun] {
        guard let finder = finder(pair, owners) else { return [] }
        return TextComparison(finder: finder.ready(), isMeant: scope).runs()
    }

    private static func finder<Rules: OwnedRules>(_ pair: Pair<Rules>?, _ owners: AddressOwners) -> DifferenceFinder<
        Rules
    >? {
        guard var pair else { return nil }
        (pair.expected.owners, pair.live.owners) = (owners, owners)
        return DifferenceFinder(expected: pair.expected, live: pair.live)
    }
}

/// Rules of ipvs mode, which name a Service only by its addresses.
protocol OwnedRules: ComparableRules {
    /// Which service port an address belongs to; nil before facts are asked for.
    var owners: AddressOwners? { get set }
}

extension VirtualServerRules: OwnedRules {}
extension IPSetRules: OwnedRules {}
extension BoundAddressRules: OwnedRules {}
