import Diagnostics
import Manifests

/// An EndpointSlice of domain names belongs to a Service that has a cluster IP.
///
/// kube-proxy takes slices of type IPv4 and IPv6 only: nothing resolves the names, and the Service stays without
/// endpoints. A Service of type ExternalName, which is an alias in DNS, can stand for a name.
///
/// Bad:
/// ```yaml
/// addressType: FQDN
/// endpoints: [{addresses: [db.example.com]}]
/// ```
/// Good:
/// ```yaml
/// spec: {type: ExternalName, externalName: db.example.com}
/// ```
/// Source: pkg/proxy/endpointschangetracker.go; observed.
enum FQDNSliceOfProxiedService: LintRule {
    static let description = RuleDescription(
        "EP-022", .error, "FQDN slice behind a proxied Service", needs: [.endpoints])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for slice in context.slices where slice.addressType == "FQDN" {
            guard let service = context.service(slice.namespace, slice.serviceName), service.isKubeProxys else {
                continue
            }
            // With other endpoints the Service works, if without these.
            let hasOthers = !context.groups(of: service).isEmpty || !context.endpointsAreComplete(service)
            let place = report.place(service.spec, "the Service has a cluster IP")
            report.add(
                description, at: slice.field["addressType"], severity: hasOthers ? .warning : nil,
                "kube-proxy takes no domain names: \(service.reference) gets no endpoints from this slice",
                advice: "make the Service an ExternalName, or list addresses", related: [place])
        }
    }
}
