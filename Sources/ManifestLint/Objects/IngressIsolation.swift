import Addressing
import Manifests

/// The NetworkPolicies that isolate the same pods of a namespace for ingress: what any of them allows is allowed.
struct IngressIsolation: Sendable {
    /// The first of the policies.
    private(set) var first: ManifestObject?
    /// Where a rule lists a number as its port.
    private(set) var listed: [Int64: FieldCursor] = [:]
    /// All peers of the rules.
    private(set) var peers: [FieldCursor] = []
    /// Whether one of the rules admits everybody.
    private(set) var admitsEverybody = false
    private var allowsAll = false
    private var ports: [String: AllowedPorts] = [:]

    /// What rules allow of one protocol.
    private struct AllowedPorts {
        var isAll = false
        var numbers: Set<Int64> = []
        var names: Set<String> = []
        var ranges: [ClosedRange<Int64>] = []
    }

    /// Adds a policy of the same pods.
    fileprivate mutating func add(_ policy: ManifestObject) {
        first = first ?? policy
        for rule in policy.root["spec"]["ingress"].items {
            let from = rule["from"].items
            if from.isEmpty { admitsEverybody = true }
            peers += from
            let entries = rule["ports"].items
            if entries.isEmpty { allowsAll = true }
            for entry in entries { add(port: entry) }
        }
    }

    private mutating func add(port entry: FieldCursor) {
        let transport = entry["protocol"].nonEmpty ?? "TCP"
        let port = entry["port"]
        if let number = port.integer {
            if listed[number] == nil { listed[number] = port }
            if let end = entry["endPort"].integer, end > number {
                ports[transport, default: AllowedPorts()].ranges.append(number...end)
            } else {
                ports[transport, default: AllowedPorts()].numbers.insert(number)
            }
        } else if port.isPresent {
            ports[transport, default: AllowedPorts()].names.insert(port.text)
        } else {
            ports[transport, default: AllowedPorts()].isAll = true
        }
    }

    /// Joins the ranges of ports, so that they can be searched.
    fileprivate mutating func finish() {
        for (transport, allowed) in ports {
            var joined: [ClosedRange<Int64>] = []
            for range in allowed.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if let last = joined.last, range.lowerBound <= last.upperBound {
                    joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
                } else {
                    joined.append(range)
                }
            }
            ports[transport]?.ranges = joined
        }
    }

    /// Whether one of the rules allows a port of a workload's pods, from wherever.
    func allows(_ port: Int64, _ transport: String, in workload: Workload) -> Bool {
        if allowsAll { return true }
        guard let allowed = ports[transport] else { return false }
        if allowed.isAll || allowed.numbers.contains(port) { return true }
        let following = allowed.ranges.partitioningIndex { $0.upperBound >= port }
        if following < allowed.ranges.count, allowed.ranges[following].contains(port) { return true }
        return workload.ports.contains {
            $0.transport == transport && $0.number == port && allowed.names.contains($0.name)
        }
    }
}

extension Array {
    /// The first index whose element fulfils a condition that all later ones fulfil too; the count if none does.
    fileprivate func partitioningIndex(where condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// The NetworkPolicies of all namespaces by the pods that they isolate.
struct IngressIsolations {
    private struct Group: Hashable {
        var namespace: String
        var selector: LabelSelector
    }

    private var byWorkload: [ObjectIdentifier: [Int]] = [:]
    /// The policies of each group of pods.
    private(set) var groups: [IngressIsolation] = []

    /// Policies with one selector are taken together, so that a thousand of them are matched once.
    init(_ context: LintContext) {
        var places: [Group: Int] = [:]
        for policy in context.objects(.networkPolicy) {
            let types = policy.root["spec"]["policyTypes"].strings
            guard types.isEmpty || types.contains("Ingress") else { continue }
            let selector = LabelSelector(policy.root["spec"]["podSelector"])
            let group = Group(namespace: policy.effectiveNamespace, selector: selector)
            let place = places[group] ?? groups.count
            if place == groups.count {
                places[group] = place
                groups.append(IngressIsolation())
            }
            groups[place].add(policy)
        }
        for place in groups.indices { groups[place].finish() }
        for (group, place) in places {
            let candidates =
                group.selector.labels.isEmpty
                ? context.workloads(in: group.namespace)
                : context.workloads(in: group.namespace, carrying: group.selector.labels)
            for workload in candidates where group.selector.matches(workload.podLabels) && !workload.isHostNetwork {
                byWorkload[ObjectIdentifier(workload.field.object), default: []].append(place)
            }
        }
    }

    /// Whether there is no policy that isolates anything.
    var isEmpty: Bool { byWorkload.isEmpty }

    /// The numbers of the groups that isolate a workload's pods; none if they are open to all.
    func isolations(of workload: Workload) -> [Int] {
        (byWorkload[ObjectIdentifier(workload.field.object)] ?? []).sorted()
    }
}
