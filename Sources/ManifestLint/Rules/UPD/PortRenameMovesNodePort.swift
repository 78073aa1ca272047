import Diagnostics
import Manifests

/// A port of a NodePort or LoadBalancer Service gets another name, and no `nodePort` is given.
///
/// On an update the API server carries node ports over by the ports' names. A port with a new name counts as new and
/// gets a number at random: firewalls, balancers and clients outside of the cluster still use the old one. Give
/// `nodePort` together with the new name.
///
/// Bad: port `a` with `nodePort: 30080` becomes `{name: b, port: 80}`.
/// Good: it becomes `{name: b, port: 80, nodePort: 30080}`.
///
/// Source: pkg/registry/core/service/storage/storage.go; observed (30080 became 30317).
enum PortRenameMovesNodePort: LintRule {
    static let description = RuleDescription(
        "UPD-008", .warning, "Renaming a port re-allocates its node port", needs: [.previousVersions])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for update in context.serviceUpdates where update.old.allocatesNodePorts && update.new.allocatesNodePorts {
            // Ports of one number share a node port, whatever their protocols.
            let pinned = Set(update.new.ports.filter { $0.nodePort != 0 }.map(\.port))
            for port in update.renamedPorts where port.new.nodePort == 0 && !pinned.contains(port.new.port) {
                let number = port.old.nodePort
                let name = port.new.field["name"]
                let place = report.place(port.old.field, "the port before")
                report.add(
                    description, at: name,
                    "port \(port.new.port) was called \(port.old.nameInMessage): under its new name it gets another node port"
                        + (number == 0 ? "" : " than \(number)"),
                    advice: number == 0
                        ? "set nodePort to the number that it has" : "set nodePort: \(number) in the same change",
                    related: [place])
            }
        }
    }
}

extension ServiceObject {
    /// Whether the API server gives its ports node ports.
    var allocatesNodePorts: Bool {
        type == "NodePort"
            || (type == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"].bool != false)
    }
}
