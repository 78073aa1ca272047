import Addressing
import Diagnostics
import Manifests

/// A Service has the address 198.51.100.0, in ipvs mode.
///
/// At start kube-proxy tries whether the kernel can do ipvs with a virtual server on 198.51.100.0:20000, and removes
/// it again. A Service of that address is disturbed at every start. Use another address; this one is for documentation.
///
/// Bad, with `proxy: {mode: ipvs}`:
/// ```yaml
/// spec: {externalIPs: [198.51.100.0]}
/// ```
/// Good:
/// ```yaml
/// spec: {externalIPs: [198.51.100.7]}
/// ```
/// Source: pkg/proxy/ipvs/supported.go.
enum VIPOfIPVSProbe: LintRule {
    static let description = RuleDescription("MODE-IPVS-004", .warning, "198.51.100.0 used as VIP under ipvs")

    private static let scope = ProxyModeScope("ipvs")
    private static let probed = IPAddress(ipv4: 0xC633_6400)

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        guard let severity = scope.severity(of: description, in: context.cluster) else { return }
        for service in context.services where service.isKubeProxys {
            let fields = service.clusterIPs + service.spec["externalIPs"].items + service.caughtIPs
            for field in fields where field.string.flatMap({ IPAddress($0) }) == probed {
                report.add(
                    description, at: field, severity: severity,
                    "\(scope.prefix(in: context.cluster)) kube-proxy makes and removes a server of its own on"
                        + " \(probed) at start",
                    advice: "use another address")
            }
        }
    }
}
