import Addressing
import Diagnostics
import Manifests

/// Some ready endpoints of a Service port have hints, and others have none.
///
/// kube-proxy follows the hints for zones only if every ready endpoint of the port has them, and those for nodes
/// likewise. One without makes it spread traffic over all.
///
/// Bad:
/// ```yaml
/// endpoints: [{addresses: [10.244.1.5], hints: {forZones: [{name: z1}]}}, {addresses: [10.244.2.5]}]
/// ```
/// Good:
/// ```yaml
/// endpoints:
/// - {addresses: [10.244.1.5], hints: {forZones: [{name: z1}]}}
/// - {addresses: [10.244.2.5], hints: {forZones: [{name: z2}]}}
/// ```
/// Source: pkg/proxy/topology.go; observed.
enum PartialHints: LintRule {
    static let description = RuleDescription(
        "TP-016", .warning, "Partial hints disable topology routing", needs: [.endpoints])

    /// What hints are about, and the field that they are in.
    private enum Scope: CaseIterable {
        case zone
        case node

        func hints(of endpoint: ServiceEndpoint) -> FieldCursor {
            self == .zone ? endpoint.field["hints"]["forZones"] : endpoint.field["hints"]["forNodes"]
        }

        var word: String { self == .zone ? "zone" : "node" }
    }

    /// The ready endpoints of one port and family.
    private struct Tally {
        var hinted: ServiceEndpoint?
        var missing: ServiceEndpoint?
    }

    private struct Key: Hashable {
        var port: PortKey
        var addressType: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys {
            let slices = context.slices(of: service).filter { $0.isAddressed && !$0.isHiddenFromProxy }
            guard !slices.isEmpty else { continue }
            for scope in Scope.allCases { check(slices, service, scope, &report) }
        }
    }

    private static func check(
        _ slices: [SliceObject], _ service: ServiceObject, _ scope: Scope, _ report: inout FindingReport
    ) {
        let wanted = Set(service.ports.map(\.key))
        var tallies: [Key: Tally] = [:]
        for slice in slices {
            let ready = EndpointGroup(slice).endpoints.filter(\.isReady)
            let hinted = ready.first { !scope.hints(of: $0).items.isEmpty }
            let missing = ready.first { scope.hints(of: $0).items.isEmpty }
            for port in slice.ports where port.isUsable && wanted.contains(port.key) {
                let key = Key(port: port.key, addressType: slice.addressType)
                let tally = tallies[key] ?? Tally()
                tallies[key] = Tally(hinted: tally.hinted ?? hinted, missing: tally.missing ?? missing)
            }
        }
        var reported: Set<String> = []
        for port in service.ports {
            for family in IPFamily.allCases {
                let tally = tallies[Key(port: port.key, addressType: family.manifestName)]
                guard let hinted = tally?.hinted, let missing = tally?.missing,
                    reported.insert(missing.field.path + missing.field.object.name).inserted
                else { continue }
                let place = report.place(scope.hints(of: hinted), "has hints")
                report.add(
                    description, at: scope.hints(of: missing),
                    "\(missing.address.text.inMessage) has no \(scope.word) hint, and others of \(service.reference)"
                        + " have: kube-proxy ignores all \(scope.word) hints of the port",
                    advice: "give every ready endpoint a hint, or none", related: [place])
            }
        }
    }
}
