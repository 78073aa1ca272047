import Diagnostics
import Manifests

/// A port of protocol SCTP.
///
/// It needs connection tracking and address translation for SCTP in the kernel of every node. kube-proxy on Windows
/// ignores such ports, many load balancers don't take them, and ipvs mode ends their connections hard when an
/// endpoint goes. Say `sctp: true` in the cluster description if the cluster is made for it.
///
/// Bad, in a cluster of which nothing is known:
/// ```yaml
/// ports: [{port: 36412, protocol: SCTP}]
/// ```
/// Good: the same with `sctp: true` in the cluster description.
///
/// Source: pkg/proxy/winkernel; pkg/proxy/ipvs.
enum SCTPPort: LintRule {
    static let description = RuleDescription("PORT-028", .note, "SCTP port")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard context.cluster.supportsSCTP != true else { return }
        for service in context.services where service.type != "ExternalName" {
            for port in service.ports where port.transport == "SCTP" {
                report.add(
                    description, at: port.field["protocol"],
                    "port \(port.port) is SCTP, which the nodes' kernels and the load balancer have to know, and which"
                        + " kube-proxy on Windows ignores",
                    advice: "make sure that the cluster forwards SCTP")
            }
        }
    }
}
