import Diagnostics
import Manifests

/// Two Services claim one node port, as `nodePort` of a port or as `healthCheckNodePort`, whatever the protocols and
/// namespaces.
///
/// The API server's allocator counts numbers: 30053/UDP of one Service and 30053/TCP of another conflict, and the
/// second Service is refused. Only ports of one Service with one `port` number share a node port, so put both protocols
/// into one Service, or use another number.
///
/// Source: pkg/registry/core/service/portallocator; observed for node ports and health check ports.
enum NodePortTaken: LintRule {
    static let description = RuleDescription(
        "PORT-013", .error, "nodePort claimed by two Services", repeatsServer: true)

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for (number, claims) in context.claims.nodePorts.sorted(by: { $0.key < $1.key }) {
            guard let first = claims.first else { continue }
            if context.cluster.existingNodePorts.contains(number) {
                reject(first, number, "a Service of the cluster", [], &report)
            }
            var seen: Set<ObjectIdentifier> = [ObjectIdentifier(first.service.field.object)]
            for claim in claims where seen.insert(ObjectIdentifier(claim.service.field.object)).inserted {
                let place = report.place(first.field, "has the port")
                let owner = "Service \(first.service.namespace)/\(first.service.name)"
                reject(claim, number, owner, [place], &report)
            }
        }
    }

    private static func reject(
        _ claim: ServiceClaims.Claim, _ number: Int64, _ owner: String, _ related: [RelatedPlace],
        _ report: inout FindingReport
    ) {
        report.add(
            description, at: claim.field, "node port \(number) is taken by \(owner.escapedForMessage)",
            advice: "use another port, or leave it to the API server",
            serverText: "\(claim.field.path): Invalid value: \(number): provided port is already allocated",
            related: related)
    }
}
