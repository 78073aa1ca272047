import Diagnostics
import Manifests

/// A field that the API doesn't have, and what was meant.
enum UnknownField {
    /// Names that misspell the way from a workload to its pods' labels, and what is meant.
    private static let labelPlumbing = [
        "matchLables": "matchLabels", "matchLabel": "matchLabels", "lables": "labels", "label": "labels",
        "annotation": "annotations",
    ]

    /// Reports the field that `key` names in `parent`, a struct of `type`.
    static func report(
        _ key: FieldCursor, in parent: FieldCursor, _ type: APITypes.ObjectType, _ kind: ObjectKind,
        _ report: inout FindingReport
    ) {
        let name = key.text
        let above = parent.path
        let path = above.isEmpty ? name : "\(above).\(name)"
        let meant = suggestion(for: name, among: type.fields.keys)
        let isFree = meant.map { name in !parent.entries.contains { $0.key.text == name } } ?? false
        let rule = rule(for: name, path: path, type, kind, meant)
        // What these fields became has another type as well.
        let isRename = rule != .schema002 && rule != .schema006
        report.reject(
            rule, key, .answer("unknown field \(path.asJSON)"), path: path,
            advice: isRename ? meant.map { "did you mean \($0)" } : nil,
            fixes: isRename && isFree ? meant.map { FixIt.replacing(key, with: $0) } ?? [] : [])
    }

    /// The rule: the one about a known slip, or else the general one.
    private static func rule(
        for name: String, path: String, _ type: APITypes.ObjectType, _ kind: ObjectKind, _ meant: String?
    ) -> ServerRule {
        if kind == .service && path == "spec.ipFamily" { return .schema002 }
        if kind == .ingress {
            if path == "spec.backend" { return .schema006 }
            if type.name == "IngressBackend" && (name == "serviceName" || name == "servicePort") { return .schema006 }
        }
        if kind.templatePath != nil {
            if labelPlumbing[name] != nil { return .schema003 }
            if type.name == "EnvVarSource" || type.name == "ObjectFieldSelector" { return .schema004 }
        }
        return meant?.lowercased() == name.lowercased() ? .schema012 : .schema001
    }

    /// The field that is nearest to `name`: the same letters in other case, or at most two edits away.
    private static func suggestion(for name: String, among fields: some Sequence<String>) -> String? {
        if let known = labelPlumbing[name], fields.contains(known) { return known }
        // Longer names are no slips of a known one, and comparing them would cost what they are long.
        guard name.utf8.count <= 64 else { return nil }
        let folded = name.lowercased()
        let ranked = fields.compactMap { field -> (distance: Int, field: String)? in
            if field.lowercased() == folded { return (0, field) }
            let distance = EditDistance.between(folded, field.lowercased(), atMost: 2)
            return distance.map { ($0, field) }
        }
        guard let best = ranked.min(by: { ($0.distance, $0.field) < ($1.distance, $1.field) }) else { return nil }
        return best.distance * 2 < name.utf8.count ? best.field : nil
    }
}
