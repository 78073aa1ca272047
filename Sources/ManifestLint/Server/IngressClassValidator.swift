import Manifests

/// What the API server rejects in an IngressClass.
enum IngressClassValidator {
    /// Every check, in the server's order.
    static let checks: [ServerCheck<FieldCursor>] = [
        ServerCheck(.ing012) { ingressClass, rule, report in
            let field = ingressClass["spec"]["controller"]
            guard let name = field.nonEmpty else { return }
            if name.utf8.count > 250 {
                report.reject(rule, field, .answer("spec.controller: Too long: may not be more than 250 bytes"))
            }
            let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts.contains("") else {
                return report.reject(
                    rule, field,
                    .invalid(name.asJSON, "must be a domain-prefixed path (such as \"acme.io/foo\")"))
            }
            report.reject(rule, field, parts[0], NameCheck.subdomain(parts[0]))
        },
        ServerCheck(.ing012) { ingressClass, rule, report in
            let parameters = ingressClass["spec"]["parameters"]
            if parameters.isPresent { checkParameters(parameters, rule, &report) }
        },
    ]

    private static func checkParameters(
        _ parameters: FieldCursor, _ rule: ServerRule, _ report: inout FindingReport
    ) {
        if let group = parameters["apiGroup"].string {
            report.reject(rule, parameters["apiGroup"], group, NameCheck.subdomain(group))
        }
        for field in [parameters["kind"], parameters["name"]] {
            if field.nonEmpty == nil {
                report.reject(rule, field, .required())
            } else {
                report.reject(rule, field, field.text, NameCheck.pathSegment(field.text))
            }
        }
        let (scope, namespace) = (parameters["scope"], parameters["namespace"])
        let isSet = namespace.nonEmpty != nil
        switch scope.string ?? "Cluster" {
        case "Namespace" where !isSet:
            report.reject(rule, namespace, .required("`parameters.scope` is set to 'Namespace'"))
        case "Namespace": report.reject(rule, namespace, namespace.text, NameCheck.label(namespace.text))
        case "Cluster":
            if isSet { report.reject(rule, namespace, .forbidden("`parameters.scope` is set to 'Cluster'")) }
        default: report.checkWord(rule, scope, ["Cluster", "Namespace"], emptyCounts: true)
        }
    }
}
