import Diagnostics
import Manifests

/// What the API server rejects in an Ingress, and what it warns of.
enum IngressValidator {
    private static let classAnnotation = "kubernetes.io/ingress.class"
    private static let forbiddenSequences = ["//", "/./", "/../", "%2f", "%2F"]
    private static let forbiddenEnds = ["/..", "/."]

    /// Every check, in the server's order.
    static let checks: [ServerCheck<FieldCursor>] = [
        ServerCheck(.ing001) { ingress, rule, report in
            let spec = ingress["spec"]
            guard spec["rules"].items.isEmpty, !spec["defaultBackend"].isPresent else { return }
            report.reject(
                rule, spec, .invalid("null", "either `defaultBackend` or `rules` must be specified"), path: "spec")
        },
        ServerCheck { ingress, report in
            let backend = ingress["spec"]["defaultBackend"]
            if backend.isPresent { checkBackend(backend, &report) }
        },
        ServerCheck { ingress, report in
            for rule in ingress["spec"]["rules"].items { checkRule(rule, &report) }
        },
        ServerCheck(.ing010) { ingress, rule, report in
            for entry in ingress["spec"]["tls"].items {
                for host in entry["hosts"].items {
                    let name = host.string ?? ""
                    report.reject(rule, host, name, NameCheck.host(name))
                }
                if let name = entry["secretName"].nonEmpty {
                    report.reject(rule, entry["secretName"], name, NameCheck.subdomain(name))
                }
            }
        },
        ServerCheck(.ing011) { ingress, rule, report in checkClass(ingress, rule, &report) },
    ]

    private static func checkClass(_ ingress: FieldCursor, _ rule: ServerRule, _ report: inout FindingReport) {
        let name = ingress["spec"]["ingressClassName"]
        let annotation = ingress["metadata"]["annotations"][key: classAnnotation]
        if let text = name.string { report.reject(rule, name, text, NameCheck.subdomain(text)) }
        guard let annotated = annotation.string else { return }
        if let text = name.string {
            guard text != annotated else { return }
            report.reject(
                rule, annotation, .invalid(annotated.asJSON, "must match `ingressClassName` when both are specified"),
                path: "annotations.\(classAnnotation)")
        } else {
            report.warn(
                rule, annotation,
                "annotation \"\(classAnnotation)\" is deprecated, please use 'spec.ingressClassName' instead",
                severity: .warning)
        }
    }

    private static func checkRule(_ rule: FieldCursor, _ report: inout FindingReport) {
        let host = rule["host"]
        if let name = host.nonEmpty {
            if AddressCheck.isAddress(name) {
                report.reject(.ing009, host, .invalid(name.asJSON, "must be a DNS name, not an IP address"))
            }
            report.reject(.ing009, host, name, NameCheck.host(name))
        }
        guard rule["http"].isPresent else { return }
        let paths = rule["http"]["paths"]
        if paths.items.isEmpty { report.reject(.ing002, paths, .required()) }
        for path in paths.items { checkPath(path, &report) }
    }

    private static func checkPath(_ entry: FieldCursor, _ report: inout FindingReport) {
        let (type, field) = (entry["pathType"], entry["path"])
        let path = field.string ?? ""
        guard let kind = type.string else {
            return report.reject(.ing003, type, .required("pathType must be specified"))
        }
        switch kind {
        case "Exact", "Prefix":
            if !path.hasPrefix("/") { report.reject(.ing004, field, .invalid(path.asJSON, "must be an absolute path")) }
            for sequence in forbiddenSequences where path.contains(sequence) {
                report.reject(.ing005, field, .invalid(path.asJSON, "must not contain '\(sequence)'"))
            }
            for end in forbiddenEnds where path.hasSuffix(end) {
                report.reject(.ing005, field, .invalid(path.asJSON, "cannot end with '\(end)'"))
            }
        case "ImplementationSpecific":
            if !path.isEmpty && !path.hasPrefix("/") {
                report.reject(.ing004, field, .invalid(path.asJSON, "must be an absolute path"))
            }
        default:
            report.checkWord(.ing003, type, ["Exact", "ImplementationSpecific", "Prefix"], emptyCounts: true)
        }
        checkBackend(entry["backend"], &report)
    }

    private static func checkBackend(_ backend: FieldCursor, _ report: inout FindingReport) {
        let (service, resource) = (backend["service"], backend["resource"])
        switch (service.isPresent, resource.isPresent) {
        case (true, true):
            report.reject(.ing006, backend, .invalid("\"\"", "cannot set both resource and service backends"))
        case (false, false):
            report.reject(.ing006, backend, .invalid("\"\"", "resource or service backend is required"))
        case (false, true): checkResource(resource, &report)
        case (true, false): checkService(service, backend, &report)
        }
    }

    private static func checkResource(_ resource: FieldCursor, _ report: inout FindingReport) {
        if let group = resource["apiGroup"].string {
            report.reject(.ing006, resource["apiGroup"], group, NameCheck.subdomain(group))
        }
        for field in [resource["kind"], resource["name"]] {
            if field.nonEmpty == nil {
                report.reject(.ing006, field, .required())
            } else {
                report.reject(.ing006, field, field.text, NameCheck.pathSegment(field.text))
            }
        }
    }

    private static func checkService(
        _ service: FieldCursor, _ backend: FieldCursor, _ report: inout FindingReport
    ) {
        if let name = service["name"].nonEmpty {
            report.reject(.ing008, service["name"], name, NameCheck.label(name))
        } else {
            report.reject(.ing008, service["name"], .required())
        }
        let (name, number) = (service["port"]["name"], service["port"]["number"])
        switch (name.nonEmpty, number.integer ?? 0) {
        case (.some, let number) where number != 0:
            report.reject(.ing007, backend, .invalid("\"\"", "cannot set both port name & port number"))
        case (.some(let text), _): report.reject(.ing007, name, text, NameCheck.portName(text))
        case (nil, 0): report.reject(.ing007, backend, .required("port name or number is required"))
        case (nil, let value): report.reject(.ing007, number, value, NameCheck.portNumber(value))
        }
    }
}
