import Diagnostics
import Manifests

/// What the API server accepts in a Service with a warning.
enum ServiceWarnings {
    private static let hints = "service.kubernetes.io/topology-aware-hints"

    /// Every warning, in the server's order.
    static let checks: [ServerCheck<ServiceSubject>] = [
        ServerCheck(.tp009) { service, rule, report in
            let field = service.root["metadata"]["annotations"][key: hints]
            guard field.isWritten else { return }
            report.warn(
                rule, field,
                "annotation \(hints) is deprecated, please use service.kubernetes.io/topology-mode instead")
        },
        ServerCheck(.svc017) { service, rule, report in
            for (position, field) in service.clusterIPFields.enumerated() {
                warnOfForm(rule, field, &report, path: "spec.clusterIPs[\(position)]", AddressCheck.formWarning)
            }
            for field in service.spec["externalIPs"].items {
                warnOfForm(rule, field, &report, AddressCheck.formWarning)
            }
            warnOfForm(rule, service.spec["loadBalancerIP"], &report, AddressCheck.formWarning)
            for field in service.spec["loadBalancerSourceRanges"].items {
                warnOfForm(rule, field, &report, AddressCheck.networkFormWarning)
            }
        },
        ServerCheck(.svc014) { service, rule, report in
            guard service.isHeadless, service.type == "ClusterIP" else { return }
            let fields = [service.spec["loadBalancerIP"], service.spec["externalIPs"]]
            for field in fields where field.isSet {
                report.warn(rule, field, "\(field.path) is ignored for headless services")
            }
            if service.spec["sessionAffinity"].string == "ClientIP" {
                report.warn(
                    rule, service.spec["sessionAffinity"], "spec.SessionAffinity is ignored for headless services")
            }
        },
        ServerCheck(.svc013) { service, rule, report in
            let field = service.spec["externalIPs"]
            guard field.isSet, !service.isHeadless, !service.isExternalName else { return }
            report.warn(rule, field, "spec.externalIPs is deprecated and may no longer be implemented in some clusters")
        },
        ServerCheck(.svc009) { service, rule, report in
            let field = service.spec["externalIPs"]
            guard field.isSet, service.isExternalName else { return }
            report.warn(rule, field, "spec.externalIPs is ignored when spec.type is \"ExternalName\"")
        },
        ServerCheck(.svc010) { service, rule, report in
            let field = service.spec["externalName"]
            guard field.isSet, !service.isExternalName else { return }
            report.warn(rule, field, "spec.externalName is ignored when spec.type is not \"ExternalName\"")
        },
        ServerCheck(.tp007) { service, rule, report in
            let field = service.spec["trafficDistribution"]
            guard field.string == "PreferClose" else { return }
            report.warn(
                rule, field, "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"",
                fixes: FixIt.replacing(field, with: "PreferSameZone"))
        },
    ]

    /// Warns of an address or network in another form than the canonical one.
    static func warnOfForm(
        _ rule: ServerRule, _ field: FieldCursor, _ report: inout FindingReport, path: String? = nil,
        _ warning: (String) -> (text: String, canonical: String)?
    ) {
        guard let text = field.nonEmpty, let found = warning(text) else { return }
        report.warn(
            rule, field, "\(path ?? field.path): \(found.text)", path: path,
            fixes: FixIt.replacing(field, with: found.canonical))
    }
}
