/// Sets of labels by their namespace, found by some of their labels without trying each.
struct LabelIndex: Sendable {
    private struct Label: Hashable {
        var namespace: String
        var key: String
        var value: String
    }

    private var sets: [[String: String]] = []
    private var byLabel: [Label: [Int]] = [:]

    /// Adds the next set; the first one has number 0.
    mutating func add(_ labels: [String: String], in namespace: String) {
        for (key, value) in labels {
            byLabel[Label(namespace: namespace, key: key, value: value), default: []].append(sets.count)
        }
        sets.append(labels)
    }

    /// The number of the first set with all of `labels`; none for no labels.
    func first(in namespace: String, carrying labels: [String: String]) -> Int? {
        let candidates = labels.map { byLabel[Label(namespace: namespace, key: $0, value: $1)] ?? [] }
        return candidates.min { $0.count < $1.count }?.first { number in
            labels.allSatisfy { sets[number][$0.key] == $0.value }
        }
    }
}
