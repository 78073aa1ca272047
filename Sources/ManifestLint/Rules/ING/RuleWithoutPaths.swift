import Diagnostics
import Manifests

/// A rule of an Ingress has a host and no `http`.
///
/// The API server accepts it. Everything for the host goes to the default backend; without one requests get 404.
///
/// Bad:
/// ```yaml
/// rules: [{host: example.com}]
/// ```
/// Good:
/// ```yaml
/// rules: [{host: example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web}}}]}}]
/// ```
/// Source: pkg/apis/networking/validation; observed.
enum RuleWithoutPaths: LintRule {
    static let description = RuleDescription("ING-031", .warning, "Rule without `http`", needs: [.ingresses])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for ingress in context.ingresses {
            let hasDefault = ingress.spec["defaultBackend"].isPresent
            for rule in ingress.spec["rules"].items where !rule["http"].isPresent {
                let host = rule["host"].nonEmpty.map { "host \($0.inMessage)" } ?? "any host"
                report.add(
                    description, at: rule["host"].isPresent ? rule["host"] : rule,
                    "the rule for \(host) has no paths: its requests "
                        + (hasDefault ? "go to the default backend" : "get 404"),
                    advice: "add http.paths, or drop the rule")
            }
        }
    }
}
