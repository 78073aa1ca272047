import Addressing
import Diagnostics
import Manifests

/// All endpoints of a Service are of a family that the Service has no cluster IP of.
///
/// kube-proxy runs once for each family, and there is no way from an IPv4 cluster IP to an IPv6 endpoint. The families
/// of a Service are `ipFamilies`, those of its cluster IPs, or else the primary one of the cluster.
///
/// Bad, for a Service with `ipFamilies: [IPv4]`:
/// ```yaml
/// addressType: IPv6
/// ```
/// Good:
/// ```yaml
/// spec: {ipFamilies: [IPv6]}
/// ```
/// Source: pkg/proxy/endpointschangetracker.go; observed.
enum SliceFamilyMismatch: LintRule {
    static let description = RuleDescription(
        "EP-023", .error, "Slice family not among the Service's families", needs: [.endpoints],
        partlyNeeds: [.serviceCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys {
            guard let families = context.families(of: service), context.endpointsAreComplete(service) else { continue }
            let slices = context.slices(of: service).filter { $0.isAddressed && !$0.isHiddenFromProxy }
            let expected = Set(families.map(\.manifestName))
            guard let first = slices.first, !slices.contains(where: { expected.contains($0.addressType) }),
                context.mirrored(for: service) == nil
            else { continue }
            let written = service.spec["ipFamilies"].isPresent ? service.spec["ipFamilies"] : service.spec
            let names = families.map(\.manifestName).joined(separator: " and ")
            let place = report.place(written, "the Service has \(names)")
            report.add(
                description, at: first.field["addressType"],
                "the endpoints are \(first.addressType), but \(service.reference) has only \(names):"
                    + " it gets no endpoints",
                advice: "add \(first.addressType) to the Service's ipFamilies, or list \(names) endpoints",
                related: [place])
        }
    }
}
