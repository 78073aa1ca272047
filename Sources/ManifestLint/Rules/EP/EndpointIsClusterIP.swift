import Addressing
import Diagnostics
import Manifests

/// The address of an endpoint is one that stands for a Service: a cluster IP, an external IP or that of a load balancer.
///
/// A packet is translated once. Behind the first translation nothing turns the second Service's address into one of its
/// endpoints, so the packet is lost in iptables mode and refused in nftables mode. Use a Service of type ExternalName,
/// or the other Service's endpoints.
///
/// Bad, in a cluster with the service range 10.96.0.0/16:
/// ```yaml
/// endpoints: [{addresses: [10.96.0.80]}]
/// ```
/// Good:
/// ```yaml
/// spec: {type: ExternalName, externalName: db.default.svc.cluster.local}
/// ```
/// Source: pkg/proxy/nftables; observed.
enum EndpointIsClusterIP: LintRule {
    static let description = RuleDescription(
        "EP-025", .error, "Endpoint address is a cluster IP", needs: [.endpoints], partlyNeeds: [.serviceCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let owned = Set(context.cluster.nodes.flatMap(\.addresses))
        for slice in context.slices where slice.isAddressed {
            for endpoint in slice.endpoints {
                if let first = endpoint.addresses.first { check(first, owned, context, &report) }
            }
        }
        for object in context.endpointsObjects where object.optOut == nil {
            for endpoint in object.subsets.flatMap({ EndpointGroup(subset: $0).endpoints }) {
                check(endpoint.address, owned, context, &report)
            }
        }
    }

    private static func check(
        _ field: FieldCursor, _ owned: Set<IPAddress>, _ context: LintContext, _ report: inout FindingReport
    ) {
        guard let address = field.string.flatMap({ IPAddress($0) }) else { return }
        if let claim = context.claims.clusterIPs[address]?.first {
            add(field, "the cluster IP", of: claim, &report)
        } else if !owned.contains(address), let claim = context.claims.externalIPs[address]?.first {
            add(field, "an external IP", of: claim, &report)
        } else if !owned.contains(address), let claim = context.claims.nodeLevelIPs[address]?.first {
            add(field, "the load balancer address", of: claim, &report)
        } else if let network = context.cluster.serviceCIDRs.first(where: { $0.contains(address) }) {
            add(field, "\(address) is a cluster IP, one of \(network)", [], &report)
        }
    }

    private static func add(
        _ field: FieldCursor, _ what: String, of claim: ServiceClaims.Claim, _ report: inout FindingReport
    ) {
        let place = report.place(claim.field, "the address")
        add(field, "\(field.text.inMessage) is \(what) of \(claim.service.reference)", [place], &report)
    }

    private static func add(
        _ field: FieldCursor, _ what: String, _ related: [RelatedPlace], _ report: inout FindingReport
    ) {
        report.add(
            description, at: field, "\(what): a packet is translated only once, so it never reaches an endpoint there",
            advice: "list the real endpoints, or use a Service of type ExternalName", related: related)
    }
}
