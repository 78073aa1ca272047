/// Pods, or what makes them, with the labels that selectors look at.
public protocol LabelledPods {
    /// The namespace.
    var namespace: String { get }
    /// The labels of the pods.
    var podLabels: [String: String] { get }
}

extension Workload: LabelledPods {}

/// Finds workloads by the labels of their pods without trying each against each selector.
public struct PodIndex: Sendable {
    /// A label of pods; in one namespace, or in any if that is nil.
    private struct Label: Hashable {
        var namespace: String?
        var key: String
        var value: String
    }

    private var byNamespace: [String: [Int]] = [:]
    private var byLabel: [Label: [Int]] = [:]

    /// Indexes `workloads` by their places. With `inOneNamespace` every question must name a namespace.
    public init(_ workloads: [some LabelledPods], inOneNamespace: Bool = false) {
        for (place, workload) in workloads.enumerated() {
            byNamespace[workload.namespace, default: []].append(place)
            for (key, value) in workload.podLabels {
                byLabel[Label(namespace: workload.namespace, key: key, value: value), default: []].append(place)
                if inOneNamespace { continue }
                byLabel[Label(namespace: nil, key: key, value: value), default: []].append(place)
            }
        }
    }

    /// The places of a namespace's workloads.
    public func workloads(in namespace: String) -> [Int] { byNamespace[namespace] ?? [] }

    /// The place of the first workload of any of the namespaces whose pods carry all of `labels`.
    public func firstWorkload(
        in namespace: String?, carrying labels: [String: String], of workloads: [some LabelledPods]
    ) -> Int? {
        rarest(in: namespace, carrying: labels).first { place in
            labels.allSatisfy { workloads[place].podLabels[$0.key] == $0.value }
        }
    }

    /// The places of the workloads whose pods carry all of `labels`: those of the rarest label, looked at one by one.
    public func workloads(
        in namespace: String?, carrying labels: [String: String], of workloads: [some LabelledPods]
    ) -> [Int] {
        rarest(in: namespace, carrying: labels).filter { place in
            labels.allSatisfy { workloads[place].podLabels[$0.key] == $0.value }
        }
    }

    private func rarest(in namespace: String?, carrying labels: [String: String]) -> [Int] {
        let candidates = labels.map { key, value in
            byLabel[Label(namespace: namespace, key: key, value: value)] ?? []
        }
        return candidates.min { $0.count < $1.count } ?? []
    }
}
