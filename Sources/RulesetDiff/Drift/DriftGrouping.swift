import Addressing

/// Puts differences that have one cause together, so that each cause is said once.
struct DriftGrouping {
    /// The service ports that the expected side has anything for, and those of the live side.
    let expectedServices: Set<String>
    let liveServices: Set<String>

    /// The groups: those for all Services first, then service by service, in the order of the differences.
    func groups(_ differences: [Difference]) -> [DriftGroup] {
        var order: [String] = []
        var byService: [String: [Difference]] = [:]
        var others: [Difference] = []
        for difference in SetRuleFolding(differences).differences {
            guard let service = difference.service else {
                others.append(difference)
                continue
            }
            if byService[service] == nil { order.append(service) }
            byService[service, default: []].append(difference)
        }
        others += takeCommonScheduler(order, &byService)
        return Self.collect(others, service: nil)
            + order.flatMap { groups(of: $0, byService[$0] ?? []) }
    }

    /// The differences in the scheduler, if every Service that both sides have shows the same one: it is a setting.
    private func takeCommonScheduler(
        _ order: [String], _ byService: inout [String: [Difference]]
    ) -> [Difference] {
        var services: [String] = []
        var found: [Difference] = []
        for service in order {
            let differences = byService[service]?.filter { $0.kind == .scheduler } ?? []
            if !differences.isEmpty { services.append(service) }
            found += differences
        }
        let values = Set(found.map { [$0.expected?.parts[.scheduler], $0.live?.parts[.scheduler]] })
        guard services.count > 1, values.count == 1,
            Set(services) == expectedServices.intersection(liveServices)
        else { return [] }
        for service in services { byService[service]?.removeAll { $0.kind == .scheduler } }
        return found
    }

    private func groups(of service: String, _ differences: [Difference]) -> [DriftGroup] {
        if !expectedServices.contains(service) {
            return [DriftGroup(.serviceUnknown, service: service, subject: "", differences)]
        }
        if !liveServices.contains(service) && differences.contains(where: { $0.kind != .reject }) {
            return [DriftGroup(.serviceMissing, service: service, subject: "", differences)]
        }
        return ServiceFolding(service, differences).groups
    }

    /// Groups of one kind and subject each, in the order of their first differences.
    static func collect(_ differences: [Difference], service: String?) -> [DriftGroup] {
        var groups: [DriftGroup] = []
        var places: [String: Int] = [:]
        for difference in differences {
            let kind = difference.kind
            let subject = kind.subject(of: difference)
            let key = "\(kind.rawValue) \(kind.isByBlock(difference) ? difference.block.name : "") \(subject)"
            if let place = places[key] {
                groups[place].differences.append(difference)
            } else {
                places[key] = groups.count
                groups.append(DriftGroup(kind, service: service, subject: subject, [difference]))
            }
        }
        return groups
    }
}

extension DriftKind {
    /// What a drift of this kind is about; empty if a Service has at most one.
    fileprivate func subject(of difference: Difference) -> String {
        switch self {
        // In ipvs mode each endpoint has a weight of its own; elsewhere a share is what the others leave.
        case .probability: difference.block.role == .virtualServer ? difference.subject : ""
        case .affinity, .scheduler, .policy, .healthCheck, .order, .canary, .localnet: ""
        case .chainMissing, .chainStale, .chainFlushed, .baseChain, .setDefinition: difference.block.name
        case .tableFlushed: difference.block.table
        case .sourceRange:
            difference.isWholeBlock || difference.isOfFirewallSet || difference.role == .firewallDrop
                ? "" : difference.subject
        default: difference.subject
        }
    }

    /// Whether drifts of this kind in two blocks are two.
    fileprivate func isByBlock(_ difference: Difference) -> Bool {
        switch self {
        case .probability: difference.block.role != .virtualServer
        case .order, .rule, .ruleUnknown, .duplicate, .comment, .jump: true
        case .masquerade, .address, .addressMissing, .addressStale:
            difference.service == nil && difference.destination == nil
        default: false
        }
    }
}
