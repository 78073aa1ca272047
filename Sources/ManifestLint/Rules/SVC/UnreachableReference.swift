import Diagnostics
import Manifests

/// A pod's configuration names a Service, or a port of one, that isn't there.
///
/// Looked at are the values of environment variables, command lines, the ConfigMaps that pods read, and the hosts of
/// probes. Cluster DNS has no answer for a Service that another namespace has when the short name is used, for a
/// misspelt name, or for the name of a Deployment that has no Service of this name. A port that the Service doesn't declare isn't forwarded, the container's own port neither. Clients
/// of a headless Service reach the pods themselves, so there the container's port is the right one.
///
/// Bad, for a Service with port 80 and targetPort 8080:
/// ```yaml
/// env: [{name: API, value: "http://web.default.svc:8080"}]
/// ```
/// Good:
/// ```yaml
/// env: [{name: API, value: "http://web.default.svc:80"}]
/// ```
/// Source: the DNS specification of Kubernetes; pkg/proxy.
enum UnreachableReference: LintRule {
    static let description = RuleDescription(
        "SVC-024", .warning, "Client configuration points to a Service or port that is not there",
        needs: [.workloads])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var nearNames = NearServiceNames()
        ClientTexts.forEach(context) { text, workload in
            var seen: Set<HostReference> = []
            for reference in text.references where seen.insert(reference).inserted {
                let name = ClusterName(
                    reference.host, from: workload.namespace, domain: context.cluster.clusterDomain)
                guard let name, name.form != .short || reference.scheme != nil else { continue }
                if let service = context.service(name.namespace, name.service) {
                    checkPort(reference, service, text.field, context, &report)
                } else if !context.cluster.existingServices.contains("\(name.namespace)/\(name.service)") {
                    checkName(reference, name, text.field, context, &nearNames, &report)
                }
            }
        }
    }

    private static func checkName(
        _ reference: HostReference, _ name: ClusterName, _ field: FieldCursor, _ context: LintContext,
        _ nearNames: inout NearServiceNames, _ report: inout FindingReport
    ) {
        guard context.namespaces.contains(name.namespace) else { return }
        let problem =
            "host \(reference.host.quoted) means a Service \(name.service.inMessage) in namespace"
            + " \(name.namespace.inMessage), where there is none: the name has no address"
        if let other = context.services(called: name.service).first {
            let fullName = "\(other.name).\(other.namespace).svc"
            report.add(
                description, at: field, problem, advice: "write \(fullName.inMessage)",
                related: [report.place(other.field["metadata"]["name"], "the Service of this name")])
        } else if name.form != .namespaced, let near = nearNames.near(name, context) {
            report.add(
                description, at: field, problem, advice: "did you mean \(near.name.inMessage)?",
                related: [report.place(near.field["metadata"]["name"], "the Service of a similar name")])
        } else if !context.services.isEmpty, let workload = workload(name, context) {
            report.add(
                description, at: field, problem, advice: "add a Service of this name that selects the pods",
                related: [report.place(workload.root["metadata"]["name"], "the pods of this name")])
        }
    }

    /// What runs under the name: pods get names in DNS only by a Service.
    private static func workload(_ name: ClusterName, _ context: LintContext) -> ManifestObject? {
        for kind in [ObjectKind.deployment, .statefulSet, .daemonSet, .pod] {
            if let object = context.object(kind.rawValue, name.namespace, name.service) { return object }
        }
        return nil
    }

    private static func checkPort(
        _ reference: HostReference, _ service: ServiceObject, _ field: FieldCursor, _ context: LintContext,
        _ report: inout FindingReport
    ) {
        guard service.type != "ExternalName", !service.ports.isEmpty, let port = reference.effectivePort,
            let ports = ports(of: service, context), !ports.contains(port)
        else { return }
        let list = Wording.list(ports.sorted().map(String.init))
        let target = service.isHeadless ? nil : service.ports.first { $0.targetNumber == port }
        let reason =
            if let target {
                "\(port) is the pods' own port behind port \(target.port), and the cluster IP doesn't forward it"
            } else if service.isHeadless {
                "its name leads to the pods themselves, which listen on \(list)"
            } else {
                "the cluster IP forwards only \(list)"
            }
        report.add(
            description, at: field,
            "\(reference.host.quoted) on port \(port) means a port that \(service.reference) doesn't have: \(reason)",
            advice: target.map { "write port \($0.port)" } ?? "write port \(list), or add the port to the Service",
            related: [report.place(service.spec["ports"], "the Service's ports")])
    }

    /// The ports that clients of a Service can dial; nil if that can't be told.
    private static func ports(of service: ServiceObject, _ context: LintContext) -> Set<Int64>? {
        guard service.isHeadless else { return Set(service.ports.map(\.port)) }
        var ports: Set<Int64> = []
        for port in service.ports {
            if let number = port.targetNumber {
                ports.insert(number)
            } else {
                guard let target = context.selection(of: service)?.target(of: port), !target.resolved.isEmpty else {
                    return nil
                }
                ports.formUnion(target.numbers)
            }
        }
        return ports
    }
}

/// The names of the Services of each namespace that was asked about.
private struct NearServiceNames {
    private var byNamespace: [String: NearWords] = [:]
    private var all: [String: [String]]?

    /// The one Service of the namespace whose name is one edit from `name`. Names that differ in a digit are
    /// siblings, and short ones are alike by chance.
    mutating func near(_ name: ClusterName, _ context: LintContext) -> ServiceObject? {
        guard name.service.utf8.count >= 4 else { return nil }
        let words = words(in: name.namespace, context)
        let candidates = words.near(name.service).filter { candidate in
            Self.withoutDigits(candidate) != Self.withoutDigits(name.service)
        }
        guard candidates.count == 1 else { return nil }
        return candidates.first.flatMap { context.service(name.namespace, $0) }
    }

    private mutating func words(in namespace: String, _ context: LintContext) -> NearWords {
        if let words = byNamespace[namespace] { return words }
        let names = all ?? Dictionary(grouping: context.services, by: \.namespace).mapValues { $0.map(\.name) }
        all = names
        let words = NearWords(names[namespace] ?? [])
        byNamespace[namespace] = words
        return words
    }

    private static func withoutDigits(_ text: String) -> [UInt8] {
        text.utf8.filter { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
