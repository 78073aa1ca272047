import Addressing
import Diagnostics
import Manifests

/// An endpoint or an external IP is a multicast or broadcast address.
///
/// The API server refuses only multicast within a link. The kernel doesn't translate connections to such addresses, so
/// no packet arrives.
///
/// Bad:
/// ```yaml
/// endpoints: [{addresses: [239.1.1.1]}]
/// ```
/// Good:
/// ```yaml
/// endpoints: [{addresses: [192.0.2.10]}]
/// ```
/// Source: pkg/apis/core/validation; the API server takes it.
enum MulticastEndpoint: LintRule {
    static let description = RuleDescription("EP-032", .warning, "Multicast or broadcast endpoint")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for slice in context.slices where slice.isAddressed {
            for address in slice.endpoints.flatMap(\.addresses) { check(address, "an endpoint", &report) }
        }
        for object in context.endpointsObjects {
            for endpoint in object.subsets.flatMap({ EndpointGroup(subset: $0).endpoints }) {
                check(endpoint.address, "an endpoint", &report)
            }
        }
        for service in context.services {
            for address in service.spec["externalIPs"].items { check(address, "an external IP", &report) }
        }
    }

    private static func check(_ field: FieldCursor, _ what: String, _ report: inout FindingReport) {
        guard let address = field.string.flatMap({ IPAddress($0) }), let kind = kind(of: address) else { return }
        report.add(
            description, at: field, "\(address) is a \(kind) address: as \(what) it gets no connection",
            advice: "use the address of one machine")
    }

    /// What sort of address no one host has; nil for others, and for those that the API server refuses.
    private static func kind(of address: IPAddress) -> String? {
        if address.isLinkLocalMulticast { return nil }
        switch address.family {
        case .ipv4:
            if address.low == 0xFFFF_FFFF { return "broadcast" }
            return address.low >> 28 == 0xE ? "multicast" : nil
        case .ipv6: return address.high >> 56 == 0xFF ? "multicast" : nil
        }
    }
}
