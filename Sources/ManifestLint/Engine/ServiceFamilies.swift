import Addressing
import Manifests

extension LintContext {
    /// The families that a Service gets cluster IPs of, the primary one first; nil if the input doesn't say.
    ///
    /// As the API server fills them in: `ipFamilies`, or the families of `clusterIPs`, or the primary one of the
    /// cluster; and the other one as well if the policy asks for two and the cluster has both.
    func families(of service: ServiceObject) -> [IPFamily]? {
        let written = service.spec["ipFamilies"].items.compactMap { item in
            IPFamily.allCases.first { $0.manifestName == item.string }
        }
        let pinned = service.clusterIPs.compactMap { $0.string.flatMap { IPAddress($0) }?.family }
        let first = written.isEmpty ? pinned : written
        if first.count > 1 { return first }
        let policy = service.spec["ipFamilyPolicy"].nonEmpty ?? "SingleStack"
        let primary = first.first ?? cluster.serviceFamilies.first
        switch policy {
        case "RequireDualStack":
            return primary.map { [$0, $0.other] } ?? [.ipv4, .ipv6]
        case "PreferDualStack":
            if cluster.serviceFamilies.isEmpty { return nil }
            return primary.map { cluster.serviceFamilies.count > 1 ? [$0, $0.other] : [$0] }
        default:
            return primary.map { [$0] }
        }
    }
}
