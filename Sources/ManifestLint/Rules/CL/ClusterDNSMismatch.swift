import Addressing
import Diagnostics
import Manifests

/// Pods are told to ask an address for names that isn't the DNS Service's, or one where it doesn't answer.
///
/// Kubelets write `clusterDNS` into each pod's resolv.conf, and a pod can name servers of its own. If the DNS Service
/// of `kube-system` has another cluster IP, one outside the service range, or no port 53 for both UDP and TCP, no
/// Service name resolves. Pin the Service's `clusterIP` to `clusterDNS`. An address of 169.254.0.0/16 or fe80::/10 is
/// that of a cache on the node itself, and no mistake.
///
/// Bad: `clusterDNS: 10.96.0.10` with Service kube-dns at 10.96.0.11. Good: with Service kube-dns at 10.96.0.10, ports
/// 53/UDP and 53/TCP.
///
/// Source: kubeadm's defaults; the kubelet's configuration.
enum ClusterDNSMismatch: LintRule {
    static let description = RuleDescription(
        "CL-008", .error, "Cluster DNS address is not the DNS Service", needs: [.clusterDNS])

    private static let names: Set<String> = ["kube-dns", "coredns"]

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let dnsServices = context.services.filter(isDNS)
        let asked = Set(context.cluster.clusterDNS)
        let served = Set(dnsServices.flatMap(addresses))
        if !served.isEmpty, asked.isDisjoint(with: served), !asked.contains(where: isNodeLocal) {
            for service in dnsServices { reportAddress(service, context.cluster, &report) }
        }
        for service in dnsServices where !isUpstream(service) {
            checkPorts(service, &report)
            checkRange(service, context.cluster, &report)
        }
        if !served.isEmpty { checkPods(context, dnsServices, &report) }
    }

    /// Whether a Service is that of the cluster's DNS.
    private static func isDNS(_ service: ServiceObject) -> Bool {
        service.namespace == "kube-system" && service.isProxied
            && (names.contains(service.name) || names.contains(service.labels["k8s-app"] ?? "")
                || names.contains(service.selector["k8s-app"] ?? ""))
    }

    /// Whether a Service has no address that it is known by: the one that a cache on the nodes asks.
    private static func isUpstream(_ service: ServiceObject) -> Bool { !names.contains(service.name) }

    private static func addresses(_ service: ServiceObject) -> [IPAddress] {
        service.clusterIPs.compactMap { $0.string.flatMap { IPAddress($0) } }
    }

    private static func isNodeLocal(_ address: IPAddress) -> Bool {
        address.family == .ipv4 ? address.low >> 16 == 0xA9FE : address.high >> 54 == 0x3FA
    }

    private static func reportAddress(
        _ service: ServiceObject, _ cluster: ClusterDescription, _ report: inout FindingReport
    ) {
        guard let field = service.clusterIPs.first, let asked = cluster.clusterDNS.first else { return }
        let places = report.places(of: .clusterDNS(asked), of: cluster, "the address that pods ask")
        report.add(
            description, at: field, "pods ask \(asked) for names, and the DNS Service has \(field.asJSON)",
            advice: "pin clusterIP to \(asked)", related: places, fixes: FixIt.replacing(field, with: "\(asked)"))
    }

    private static func checkPorts(_ service: ServiceObject, _ report: inout FindingReport) {
        let transports = Set(service.ports.filter { $0.port == 53 }.map(\.transport))
        let missing = ["UDP", "TCP"].filter { !transports.contains($0) }
        guard !missing.isEmpty, !service.ports.isEmpty else { return }
        let ports = missing.map { "53/\($0)" }.joined(separator: " and ")
        report.add(
            description, at: service.spec["ports"], "the DNS Service has no port \(ports): such queries get no answer",
            advice: "add \(ports)")
    }

    private static func checkRange(
        _ service: ServiceObject, _ cluster: ClusterDescription, _ report: inout FindingReport
    ) {
        guard !cluster.serviceCIDRs.isEmpty else { return }
        for field in service.clusterIPs {
            guard let address = field.string.flatMap({ IPAddress($0) }),
                !cluster.serviceCIDRs.contains(where: { $0.contains(address) })
            else { continue }
            report.add(
                description, at: field, "\(address) of the DNS Service lies outside the service range",
                advice: "use an address of \(cluster.serviceCIDRs.map(\.description).joined(separator: " or "))")
        }
    }

    /// The name servers that pods ask for themselves, as far as they are cluster IPs.
    private static func checkPods(
        _ context: LintContext, _ dnsServices: [ServiceObject], _ report: inout FindingReport
    ) {
        let ranges = NetworkIndex(context.cluster.serviceCIDRs)
        let known = context.cluster.existingClusterIPs.union(context.cluster.clusterDNS)
        for workload in context.workloads {
            for field in workload.podSpec["dnsConfig"]["nameservers"].items {
                guard let address = field.string.flatMap({ IPAddress($0) }), !known.contains(address),
                    context.claims.clusterIPs[address] == nil, ranges.network(containing: address) != nil,
                    let service = dnsServices.first
                else { continue }
                let places = [report.place(service.clusterIPs.first ?? service.field, "the DNS Service")]
                report.add(
                    description, at: field, "no Service has name server \(address): its pods resolve no name",
                    advice: "use \(service.clusterIPs.first?.text.escapedForMessage ?? "the DNS Service's clusterIP")",
                    related: places)
            }
        }
    }
}
