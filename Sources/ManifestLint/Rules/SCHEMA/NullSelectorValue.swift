import Diagnostics
import Manifests

/// A label of a selector without a value is the empty string, which hardly any pod carries.
///
/// `app:`, `app: ~` and `app: null` all say null. The API server stores null as `""`, and that matches only pods
/// whose label is there and empty: as a rule none, so that connections to the Service are rejected. Checkers of JSON
/// schemas let it pass, because the field may be null.
///
/// Bad:
/// ```yaml
/// selector:
///   app:
/// ```
/// Good:
/// ```yaml
/// selector:
///   app: web
/// ```
/// Source: a kube-apiserver 1.36 stores the empty string.
enum NullSelectorValue: LintRule {
    static let description = RuleDescription(
        "SCHEMA-009", .warning, "Null label value in a selector becomes the empty string")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services {
            for (key, value) in service.spec["selector"].entries where !value.isPresent {
                report.add(
                    description, at: value, path: "spec.selector[\(key.text.inMessage)]",
                    "label \(key.text.quoted) of the selector has no value: the API server makes it the empty string,"
                        + " which selects only pods whose label is empty",
                    advice: "write the label's value, or \"\" if the empty string is meant")
            }
        }
    }
}
