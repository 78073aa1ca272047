import Diagnostics
import Manifests

/// Words that messages are made of.
enum Wording {
    /// The first three of `items` with commas between, and how many more there are.
    static func list(_ items: some Collection<String>) -> String {
        let shown = items.prefix(3).joined(separator: ", ")
        return items.count > 3 ? "\(shown) and \(items.count - 3) more" : shown
    }

    /// All of `items`: `a, b and c`.
    static func enumeration(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// The first three workloads, and how many more there are.
    static func list(_ workloads: [Workload]) -> String { list(workloads, of: workloads.count) }

    /// The first three of `count` workloads, and how many more there are.
    static func list(_ workloads: [Workload], of count: Int) -> String {
        let shown = list(workloads.prefix(3).map(\.reference.description))
        return count > 3 ? "\(shown) and \(count - 3) more" : shown
    }

    /// A number with the word for what it counts: `1 workload`, `2 workloads`.
    static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

    /// A selector as one writes it on a command line, sorted: `app=web,tier=front`.
    static func selector(_ labels: [String: String]) -> String {
        labels.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ",").inMessage
    }
}

extension String {
    /// The text without control characters, and cut if it is long.
    var inMessage: String { count > 100 ? String(prefix(97)).escapedForMessage + "..." : escapedForMessage }

    /// The text in quotes, without control characters, and cut if it is long.
    var quoted: String { "\"\(inMessage)\"" }
}

extension FindingReport {
    /// The first three of `workloads` as places, by where their pods' labels stand.
    mutating func places(_ workloads: [Workload], _ note: String) -> [RelatedPlace] {
        workloads.prefix(3).map { place($0.template["metadata"]["labels"], note) }
    }
}
