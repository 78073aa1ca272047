import Diagnostics
import Manifests

/// A Service becomes an ExternalName, and its manifest has another `clusterIP` than before.
///
/// The API server drops the address only if it is unchanged. Another one is stored and shown although nothing serves
/// it. Remove `clusterIP`. The other way round a Service gets a new cluster IP.
///
/// Bad: `clusterIP: 10.96.0.20` becomes `{type: ExternalName, externalName: a.example, clusterIP: 10.96.0.21}`.
/// Good: it becomes `{type: ExternalName, externalName: a.example}`.
///
/// Source: pkg/apis/core/validation, which looks at `clusterIPs` only; observed.
enum ExternalNameKeepsClusterIP: LintRule {
    static let description = RuleDescription(
        "UPD-010", .note, "Turning ExternalName with a stale cluster IP", needs: [.previousVersions])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for update in context.serviceUpdates
        where update.new.type == "ExternalName" && update.old.type != "ExternalName" {
            let field = update.new.spec["clusterIP"]
            guard let address = field.nonEmpty, let before = update.old.clusterIPs.first, before.string != address
            else { continue }
            let place = report.place(before, "the address before")
            report.add(
                description, at: field, "\(field.asJSON) is stored and shown, and nothing serves it",
                advice: "remove clusterIP", related: [place])
        }
    }
}
