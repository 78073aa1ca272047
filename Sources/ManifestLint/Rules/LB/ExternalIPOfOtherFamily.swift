import Addressing
import Diagnostics
import Manifests

/// An external IP or load balancer address is of a family that the Service has no cluster IP of.
///
/// kube-proxy makes rules for a family only if the Service has a cluster IP of it. Packets to the address aren't
/// redirected.
///
/// Bad:
/// ```yaml
/// spec: {ipFamilies: [IPv4], externalIPs: ["2001:db8::30"]}
/// ```
/// Good:
/// ```yaml
/// spec: {ipFamilyPolicy: PreferDualStack, externalIPs: ["2001:db8::30"]}
/// ```
/// Source: pkg/proxy/servicechangetracker.go; observed.
enum ExternalIPOfOtherFamily: LintRule {
    static let description = RuleDescription(
        "LB-019", .warning, "External or LB address of a family the Service lacks", partlyNeeds: [.serviceCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for service in context.services where service.isKubeProxys {
            guard let families = context.families(of: service), let own = families.first else { continue }
            var fields = service.spec["externalIPs"].items
            if service.type == "LoadBalancer" { fields += service.caughtIPs + [service.spec["loadBalancerIP"]] }
            for field in fields {
                guard let address = field.string.flatMap({ IPAddress($0) }), !families.contains(address.family) else {
                    continue
                }
                let written = service.spec["ipFamilies"].isPresent ? service.spec["ipFamilies"] : service.spec
                let place = report.place(written, "the Service's families")
                report.add(
                    description, at: field,
                    "\(address) is \(address.family.manifestName), and the Service has only \(own.manifestName):"
                        + " nodes make no rules for it",
                    advice: "add \(address.family.manifestName) to the Service's families, or use another address",
                    related: [place])
            }
        }
    }
}
