import Addressing
import Diagnostics
import Manifests

/// Two Services pin one cluster IP, or a Service pins an address that the cluster keeps for itself.
///
/// A cluster IP belongs to one Service of the whole cluster, whatever the namespace. The first usable address of the
/// service range is that of `default/kubernetes`, and the address that kubelets give pods as their DNS server is that
/// of the DNS Service in `kube-system`. The API server refuses the second Service that asks for an address. Leave
/// `clusterIP` out, or pick another address.
///
/// Source: pkg/registry/core/service/ipallocator; observed for two Services and for the first address.
enum ClusterIPTaken: LintRule {
    static let description = RuleDescription("SVC-019", .error, "clusterIP already taken", repeatsServer: true)

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var reserved: [IPAddress: String] = [:]
        for address in context.cluster.existingClusterIPs { reserved[address] = "a Service of the cluster" }
        for address in context.cluster.clusterDNS { reserved[address] = "the cluster's DNS" }
        for prefix in context.cluster.serviceCIDRs {
            if let first = prefix.firstUsable { reserved[first] = "default/kubernetes" }
        }
        for service in context.services where service.type != "ExternalName" {
            for field in service.clusterIPs {
                guard let address = field.string.flatMap({ IPAddress($0) }) else { continue }
                let holder = context.claims.clusterIPs[address]?.first?.service
                if let holder, holder.field.object !== service.field.object {
                    let place = report.place(holder.clusterIPs.first ?? holder.field, "has the address")
                    reject(field, address, service, "Service \(holder.namespace)/\(holder.name)", [place], &report)
                } else if let owner = reserved[address], !isOwner(service, owner) {
                    reject(field, address, service, owner, [], &report)
                }
            }
        }
    }

    private static func isOwner(_ service: ServiceObject, _ owner: String) -> Bool {
        owner == "the cluster's DNS"
            ? service.namespace == "kube-system" : owner == "\(service.namespace)/\(service.name)"
    }

    private static func reject(
        _ field: FieldCursor, _ address: IPAddress, _ service: ServiceObject, _ owner: String,
        _ related: [RelatedPlace], _ report: inout FindingReport
    ) {
        let list = service.clusterIPs.map(\.asJSON).joined(separator: ",")
        report.add(
            description, at: field, path: "spec.clusterIPs", "\(address) is taken by \(owner.escapedForMessage)",
            advice: "use another address, or leave it to the API server",
            serverText: "spec.clusterIPs: Invalid value: [\(list)]: failed to allocate IP \(address): "
                + "provided IP is already allocated",
            related: related)
    }
}

extension IPPrefix {
    /// The first address that can be given away; nil for a single address.
    var firstUsable: IPAddress? {
        guard !isHost else { return nil }
        let base = masked.address
        return family == .ipv4
            ? IPAddress(ipv4: UInt32(truncatingIfNeeded: base.low) + 1)
            : IPAddress(ipv6High: base.high, low: base.low + 1)
    }
}
