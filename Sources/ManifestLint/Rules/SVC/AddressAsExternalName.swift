import Addressing
import Diagnostics
import Manifests

/// `externalName` is an IPv4 address.
///
/// Cluster DNS answers with an alias for a host whose name is made of these digits. No such host exists, so clients
/// get no address at all. An address belongs into an EndpointSlice of a Service without selector.
///
/// Bad:
/// ```yaml
/// spec: {type: ExternalName, externalName: 192.0.2.10}
/// ```
/// Good:
/// ```yaml
/// kind: Service
/// metadata: {name: web}
/// spec: {ports: [{port: 80}]}
/// ---
/// kind: EndpointSlice
/// metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
/// addressType: IPv4
/// ports: [{port: 80}]
/// endpoints: [{addresses: [192.0.2.10]}]
/// ```
/// Source: the DNS specification of Kubernetes; the API server takes it without a warning.
enum AddressAsExternalName: LintRule {
    static let description = RuleDescription("SVC-008", .error, "ExternalName that is an IP literal")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.type == "ExternalName" {
            let field = service.spec["externalName"]
            guard let name = field.nonEmpty, IPAddress(name)?.family == .ipv4 else { continue }
            report.add(
                description, at: field,
                "externalName \(name.quoted) is an address: DNS makes a host name of it that doesn't exist, and"
                    + " clients find nothing",
                advice: "use a Service without selector, and an EndpointSlice with the address")
        }
    }
}
