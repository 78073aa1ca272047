import Manifests

/// A selector of labels as NetworkPolicies have them.
public struct LabelSelector: Sendable, Hashable {
    /// `matchLabels`.
    public let labels: [String: String]
    /// `matchExpressions`.
    public let expressions: [Expression]

    /// One entry of `matchExpressions`.
    public struct Expression: Sendable, Hashable {
        /// `key`.
        public let key: String
        /// `operator`: `In`, `NotIn`, `Exists`, `DoesNotExist`.
        public let relation: String
        /// `values`.
        public let values: [String]
    }

    init(_ field: FieldCursor) {
        labels = field["matchLabels"].stringMap
        expressions = field["matchExpressions"].items.map { entry in
            Expression(
                key: entry["key"].text, relation: entry["operator"].text, values: entry["values"].items.map(\.text))
        }
    }

    /// Whether everything is selected.
    public var isEmpty: Bool { labels.isEmpty && expressions.isEmpty }

    /// Whether labels fit.
    public func matches(_ other: [String: String]) -> Bool {
        labels.allSatisfy { other[$0.key] == $0.value } && expressions.allSatisfy { Self.matches($0, other) }
    }

    private static func matches(_ expression: Expression, _ labels: [String: String]) -> Bool {
        let value = labels[expression.key]
        switch expression.relation {
        case "In": return value.map { expression.values.contains($0) } ?? false
        case "NotIn": return value.map { !expression.values.contains($0) } ?? true
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        default: return false
        }
    }
}
