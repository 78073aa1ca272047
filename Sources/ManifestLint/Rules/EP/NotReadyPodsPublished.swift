import Diagnostics
import Manifests

/// `publishNotReadyAddresses` is set on a Service with a cluster IP.
///
/// The controller then calls every pod ready: pods that still start or fail their probe get traffic, and so do those on
/// nodes that are gone. It is meant for headless Services, whose pods look each other up before they are ready.
///
/// Bad:
/// ```yaml
/// spec: {publishNotReadyAddresses: true}
/// ```
/// Good:
/// ```yaml
/// spec: {publishNotReadyAddresses: true, clusterIP: None}
/// ```
/// Source: staging/src/k8s.io/endpointslice.
enum NotReadyPodsPublished: LintRule {
    static let description = RuleDescription(
        "EP-041", .warning, "`publishNotReadyAddresses` on a load-balanced Service")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isProxied {
            let field = service.spec["publishNotReadyAddresses"]
            guard field.bool == true else { continue }
            report.add(
                description, at: field, "connections also go to pods that aren't ready",
                advice: "remove it, or make another, headless Service for looking up peers")
        }
    }
}
