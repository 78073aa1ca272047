import ProxyNames
/// The differences of a node in ipvs mode that name no Service told by the one that they follow from.
///
/// kube-proxy writes a rule that looks packets up in a set only while the set has elements: with the first element of a
/// set a rule comes, and with the last one it goes. Other rules name addresses, and elements ports, of which only other
/// differences say whose they are.
struct SetRuleFolding {
    /// The differences in their order.
    private(set) var differences: [Difference]
    /// The service port of the first element that a set lacks, or has too many.
    private var services: [ElementSet: String] = [:]
    private var destinations: [Destination: String] = [:]

    init(_ differences: [Difference]) {
        self.differences = differences
        for difference in differences where difference.block.table == IPSetRules.tableName {
            guard let service = difference.service else { continue }
            for set in difference.elementSets where services[set] == nil { services[set] = service }
            if let place = difference.destination, destinations[place] == nil { destinations[place] = service }
        }
        if services.isEmpty { return }
        for place in differences.indices where differences[place].service == nil {
            self.differences[place].cause = cause(of: differences[place])
        }
        nameHealthCheck()
    }

    private func cause(of difference: Difference) -> String? {
        if let place = difference.destination, let service = destinations[place] { return service }
        let sets = difference.ruleSets
        // A chain is empty because of its sets only if that holds for each of its rules.
        if difference.change == .flushed, sets.count < difference.rules.count { return nil }
        let found = sets.map { services[$0] }
        return difference.change == .flushed && found.contains(nil) ? nil : found.lazy.compactMap { $0 }.first
    }

    /// A port for health checks that nobody has in the manifests is that of the one Service that shouldn't keep to the
    /// node's endpoints and does.
    private mutating func nameHealthCheck() {
        let orphans = differences.indices.filter { place in
            let difference = differences[place]
            return difference.role == .healthCheck && difference.change == .extra && difference.service == nil
        }
        guard orphans.count == 1, let orphan = orphans.first else { return }
        let candidates = differences.filter { difference in
            difference.change == .extra && difference.role == .policy && difference.destination?.address != nil
        }.compactMap(\.service)
        let names = Set(candidates.map { $0.contains(".") ? $0 : String($0.prefix { $0 != ":" }) })
        if names.count == 1 { differences[orphan].cause = candidates.first }
    }
}

/// A set that lacks an element, or has one too many.
struct ElementSet: Sendable, Hashable {
    let name: String
    let isMissing: Bool
}

extension Difference {
    private static let setPrefix = "set "
    private static let option = "--match-set "

    /// The set that it is an element of.
    fileprivate var elementSets: [ElementSet] {
        guard !isWholeBlock, block.name.hasPrefix(Self.setPrefix) else { return [] }
        let name = String(block.name.dropFirst(Self.setPrefix.count))
        var sets: [ElementSet] = []
        if expected != nil { sets.append(ElementSet(name: name, isMissing: true)) }
        if live != nil { sets.append(ElementSet(name: name, isMissing: false)) }
        return sets
    }

    /// The sets that its rules look packets up in.
    var ruleSets: [ElementSet] {
        rules.flatMap { rule in
            [(rule.expected, true), (rule.live, false)].compactMap { text, isMissing in
                guard let text, let found = text.firstRange(of: Self.option) else { return nil }
                let name = String(text[found.upperBound...].prefix { $0 != " " })
                return ElementSet(name: name, isMissing: isMissing)
            }
        }
    }

    /// Whether it is an element of one of some sets.
    func isElement(of sets: [ElementSet]) -> Bool { elementSets.contains { sets.contains($0) } }

    /// Whether it is about the set of addresses whose source ranges count.
    var isOfFirewallSet: Bool {
        role == .firewallDrop && destination != nil && block.table == IPSetRules.tableName
    }
}
