import Diagnostics
import Manifests

/// A subset of an Endpoints object has more than 1000 addresses.
///
/// Subsets with equal ports count as one, and both families count together. Of each, the mirror takes the first 1000,
/// ready ones first (`--mirroring-max-endpoints-per-subset`), and says so only in an event. EndpointSlices of up to
/// 1000 endpoints each have no such limit.
///
/// Bad: Endpoints with a subset of 1001 addresses. Good: two EndpointSlices with 1000 and 1.
///
/// Source: pkg/controller/endpointslicemirroring; observed with 1500.
enum EndpointsOverCapacity: LintRule {
    static let description = RuleDescription(
        "EP-037", .warning, "More than 1000 addresses in an Endpoints subset", needs: [.endpoints])

    /// The mirror's default limit.
    private static let capacity = 1000

    private struct Port: Hashable {
        var key: PortKey
        var number: Int64?
        var application: String?
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for object in context.endpointsObjects where object.optOut == nil {
            var counts: [Set<Port>: Int] = [:]
            for subset in object.subsets {
                let ports = subset["ports"].items.map { entry in
                    let port = SliceObject.Port(entry)
                    return Port(key: port.key, number: port.port, application: entry["appProtocol"].nonEmpty)
                }
                let own = subset["addresses"].items.count + subset["notReadyAddresses"].items.count
                let before = counts[Set(ports), default: 0]
                counts[Set(ports)] = before + own
                guard before <= capacity, before + own > capacity else { continue }
                report.add(
                    description, at: subset["addresses"],
                    "there are \(before + own) addresses with these ports, and only \(capacity) of them are"
                        + " mirrored: the others get no traffic",
                    advice: "write EndpointSlices of up to \(capacity) endpoints")
            }
        }
    }
}
