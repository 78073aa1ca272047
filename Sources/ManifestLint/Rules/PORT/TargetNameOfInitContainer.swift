import Diagnostics
import Manifests

/// A named `targetPort` that only an init container declares.
///
/// An init container ends before the pod serves anything, so its ports aren't looked at, and the Service port has no
/// endpoint. With `restartPolicy: Always` it keeps running beside the containers, and its ports count.
///
/// Bad, with targetPort proxy:
/// ```yaml
/// initContainers: [{name: p, image: envoy, ports: [{name: proxy, containerPort: 15001}]}]
/// ```
/// Good:
/// ```yaml
/// initContainers: [{name: p, image: envoy, restartPolicy: Always, ports: [{name: proxy, containerPort: 15001}]}]
/// ```
/// Source: the endpointslice controller, FindPort; seen on the running controller.
enum TargetNameOfInitContainer: LintRule {
    static let description = RuleDescription(
        "PORT-023", .error, "Named `targetPort` only in an ordinary init container", needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        NamedTargets.forEach(context) { service, port, target, _ in
            guard let name = port.targetName, let first = target.initContainerOnly.first else { return }
            let container = first.port.container["name"].text.quoted
            report.add(
                description, at: port.field["targetPort"], severity: target.severity,
                "only init container \(container) of \(Wording.list(target.initContainerOnly.map(\.workload))) declares"
                    + " port \(name.quoted), and it ends before the pod serves: " + target.effect(port),
                advice: "declare the port in a container, or write restartPolicy: Always in the init container",
                related: target.initContainerOnly.prefix(3).map { report.place($0.port.field, "declares the port") })
        }
    }
}
