import Addressing
import Diagnostics
import Manifests

/// A Service's external policy is Local, and kube-proxy can't tell pods from outside clients.
///
/// A pod may dial the external address or node port of a Service, and gets any of its endpoints as if it had dialled
/// the cluster IP, as long as kube-proxy knows that it is a pod (CL-011). Otherwise the Local policy counts for it too,
/// and its packets are dropped on every node without an endpoint of its own. Set `clusterCIDR` or `detectLocalMode`.
///
/// Bad, with `proxy: {clusterCIDR: ""}`:
/// ```yaml
/// spec: {type: NodePort, externalTrafficPolicy: Local}
/// ```
/// Good: the same with `proxy: {clusterCIDR: 10.244.0.0/16}`.
///
/// Source: pkg/proxy/iptables/proxier.go, pkg/proxy/nftables/proxier.go.
enum LocalPolicyWithoutDetection: LintRule {
    static let description = RuleDescription(
        "MODE-ANY-002", .warning, "Pods cannot use the external address of a Local Service",
        needs: [.localDetection])

    private static let scope = ProxyModeScope("iptables", "nftables")

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        guard let severity = scope.severity(of: description, in: cluster) else { return }
        for service in context.services {
            guard let field = service.localExternalPolicy else { continue }
            let families = context.families(of: service) ?? [.ipv4]
            guard let family = families.first(where: { !cluster.detectsLocalPods($0) }) else { continue }
            report.add(
                description, at: field, severity: severity,
                "\(scope.prefix(in: cluster)) pods that dial the Service's external addresses are dropped on nodes"
                    + " without an endpoint: kube-proxy can't tell \(family.manifestName) pods from outside clients",
                advice: "set clusterCIDR or detectLocalMode in kube-proxy's configuration",
                related: report.places(of: .clusterCIDR, of: cluster, "says no network of pods"))
        }
    }
}
