import Addressing
import Diagnostics
import Manifests

/// One address and port stands twice among the endpoints of a Service port.
///
/// kube-proxy makes one target of them. If one of the two terminates, the other counts; of two that don't, either may,
/// with its own node, zone and hints.
///
/// Bad:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5]}, {addresses: [10.244.1.5]}]
/// ```
/// Good:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5]}]
/// ```
/// Source: pkg/proxy/endpointslicecache.go; observed.
enum RepeatedEndpoint: LintRule {
    static let description = RuleDescription(
        "EP-031", .note, "Same address and port listed twice", needs: [.endpoints])

    /// Where an address stood first, and what its slice's ports are.
    private struct Seen {
        var endpoint: ServiceEndpoint
        var group: Int
    }

    private struct Port: Hashable {
        var key: PortKey
        var number: Int64
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys {
            check(context.groups(of: service), service, &report)
        }
    }

    private static func check(
        _ groups: [EndpointGroup], _ service: ServiceObject, _ report: inout FindingReport
    ) {
        let wanted = Set(service.ports.map(\.key))
        let ports = groups.map { group in
            Set(
                group.ports.filter { $0.isUsable && wanted.contains($0.key) }.map {
                    Port(key: $0.key, number: $0.port ?? 0)
                })
        }
        var seen: [IPAddress: Seen] = [:]
        for (number, group) in groups.enumerated() {
            for endpoint in group.endpoints {
                guard let address = endpoint.ip else { continue }
                guard let first = seen[address] else {
                    seen[address] = Seen(endpoint: endpoint, group: number)
                    continue
                }
                guard !ports[number].isDisjoint(with: ports[first.group]) else { continue }
                let isReplaced = first.endpoint.isTerminating != endpoint.isTerminating
                let place = report.place(first.endpoint.address, "the first one")
                report.add(
                    description, at: endpoint.address,
                    "\(address) is among the endpoints of \(service.reference) already: both are one target"
                        + (isReplaced ? ", and the one that doesn't terminate counts" : ""),
                    advice: "remove one of the two", related: [place])
            }
        }
    }
}
