import Diagnostics
import Manifests

/// One entry of `endpoints` has several addresses.
///
/// The API takes up to 100, as names of one and the same endpoint. kube-proxy uses the first and never looks at the
/// others.
///
/// Bad:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5, 10.244.1.6]}]
/// ```
/// Good:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5]}, {addresses: [10.244.1.6]}]
/// ```
/// Source: pkg/proxy/endpointslicecache.go; observed.
enum SeveralAddressesInEndpoint: LintRule {
    static let description = RuleDescription(
        "EP-024", .warning, "Several addresses in one endpoint", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for slice in context.slices where slice.isAddressed {
            for endpoint in slice.endpoints {
                let addresses = endpoint.addresses
                guard let first = addresses.first, let second = addresses.dropFirst().first else { continue }
                report.add(
                    description, at: second,
                    "kube-proxy uses only the first address of an endpoint, \(first.text.inMessage):"
                        + " nothing is sent to the others",
                    advice: "write an endpoint for each address")
            }
        }
    }
}
