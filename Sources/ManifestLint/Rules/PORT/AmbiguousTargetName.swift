import Diagnostics
import Manifests

/// A named `targetPort` means different numbers to different pods.
///
/// That is what names are good for: each pod is reached on its own number, and there is a slice for each set of ports.
/// But rules, network policies and firewalls in between have to allow all of the numbers.
///
/// Bad, if only one number is expected: a Deployment with
/// ```yaml
/// ports: [{name: http, containerPort: 8080}]
/// ```
/// and another one behind the same Service with
/// ```yaml
/// ports: [{name: http, containerPort: 9090}]
/// ```
/// Good: one number in both.
///
/// Source: the endpointslice controller; seen on the running controller.
enum AmbiguousTargetName: LintRule {
    static let description = RuleDescription(
        "PORT-024", .note, "Named `targetPort` resolves to different numbers", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        NamedTargets.forEach(context) { service, port, target, _ in
            let numbers = target.numbers
            guard let name = port.targetName, numbers.count > 1 else { return }
            var seen: Set<Int64> = []
            let examples = target.resolved.filter { seen.insert($0.port.number).inserted }.prefix(3)
            report.add(
                description, at: port.field["targetPort"],
                "port name \(name.quoted) means \(Wording.list(numbers.map(String.init))) to different pods: each gets"
                    + " its connections on its own number",
                advice: "let network policies and firewalls allow all of them",
                related: examples.map { report.place($0.port.field, "\($0.workload.reference) has \($0.port.number)") })
        }
    }
}
