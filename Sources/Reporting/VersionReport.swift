import ServiceProxy

/// What changed for rules in each release of kube-proxy, as text or JSON.
public enum VersionReport {
    /// A paragraph a version, the newest first; versions without a change are named too.
    public static func text() -> String {
        versions().map { version in
            let changes = BehaviorChange.all.filter { $0.since == version }
            let lines = changes.map { "  \($0.area.rawValue): \($0.summary) [\($0.id)]\n" }
            return "\(version)\n" + (lines.isEmpty ? "  no change of rules\n" : lines.joined())
        }.joined(separator: "\n")
    }

    /// An object with the known range and the list of changes, the newest first.
    public static func json() -> String {
        let changes = BehaviorChange.all.map { change in
            """
                {"id": \(JSONText.quoted(change.id)), "since": "\(change.since)", "area": "\(change.area.rawValue)", \
            "summary": \(JSONText.quoted(change.summary))}
            """
        }
        return """
            {
              "oldest": "\(KubernetesVersion.oldest)",
              "newest": "\(KubernetesVersion.newest)",
              "changes": [
            \(changes.joined(separator: ",\n"))
              ]
            }

            """
    }

    private static func versions() -> [KubernetesVersion] {
        (KubernetesVersion.oldest.minor...KubernetesVersion.newest.minor).reversed().map {
            KubernetesVersion(minor: $0)
        }
    }
}
