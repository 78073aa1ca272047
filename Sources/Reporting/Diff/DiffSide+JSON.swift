import Manifests
import ServiceProxy

extension DiffReport.Side {
    /// The side as JSON has it, in every report that compares two.
    var json: JSONValue {
        .object([
            ("sources", .array(sources.map { .string($0) })),
            ("node", JSONValue(node.isEmpty ? nil : node)),
            ("mode", JSONValue(mode?.rawValue)),
            ("kubeVersion", JSONValue(version?.description)),
        ])
    }
}
