import Diagnostics
import Manifests

/// `allocateLoadBalancerNodePorts` becomes false, and the node ports stay.
///
/// The field only keeps new node ports from being allocated. Those that a Service has already stay when a manifest
/// without them is applied, because nothing in it removes them. Write `nodePort: 0` for each port, or replace the
/// object.
///
/// Bad: `{type: LoadBalancer}` becomes `{type: LoadBalancer, allocateLoadBalancerNodePorts: false}`.
/// Good: with `nodePort: 0` in each port as well.
///
/// Source: pkg/registry/core/service/storage/alloc.go; observed.
enum NodePortsStayAllocated: LintRule {
    static let description = RuleDescription(
        "UPD-011", .note, "`allocateLoadBalancerNodePorts` switched off", needs: [.previousVersions])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for update in context.serviceUpdates
        where update.old.type == "LoadBalancer" && update.new.type == "LoadBalancer"
            && update.old.allocatesNodePorts && !update.new.allocatesNodePorts
        {
            let silent = update.new.ports.filter { !$0.field["nodePort"].isPresent }
            if silent.isEmpty { continue }
            report.add(
                description, at: update.new.spec["allocateLoadBalancerNodePorts"],
                "the node ports that the Service has stay allocated",
                advice: "write nodePort: 0 for each port to free them",
                related: [report.place(silent[0].field, "says nothing of its node port")])
        }
    }
}
