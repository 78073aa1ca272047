import Addressing
import Diagnostics
import Manifests

/// A pod uses names of Services, but doesn't ask cluster DNS.
///
/// `dnsPolicy: Default` is the node's resolver, and a pod on the host network gets it too unless the policy is
/// `ClusterFirstWithHostNet`. With `None` the manifest itself has to name the cluster's DNS and its search domains.
/// Otherwise the names have no address.
///
/// Bad:
/// ```yaml
/// hostNetwork: true
/// containers: [{name: c, image: nginx, env: [{name: API, value: "http://web"}]}]
/// ```
/// Good:
/// ```yaml
/// hostNetwork: true
/// dnsPolicy: ClusterFirstWithHostNet
/// containers: [{name: c, image: nginx, env: [{name: API, value: "http://web"}]}]
/// ```
/// Source: the documentation of DNS policies.
enum UnresolvableNames: LintRule {
    static let description = RuleDescription(
        "SVC-027", .warning, "Client pod cannot resolve Service names", needs: [.workloads])

    /// Why a pod finds no names of Services.
    private struct Problem {
        var field: FieldCursor
        var reason: String
        var advice: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var mapTexts = ConfigMapReferences()
        for workload in context.workloads {
            guard let problem = problem(of: workload, context.cluster) else { continue }
            guard let (text, host) = usedName(by: workload, context, &mapTexts) else { continue }
            report.add(
                description, at: problem.field,
                "\(problem.reason), so its pods find no address for \(host.quoted)", advice: problem.advice,
                related: [report.place(text, "uses the name")])
        }
    }

    private static func problem(of workload: Workload, _ cluster: ClusterDescription) -> Problem? {
        let policy = workload.podSpec["dnsPolicy"]
        switch policy.nonEmpty ?? "ClusterFirst" {
        case "Default":
            return Problem(
                field: policy, reason: "dnsPolicy \"Default\" asks the node's resolver, not cluster DNS",
                advice: workload.isHostNetwork ? "write ClusterFirstWithHostNet" : "write ClusterFirst")
        case "ClusterFirst":
            guard workload.isHostNetwork else { return nil }
            let place = policy.isPresent ? policy : workload.podSpec["hostNetwork"]
            return Problem(
                field: place, reason: "with hostNetwork, dnsPolicy \"ClusterFirst\" asks the node's resolver",
                advice: "write dnsPolicy: ClusterFirstWithHostNet")
        case "None": return problem(of: workload.podSpec["dnsConfig"], policy, cluster)
        default: return nil
        }
    }

    /// With `None` the pod has what `dnsConfig` says and nothing else.
    private static func problem(
        of configuration: FieldCursor, _ policy: FieldCursor, _ cluster: ClusterDescription
    ) -> Problem? {
        let servers = configuration["nameservers"].items.compactMap { IPAddress($0.text) }
        if let server = cluster.clusterDNS.first, !servers.contains(where: cluster.clusterDNS.contains) {
            return Problem(
                field: configuration["nameservers"].isPresent ? configuration["nameservers"] : policy,
                reason: "dnsConfig doesn't name the cluster's DNS",
                advice: "add \(server) to nameservers, or write dnsPolicy: ClusterFirst")
        }
        let domain = "svc.\(cluster.clusterDomain)"
        let searches = configuration["searches"].strings
        if searches.contains(where: { $0 == domain || $0.hasSuffix(".\(domain)") }) { return nil }
        return Problem(
            field: configuration["searches"].isPresent ? configuration["searches"] : policy,
            reason: "dnsConfig has no search domain \(domain)",
            advice: "add it to searches, or write dnsPolicy: ClusterFirst")
    }

    /// The first text with the name of a Service, and the name.
    private static func usedName(
        by workload: Workload, _ context: LintContext, _ mapTexts: inout ConfigMapReferences
    ) -> (FieldCursor, String)? {
        let aliases = Set(workload.podSpec["hostAliases"].items.flatMap { $0["hostnames"].strings })
        func name(in text: ClientText) -> String? {
            text.references.first { reference in
                !aliases.contains(reference.host)
                    && isServiceName(reference, workload.namespace, context)
            }?.host
        }
        for text in workload.clientTexts {
            if let name = name(in: text) { return (text.field, name) }
        }
        for map in workload.configMapNames.sorted() {
            guard let object = context.object("ConfigMap", workload.namespace, map) else { continue }
            if let found = mapTexts.first(in: object, where: { name(in: $0) }) { return found }
        }
        return nil
    }

    /// Whether a host can only be a Service's: it is one, or is a single word, or says `svc`.
    private static func isServiceName(
        _ reference: HostReference, _ namespace: String, _ context: LintContext
    ) -> Bool {
        guard IPAddress(reference.host) == nil, reference.host != "localhost" else { return false }
        let name = ClusterName(reference.host, from: namespace, domain: context.cluster.clusterDomain)
        guard let name else { return false }
        switch name.form {
        case .short: return reference.scheme.map { $0 != "file" && $0 != "unix" } ?? false
        case .namespaced: return context.service(name.namespace, name.service) != nil
        case .service: return true
        }
    }
}

/// What was found in each ConfigMap, so that one that many workloads read is searched once.
private struct ConfigMapReferences {
    private var found: [ObjectIdentifier: (FieldCursor, String)?] = [:]

    mutating func first(
        in map: ManifestObject, where name: (ClientText) -> String?
    ) -> (FieldCursor, String)? {
        if let known = found[ObjectIdentifier(map)] { return known }
        var result: (FieldCursor, String)?
        for entry in map.root["data"].entries where result == nil {
            result = name(ClientText(field: entry.value, role: .configMap)).map { (entry.value, $0) }
        }
        found[ObjectIdentifier(map)] = .some(result)
        return result
    }
}
