import Diagnostics
import Manifests

/// What the API server rejects in a workload, as far as Services depend on it, and what it warns of.
enum WorkloadValidator {
    private static let selecting: Set<ObjectKind> = [.deployment, .replicaSet, .statefulSet, .daemonSet]
    private static let resourceFields: Set<String> = [
        "metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations",
        "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
        "status.podIPs",
    ]

    static func check(_ workload: Workload, _ report: inout FindingReport) {
        if selecting.contains(workload.kind) { checkSelector(workload, &report) }
        if workload.kind != .pod {
            let labels = workload.template["metadata"]["labels"]
            MetadataValidator.checkLabels(labels, .svc003, &report, path: "\(workload.template.path).labels")
        }
        let spec = workload.podSpec
        let usesHostNetwork = spec["hostNetwork"].bool ?? false
        var names: [String: FieldCursor] = [:]
        for (list, isMain) in [(spec["containers"], true), (spec["initContainers"], false)] {
            for container in list.items {
                checkPorts(container, usesHostNetwork: usesHostNetwork, &report)
                if isMain { warnOfNames(container, &names, &report) }
                checkEnvironment(container, &report)
            }
        }
    }

    private static func checkSelector(_ workload: Workload, _ report: inout FindingReport) {
        let selector = workload.field["spec"]["selector"]
        let labels = workload.template["metadata"]["labels"]
        var matches = true
        if !selector.isPresent {
            report.reject(.sel013, selector, .required())
            matches = false
        } else if selector["matchLabels"].entries.isEmpty && selector["matchExpressions"].items.isEmpty {
            report.reject(
                .sel013, selector, .invalid(selector.asJSON, "empty selector is invalid for \(workload.kind.word)"))
            return
        }
        for (key, value) in selector["matchLabels"].stringMap where workload.podLabels[key] != value {
            matches = false
        }
        let expressions = selector["matchExpressions"].items
        if matches && expressions.allSatisfy({ LabelExpression.matches($0, workload.podLabels) }) { return }
        report.reject(
            .sel013, labels, .invalid(labels.asJSON, "`selector` does not match template `labels`"))
    }

    private static func checkPorts(_ container: FieldCursor, usesHostNetwork: Bool, _ report: inout FindingReport) {
        var names: Set<String> = []
        for port in container["ports"].items {
            let (name, number, host) = (port["name"], port["containerPort"], port["hostPort"])
            if let text = name.nonEmpty {
                report.reject(.port017, name, text, NameCheck.portName(text))
                if !names.insert(text).inserted { report.reject(.port017, name, .duplicate(text.asJSON)) }
            }
            let value = number.integer ?? 0
            if value == 0 {
                report.reject(.port017, number, .required())
            } else {
                report.reject(.port017, number, value, NameCheck.portNumber(value))
            }
            report.checkWord(.port017, port["protocol"], ServicePortValidator.protocols)
            guard let outer = host.integer, outer != 0 else { continue }
            report.reject(.port017, host, outer, NameCheck.portNumber(outer))
            if usesHostNetwork && outer != value {
                report.reject(
                    .port017, host,
                    .invalid("\(outer)", "must match `containerPort` when `hostNetwork` is true"))
            }
        }
    }

    private static func warnOfNames(
        _ container: FieldCursor, _ names: inout [String: FieldCursor], _ report: inout FindingReport
    ) {
        var own: [String: FieldCursor] = [:]
        for port in container["ports"].items {
            guard let name = port["name"].nonEmpty else { continue }
            if let first = names[name] {
                report.warn(
                    .port026, port,
                    "\(port.path): duplicate port name \(name.asJSON) with \(first.path), services and probes that select "
                        + "ports by name will use \(first.path)")
            } else if own[name] == nil {
                own[name] = port
            }
        }
        names.merge(own) { first, _ in first }
    }

    private static func checkEnvironment(_ container: FieldCursor, _ report: inout FindingReport) {
        for variable in container["env"].items {
            let field = variable["valueFrom"]["fieldRef"]["fieldPath"]
            guard let path = field.string, !isSupported(path) else { continue }
            report.reject(
                .schema004, field,
                .invalid(
                    path.asJSON, "error converting fieldPath: field label not supported: \(path.escapedForMessage)"))
        }
    }

    /// Whether a variable can take a pod's field.
    private static func isSupported(_ path: String) -> Bool {
        for map in ["metadata.labels['", "metadata.annotations['"] where path.hasPrefix(map) {
            return path.hasSuffix("']")
        }
        return resourceFields.contains(path)
    }
}

extension ObjectKind {
    /// The kind as the server's messages write it.
    fileprivate var word: String { rawValue.lowercased() }
}

/// One of a selector's `matchExpressions`.
enum LabelExpression {
    /// Whether `labels` satisfy it; an operator that doesn't exist is satisfied by nothing.
    static func matches(_ expression: FieldCursor, _ labels: [String: String]) -> Bool {
        let value = labels[expression["key"].string ?? ""]
        let values = expression["values"].strings
        switch expression["operator"].string {
        case "In": return value.map { values.contains($0) } ?? false
        case "NotIn": return value.map { !values.contains($0) } ?? true
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        default: return false
        }
    }
}
