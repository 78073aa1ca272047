import Diagnostics
import Manifests

/// `sessionAffinityConfig` without `sessionAffinity: ClientIP`.
///
/// The API server drops the configuration without a word: the timeout is gone, and each connection may go to another
/// pod.
///
/// Bad:
/// ```yaml
/// sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
/// ```
/// Good:
/// ```yaml
/// sessionAffinity: ClientIP
/// sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
/// ```
/// Source: pkg/apis/core/v1/defaults.go.
enum AffinityConfigWithoutAffinity: LintRule {
    static let description = RuleDescription("AFF-003", .note, "`sessionAffinityConfig` without ClientIP")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services {
            let configuration = service.spec["sessionAffinityConfig"]
            let affinity = service.spec["sessionAffinity"].nonEmpty ?? "None"
            if configuration.isPresent, affinity == "None" {
                report.add(
                    description, at: configuration,
                    "sessionAffinityConfig is dropped, because sessionAffinity is None: connections of one client go"
                        + " to any pod",
                    advice: "write sessionAffinity: ClientIP, or remove sessionAffinityConfig")
            }
        }
    }
}
