import Addressing
import Diagnostics
import Manifests

/// A pinned cluster IP stands among the addresses that the API server hands out by itself.
///
/// The first part of a service range is left to those who pick: a sixteenth of it, at least 16 and at most 256
/// addresses. Behind that the address may have gone to another Service before, and then this one is rejected.
/// Services that were read from a cluster have their address already.
///
/// Bad, for the service range 10.96.0.0/16:
/// ```yaml
/// spec: {clusterIP: 10.96.77.7}
/// ```
/// Good:
/// ```yaml
/// spec: {clusterIP: 10.96.0.77}
/// ```
/// Source: KEP-3070; pkg/registry/core/service/ipallocator.
enum DynamicClusterIP: LintRule {
    static let description = RuleDescription(
        "SVC-020", .warning, "Static `clusterIP` inside the dynamic band", needs: [.serviceCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isProxied && !service.isStored {
            for field in service.clusterIPs {
                guard let address = field.string.flatMap({ IPAddress($0) }),
                    let network = context.cluster.serviceCIDRs.first(where: { $0.contains(address) })
                else { continue }
                let band = AllocationBand.addresses(of: network)
                guard band > 0, network.offset(of: address) > band else { continue }
                let (first, last) = (network.address(at: 1), network.address(at: band))
                report.add(
                    description, at: field,
                    "cluster IP \(address) is one that the API server hands out by itself: another Service may have"
                        + " it already, and this one is then rejected",
                    advice: "pin one of \(first) to \(last), or none")
            }
        }
    }
}
