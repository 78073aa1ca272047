import Diagnostics
import Manifests

/// Fields that do nothing in a Service of some sort, of which the API server says nothing.
enum IgnoredFields {
    /// Beside `ServiceWarnings`, under the same rules.
    static let checks: [ServerCheck<ServiceSubject>] = [
        ServerCheck(.svc009) { service, rule, report in
            guard service.isExternalName else { return }
            let spec = service.spec
            var fields = [
                spec["selector"], spec["ports"], spec["internalTrafficPolicy"], spec["trafficDistribution"],
                spec["sessionAffinityConfig"],
            ].filter(\.isSet)
            if spec["sessionAffinity"].string == "ClientIP" { fields.append(spec["sessionAffinity"]) }
            if spec["publishNotReadyAddresses"].bool == true { fields.append(spec["publishNotReadyAddresses"]) }
            guard let first = fields.first else { return }
            report.add(
                silent(rule), at: first,
                "\(Wording.enumeration(fields.map(\.path))) \(fields.count == 1 ? "does" : "do") nothing on an"
                    + " ExternalName Service: DNS answers with the other name, and nobody makes endpoints or rules",
                advice: rule.row.advice, related: fields.dropFirst().map { report.place($0, "does nothing either") })
        },
        ServerCheck(.svc014) { service, rule, report in
            guard service.isHeadless, service.type == "ClusterIP" else { return }
            let annotations = service.root["metadata"]["annotations"]
            var fields = [
                service.spec["trafficDistribution"], annotations[key: "service.kubernetes.io/topology-mode"],
            ].filter(\.isSet)
            if service.spec["internalTrafficPolicy"].string == "Local" {
                fields.append(service.spec["internalTrafficPolicy"])
            }
            for field in fields {
                report.add(
                    silent(rule), at: field,
                    "\(field.path) does nothing on a headless Service: DNS gives clients the pods' addresses, and"
                        + " kube-proxy has no part in it",
                    advice: rule.row.advice)
            }
        },
    ]

    /// The rule without the server's word: `--select server` leaves these findings out.
    private static func silent(_ rule: ServerRule) -> RuleDescription {
        var description = rule.row.description
        description.repeatsServer = false
        return description
    }
}
