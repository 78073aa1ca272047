import Diagnostics
import Manifests

/// The name of a Service begins with a digit.
///
/// Kubernetes 1.36 takes such names; a server up to 1.35, or one with the gate RelaxedServiceNameValidation off,
/// rejects them, and the same manifest then fails in one cluster of two. The variables that pods get about the
/// Service begin with a digit too, which shells can't read.
///
/// Bad:
/// ```yaml
/// metadata: {name: 2048-game}
/// ```
/// Good:
/// ```yaml
/// metadata: {name: game-2048}
/// ```
/// Source: pkg/apis/core/validation/validation.go.
enum DigitFirstName: LintRule {
    static let description = RuleDescription(
        "SVC-002", .warning, "Service name starts with a digit: version-dependent",
        partlyNeeds: [.kubernetesVersion])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let version = context.cluster.kubernetesVersion
        if let minor = version.flatMap(minorVersion), minor >= 36 { return }
        for service in context.services where startsWithDigit(service.name) {
            let rejection =
                version.map { "Kubernetes \($0.inMessage) rejects it" } ?? "Kubernetes before 1.36 rejects it"
            report.add(
                description, at: service.field["metadata"]["name"],
                "the name \(service.name.quoted) begins with a digit: \(rejection)",
                advice: "let the name begin with a letter")
        }
    }

    private static func startsWithDigit(_ name: String) -> Bool {
        name.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    }

    /// 36 of `1.36`, `v1.36.2`, `1.36+`; nil for something else.
    private static func minorVersion(_ version: String) -> Int? {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "1" || parts[0] == "v1" else { return nil }
        return Int(parts[1].prefix { $0.isNumber })
    }
}
