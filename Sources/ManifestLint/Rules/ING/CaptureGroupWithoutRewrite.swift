import Diagnostics
import Manifests

/// A path has a capture group, and nothing uses what it captures.
///
/// A regular expression only chooses the backend. The pod still receives the whole path, `/api/users` and not
/// `/users`, unless the controller is told to rewrite it. Add the controller's annotation, or drop the group.
///
/// Bad:
/// ```yaml
/// paths: [{path: "/api(/|$)(.*)", pathType: ImplementationSpecific}]
/// ```
/// Good:
/// ```yaml
/// metadata: {annotations: {nginx.ingress.kubernetes.io/rewrite-target: /$2}}
/// ```
/// Source: the documentation of ingress controllers.
enum CaptureGroupWithoutRewrite: LintRule {
    static let description = RuleDescription(
        "ING-021", .warning, "Capture group without a rewrite", needs: [.ingresses])

    /// What annotations that change a request's path are called, or the text that does it in one of any name.
    private static let rewrites = ["rewrite", "middlewares", "app-root", "strip-path", "prefix-strip", "path-prefix"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for ingress in context.ingresses where !rewrites(ingress) {
            let usesExpressions = ingress.isAnnotated("use-regex")
            for backend in ingress.backends {
                guard let entry = backend.path, let path = entry["path"].string, hasGroup(path),
                    usesExpressions || entry["pathType"].string == "ImplementationSpecific"
                else { continue }
                report.add(
                    description, at: entry["path"],
                    "path \(path.quoted) captures a part that nothing uses: pods receive the whole path",
                    advice: "add the controller's rewrite annotation, such as"
                        + " nginx.ingress.kubernetes.io/rewrite-target, or drop the group")
            }
        }
    }

    private static func rewrites(_ ingress: IngressObject) -> Bool {
        ingress.annotations.entries.contains { key, value in
            rewrites.contains { key.text.contains($0) } || value.text.contains("rewrite")
        }
    }

    /// Whether an expression has a group that captures: not `(?:…)`, and not `\(`.
    private static func hasGroup(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        var isEscaped = false
        for (place, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "("), !isEscaped {
                let isMarked = place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "?")
                let isNamed = isMarked && place + 2 < bytes.count && bytes[place + 2] == UInt8(ascii: "P")
                if !isMarked || isNamed { return true }
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return false
    }
}
