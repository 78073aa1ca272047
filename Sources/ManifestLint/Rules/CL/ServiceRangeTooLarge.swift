import Addressing
import Diagnostics

/// An IPv6 network of cluster IPs has more than 64 bits for addresses.
///
/// The API server accepts the ServiceCIDR, but can't build an allocator for a prefix shorter than /64: the network
/// never gives out an address, and Services of that family stay without one. Use a /112, as kubeadm does, or at
/// most a /64.
///
/// Bad: `serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/48"]`.
/// Good: `serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]`.
///
/// Source: pkg/registry/core/service/ipallocator/ipallocator.go.
enum ServiceRangeTooLarge: LintRule {
    static let description = RuleDescription(
        "CL-004", .error, "IPv6 service range shorter than /64", needs: [.serviceCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for network in context.cluster.serviceCIDRs where network.family == .ipv6 && network.length < 64 {
            report.add(
                description, about: .serviceCIDR(network), of: context.cluster,
                "service range \(network) is larger than a /64: no cluster IP can be allocated from it",
                advice: "use a prefix of /64 to /112, such as \(network.masked.address)/112")
        }
    }
}
