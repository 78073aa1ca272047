import Diagnostics
import Manifests

/// Two Ingresses of one class have the same host and path, and send it to different backends.
///
/// Nothing says which of them counts. Most controllers take the older object, so that an Ingress that was created
/// later has no effect, without a word; after both are created anew it may be the other one. Use different hosts or
/// paths, or one Ingress.
///
/// Bad: Ingresses a and b have host example.com and path /, for Services web and other.
///
/// Good: b has host b.example.com.
///
/// Source: the documentation of ingress controllers.
enum SamePathTwice: LintRule {
    static let description = RuleDescription(
        "ING-028", .warning, "Same host and path in two Ingresses", needs: [.ingresses])

    /// What a request has to fit.
    private struct Route: Hashable {
        var className: String
        var host: String
        var path: String
        var pathType: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let classes = IngressClasses(context)
        var first: [Route: IngressBackend] = [:]
        for ingress in context.ingresses where !ingress.isAnnotated("canary") {
            let className = ingress.className ?? classes.defaultName ?? ""
            for backend in ingress.backends {
                guard let entry = backend.path, let pathType = entry["pathType"].string else { continue }
                let route = Route(
                    className: className, host: backend.host.lowercased(), path: entry["path"].string ?? "",
                    pathType: pathType)
                guard let earlier = first[route] else {
                    first[route] = backend
                    continue
                }
                guard earlier.field.object !== ingress.field.object, !isSame(backend, earlier) else { continue }
                let other = earlier.field.object.reference
                report.add(
                    description, at: entry["path"].isPresent ? entry["path"] : entry,
                    "\(backend.requests) have another backend in \(other): which one counts is up to the controller",
                    advice: "use another host or path, or put both into one Ingress",
                    related: [report.place(earlier.path ?? earlier.field, "the same host and path")])
            }
        }
    }

    private static func isSame(_ a: IngressBackend, _ b: IngressBackend) -> Bool {
        a.namespace == b.namespace && a.field.asJSON == b.field.asJSON
    }
}
