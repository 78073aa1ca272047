import Diagnostics
import Manifests

/// A load balancer announces its addresses by ARP, and ipvs mode answers ARP on every node.
///
/// ipvs mode binds load balancer addresses on all nodes. Unless `strictARP` is on, every node answers requests for
/// them, whichever the load balancer has chosen, and traffic goes to any of them. MetalLB in layer 2 mode and kube-vip
/// with ARP need `strictARP: true`.
///
/// Bad: `proxy: {mode: ipvs, strictARP: false}` with `loadBalancer: {implementation: metallb-l2}`.
/// Good: `proxy: {mode: ipvs, strictARP: true}` with the same.
///
/// Source: pkg/proxy/ipvs/proxier.go; MetalLB's installation page.
enum LooseARP: LintRule {
    static let description = RuleDescription(
        "MODE-IPVS-005", .warning, "L2 load balancer without strict ARP under ipvs",
        needs: [.proxyMode, .loadBalancer])

    private static let announcers: Set<String> = ["metallb", "metallb-l2", "kube-vip", "kube-vip-arp", "openelb"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let cluster = context.cluster
        guard cluster.proxyMode == "ipvs", cluster.proxy?.ipvs.strictARP != true,
            let implementation = cluster.loadBalancer?.implementation, announcers.contains(implementation.lowercased())
        else { return }
        report.add(
            description, about: cluster.places[.strictARP] == nil ? .proxyMode : .strictARP, of: cluster,
            "in ipvs mode without strictARP every node answers ARP for the addresses of \(implementation.inMessage)",
            advice: "set strictARP to true")
    }
}
