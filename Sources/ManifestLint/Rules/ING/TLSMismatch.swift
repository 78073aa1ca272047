import Diagnostics
import Manifests

/// The TLS part of an Ingress doesn't fit its rules, or its Secret isn't there.
///
/// A certificate for a host that no rule has is never used, and a host without a certificate is answered with the
/// controller's own one, which no browser trusts. A missing Secret has the same effect. Secrets are looked for only if
/// the input has some of the namespace or the cluster description lists any, and not if cert-manager makes them.
///
/// Bad, for a rule with host example.com:
/// ```yaml
/// tls: [{hosts: [www.example.com], secretName: cert}]
/// ```
/// Good:
/// ```yaml
/// tls: [{hosts: [example.com], secretName: cert}]
/// ```
/// Source: the documentation of Ingress.
enum TLSMismatch: LintRule {
    static let description = RuleDescription("ING-029", .warning, "TLS does not line up", needs: [.ingresses])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let ingresses = context.ingresses
        let served = HostNames(ingresses.lazy.flatMap { $0.spec["rules"].items.map { $0["host"].text } })
        // An entry without hosts is a certificate for all of them.
        let covered = HostNames(
            ingresses.lazy.flatMap { ingress in
                ingress.spec["tls"].items.flatMap { entry in
                    let hosts = entry["hosts"].strings
                    return hosts.isEmpty ? [""] : hosts
                }
            })
        let secrets = TLSSecrets(context)
        for ingress in ingresses where ingress.spec["tls"].isSet {
            for entry in ingress.spec["tls"].items {
                checkHosts(of: entry, ingress, served, &report)
                checkSecret(entry["secretName"], ingress, secrets, &report)
            }
            for rule in ingress.spec["rules"].items {
                guard let host = rule["host"].nonEmpty, !covered.cover(host) else { continue }
                report.add(
                    description, at: rule["host"],
                    "no tls entry has host \(host.inMessage): it is served with the controller's own certificate",
                    advice: "add it to tls[].hosts", related: [report.place(ingress.spec["tls"], "the tls entries")])
            }
        }
    }

    private static func checkHosts(
        of entry: FieldCursor, _ ingress: IngressObject, _ served: HostNames, _ report: inout FindingReport
    ) {
        if ingress.spec["defaultBackend"].isPresent { return }
        for host in entry["hosts"].items {
            guard let name = host.nonEmpty, !served.meet(name) else { continue }
            report.add(
                description, at: host, "no rule has host \(name.inMessage): its certificate is never used",
                advice: "add a rule for the host, or name the hosts of the rules",
                related: [report.place(ingress.spec["rules"], "the rules")])
        }
    }

    private static func checkSecret(
        _ field: FieldCursor, _ ingress: IngressObject, _ secrets: TLSSecrets, _ report: inout FindingReport
    ) {
        guard let name = field.nonEmpty, secrets.isMissing(name, for: ingress) else { return }
        report.add(
            description, at: field,
            "namespace \(ingress.namespace.inMessage) has no Secret \(name.quoted): its hosts are served with the"
                + " controller's own certificate",
            advice: "add the Secret, or list it in the cluster description")
    }
}

/// Host names, some with a wildcard for their first label.
private struct HostNames {
    private var names: Set<String> = []
    private var parents: Set<String> = []

    init(_ hosts: some Sequence<String>) {
        for host in hosts {
            names.insert(host.lowercased())
            if let parent = Self.parent(of: host) { parents.insert(parent) }
        }
    }

    /// Whether one of the names, or their wildcards, covers all of `host`.
    func cover(_ host: String) -> Bool {
        if names.contains("") || names.contains(host.lowercased()) { return true }
        return Self.parent(of: host).map { names.contains("*.\($0)") } ?? false
    }

    /// Whether one of the names has to do with `host`, be one of both a wildcard.
    func meet(_ host: String) -> Bool {
        if cover(host) { return true }
        return host.hasPrefix("*.") && Self.parent(of: host).map { parents.contains($0) } ?? false
    }

    /// The name without its first label.
    private static func parent(of host: String) -> String? {
        guard let dot = host.firstIndex(of: ".") else { return nil }
        return host[host.index(after: dot)...].lowercased()
    }
}

/// The Secrets that certificates can be in.
private struct TLSSecrets {
    /// As `NAMESPACE/NAME`.
    private var known: Set<String>
    /// The namespaces whose Secrets the input has.
    private var namespaces: Set<String> = []
    private let isDescribed: Bool

    /// Kinds whose objects make a Secret of their own name.
    private static let makers = ["SealedSecret", "ExternalSecret", "VaultStaticSecret"]
    /// What makes cert-manager create the Secret of an Ingress.
    private static let issuers = ["cert-manager.io/", "kubernetes.io/tls-acme"]

    init(_ context: LintContext) {
        known = context.cluster.existingSecrets
        isDescribed = !known.isEmpty
        for secret in context.objects(named: "Secret") {
            known.insert("\(secret.effectiveNamespace)/\(secret.name)")
            namespaces.insert(secret.effectiveNamespace)
        }
        for maker in Self.makers.flatMap({ context.objects(named: $0) }) {
            let target = maker.root["spec"]["target"]["name"].nonEmpty ?? maker.name
            known.insert("\(maker.effectiveNamespace)/\(target)")
        }
        for certificate in context.objects(named: "Certificate") {
            known.insert("\(certificate.effectiveNamespace)/\(certificate.root["spec"]["secretName"].text)")
        }
    }

    func isMissing(_ name: String, for ingress: IngressObject) -> Bool {
        guard isDescribed || namespaces.contains(ingress.namespace) else { return false }
        let isIssued = ingress.annotations.entries.contains { entry in
            Self.issuers.contains { entry.key.text.hasPrefix($0) }
        }
        return !isIssued && !known.contains("\(ingress.namespace)/\(name)")
    }
}
