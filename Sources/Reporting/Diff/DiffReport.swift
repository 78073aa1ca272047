import Addressing
import Bytes
import Diagnostics
import RulesetDiff
import ServiceProxy

/// The result of a comparison, put in the order in which people read it: what is for all Services first, then Service
/// by Service, the worst first.
public struct DiffReport: Sendable {
    /// One side of the comparison.
    public struct Side: Sendable {
        /// Where it comes from: names of files.
        public var sources: [String]
        /// The node that manifests were compiled for; empty if none is named, and for dumps.
        public var node: String
        /// The proxy mode that manifests were compiled in; nil for dumps.
        public var mode: ProxyMode?
        /// The kube-proxy that manifests were compiled for; nil for dumps.
        public var version: KubernetesVersion?

        /// A side from some files.
        public init(
            _ sources: [String], node: String = "", mode: ProxyMode? = nil, version: KubernetesVersion? = nil
        ) {
            self.sources = sources
            self.node = node
            self.mode = mode
            self.version = version
        }

        /// The side in words: `shop.yaml on node-a (kube-proxy 1.36, iptables mode)`.
        var title: String {
            var facts: [String] = []
            if let version { facts.append("kube-proxy \(version)") }
            if let mode { facts.append("\(mode.rawValue) mode") }
            return sources.joined(separator: ", ") + (node.isEmpty ? "" : " on \(node)")
                + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
        }
    }

    /// What was compared with what.
    public struct Subject: Sendable {
        /// What is, or was.
        public var live: Side
        /// What should be, or will be.
        public var expected: Side
        /// The families that were compared.
        public var families: [IPFamily]
        /// What the two sides are to each other.
        public var perspective: DriftPerspective

        /// Two sides, and the families of both.
        public init(live: Side, expected: Side, families: [IPFamily], perspective: DriftPerspective = .drift) {
            self.live = live
            self.expected = expected
            self.families = families
            self.perspective = perspective
        }
    }

    /// How much was compared and left out.
    public struct Counts: Sendable {
        /// Services that either side has rules for.
        public var services: Int
        /// Rules, elements and real servers that there should be.
        public var rules: Int
        /// Drifts that were left out because that was asked for.
        public var ignored: Int

        /// How much was compared and left out.
        public init(services: Int, rules: Int, ignored: Int = 0) {
            self.services = services
            self.rules = rules
            self.ignored = ignored
        }
    }

    /// The drifts of one Service.
    public struct Group: Sendable {
        /// `NAMESPACE/NAME`; nil for what is about all Services.
        public let service: String?
        /// Where the Service's name stands in the manifests, if that is known.
        public let location: SourceLocation?
        /// The drifts, the worst first.
        public let drifts: [Drift]

        /// How much the worst of them matters.
        var severity: DriftSeverity { drifts.map(\.severity).max() ?? .cosmetic }
    }

    /// What was compared with what.
    public let subject: Subject
    /// How much was compared and left out.
    public let counts: Counts
    /// The drifts by Service.
    public let groups: [Group]

    /// A report on `drifts`; `locations` says where Services (`NAMESPACE/NAME`) stand.
    public init(
        _ drifts: [Drift], of subject: Subject, counts: Counts, locations: [String: SourceLocation] = [:]
    ) {
        self.subject = subject
        self.counts = counts
        var places: [String?: Int] = [:]
        var members: [(service: String?, drifts: [Drift])] = []
        for drift in drifts {
            let name = drift.serviceName
            if let place = places[name] {
                members[place].drifts.append(drift)
            } else {
                places[name] = members.count
                members.append((name, [drift]))
            }
        }
        groups = members.map { name, drifts in
            // What explains all others goes before them.
            let ordered =
                drifts.filter { $0.kind == .otherVersion }
                + Self.worstFirst(drifts.filter { $0.kind != .otherVersion }, \.severity)
            return Group(service: name, location: name.flatMap { locations[$0] }, drifts: ordered)
        }.sorted { a, b in
            if (a.service == nil) != (b.service == nil) { return a.service == nil }
            if a.severity != b.severity { return a.severity > b.severity }
            return (a.service ?? "") < (b.service ?? "")
        }
    }

    /// All drifts, in the order of the groups.
    public var drifts: [Drift] { groups.flatMap(\.drifts) }

    /// One line on the whole: `3 drifts: 1 security, 2 broken; 2 Services of 11`.
    public var summary: String {
        let ignored = counts.ignored == 0 ? "" : "; \(counts.ignored) ignored"
        let noun = subject.perspective == .drift ? "drift" : "change"
        let drifts = self.drifts
        if drifts.isEmpty {
            let compared = "\(Self.count(counts.services, "Service")), \(Self.count(counts.rules, "rule")) compared"
            return "no \(noun): \(compared)\(ignored)"
        }
        let severities = DriftSeverity.allCases.reversed().compactMap { severity -> String? in
            let number = drifts.count { $0.severity == severity }
            return number == 0 ? nil : "\(number) \(severity.rawValue)"
        }
        let services = groups.count { $0.service != nil }
        return Self.count(drifts.count, noun)
            + (subject.perspective == .drift ? ": \(severities.joined(separator: ", "))" : "")
            + (services == 0 ? "" : "; \(Self.count(services, "Service")) of \(max(counts.services, services))")
            + ignored
    }

    /// The worst first, otherwise in the order that they have.
    static func worstFirst<Item>(_ items: [Item], _ severity: (Item) -> DriftSeverity) -> [Item] {
        DriftSeverity.allCases.reversed().flatMap { wanted in items.filter { severity($0) == wanted } }
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension Drift {
    /// A hash that is the same whenever the same thing has drifted: of kind, family, service port, subject and the place
    /// of the first rule (FNV-1a, 64 bits).
    var fingerprint: String {
        StableHash.digits(
            [kind.rawValue, family.map { "\($0)" } ?? "", service ?? "", subject, rules.first?.place ?? ""])
    }
}

extension IPFamily {
    /// `IPv4` or `IPv6`.
    var title: String { self == .ipv4 ? "IPv4" : "IPv6" }
}
