import Manifests

/// What the API server rejects in a Service.
enum ServiceValidator {
    private static let policies = ["Cluster", "Local"]
    private static let loadBalancerOnly = "may only be used when `type` is 'LoadBalancer'"
    private static let noExternalName = "may not be set for ExternalName services"
    private static let sourceRanges = "spec.LoadBalancerSourceRanges"
    private static let rangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges"
    private static let topologyMode = "service.kubernetes.io/topology-mode"
    private static let topologyHints = "service.kubernetes.io/topology-aware-hints"

    /// Every check, in the server's order.
    static let checks: [ServerCheck<ServiceSubject>] =
        metadataChecks + typeChecks + ServiceAddressValidator.checks + ServicePortValidator.checks + trafficChecks
        + loadBalancerChecks + ServiceUpdateValidator.checks

    private static let metadataChecks: [ServerCheck<ServiceSubject>] = [
        ServerCheck(.tp008) { service, rule, report in
            let annotations = service.root["metadata"]["annotations"]
            let (mode, hints) = (annotations[key: topologyMode], annotations[key: topologyHints])
            guard let mode = mode.string, let hints = hints.string, mode != hints else { return }
            report.reject(
                rule, annotations[key: topologyMode],
                .invalid(mode.asJSON, "must match annotations[\(topologyHints)] when both are specified"),
                path: "metadata.annotations[\(topologyMode)]")
        }
    ]

    private static let typeChecks: [ServerCheck<ServiceSubject>] = [
        .word(.svc004, ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]) { $0.spec["type"] },
        ServerCheck(.svc005) { service, rule, report in
            guard service.isHeadless, service.isLoadBalancer || service.type == "NodePort" else { return }
            // An update that doesn't say otherwise keeps the Service headless.
            let isCarriedOver = !service.clusterIPFields[0].isPresent
            report.reject(
                isCarriedOver ? .upd002 : rule, service.clusterIPFields[0],
                .invalid("\"None\"", "may not be set to 'None' for \(service.type) services"),
                path: "spec.clusterIPs[0]")
        },
        ServerCheck(.svc006) { service, rule, report in
            guard service.isExternalName else { return }
            let field = service.spec["externalName"]
            let text = field.string ?? ""
            let name = text.hasSuffix(".") ? String(text.dropLast()) : text
            if name.isEmpty {
                report.reject(rule, field, .required())
            } else {
                report.reject(rule, field, name, NameCheck.subdomain(name))
            }
        },
        ServerCheck(.svc007) { service, rule, report in
            // A Service that becomes an alias is looked at for the list alone.
            let becomesAlias = service.previous.map { $0.type != "ExternalName" } ?? false
            guard service.isExternalName, !becomesAlias || service.spec["clusterIPs"].isSet else { return }
            if let first = service.clusterIPFields.first {
                report.reject(rule, first, .forbidden(noExternalName), path: "spec.clusterIPs")
            }
        },
        .onlyIf(.svc007, noExternalName, { $0.spec["ipFamilies"] }, when: { !$0.isExternalName }),
        ServerCheck(.svc007) { service, rule, report in
            let policy = service.spec["ipFamilyPolicy"]
            if service.isExternalName && policy.isPresent { report.reject(rule, policy, .forbidden(noExternalName)) }
        },
        ServerCheck(.sel001) { service, rule, report in
            MetadataValidator.checkLabels(service.spec["selector"], rule, &report)
        },
        .word(.aff001, ["ClientIP", "None"]) { $0.spec["sessionAffinity"] },
        ServerCheck(.aff002) { service, rule, report in
            let timeout = service.spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"]
            guard service.spec["sessionAffinity"].string == "ClientIP", let seconds = timeout.integer,
                !(1...86400).contains(seconds)
            else { return }
            report.reject(rule, timeout, .invalid("\(seconds)", "must be greater than 0 and less than 86400"))
        },
    ]

    private static let trafficChecks: [ServerCheck<ServiceSubject>] = [
        ServerCheck(.tp001) { service, rule, report in
            let policy = service.spec["externalTrafficPolicy"]
            guard !service.isExternallyAccessible, let text = policy.nonEmpty,
                let rule = service.leftover(policy, service.previous?.spec["externalTrafficPolicy"], rule)
            else { return }
            report.reject(rule, policy, .invalid(text.asJSON, "may only be set for externally-accessible services"))
        },
        ServerCheck(.tp002) { service, rule, report in
            guard service.isExternallyAccessible else { return }
            report.checkWord(rule, service.spec["externalTrafficPolicy"], policies)
        },
        .word(.tp002, policies, emptyCounts: true) { $0.spec["internalTrafficPolicy"] },
        ServerCheck(.tp004) { service, rule, report in
            let field = service.spec["healthCheckNodePort"]
            guard !service.needsHealthCheck, let port = field.integer, port != 0,
                let rule = service.leftover(field, service.previous?.spec["healthCheckNodePort"], rule)
            else { return }
            report.reject(
                rule, field,
                .invalid(
                    "\(port)",
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"))
        },
        .word(.tp006, ["PreferClose", "PreferSameZone", "PreferSameNode"], emptyCounts: true) {
            $0.spec["trafficDistribution"]
        },
    ]

    private static let loadBalancerChecks: [ServerCheck<ServiceSubject>] = [
        ServerCheck(.lb001) { service, rule, report in
            let ranges = service.spec["loadBalancerSourceRanges"]
            guard ranges.isSet, !service.isLoadBalancer else { return }
            let isLeftover = service.previous?.type == "LoadBalancer"
            report.reject(isLeftover ? .upd007 : rule, ranges, .forbidden(loadBalancerOnly), path: sourceRanges)
        },
        ServerCheck(.lb002) { service, rule, report in
            let stored = Set(service.previous?.spec["loadBalancerSourceRanges"].strings ?? [])
            for (position, range) in service.spec["loadBalancerSourceRanges"].items.enumerated() {
                guard !stored.contains(range.string ?? "") else { continue }
                let text = (range.string ?? "").trimmingBlanks
                report.reject(rule, range, text, AddressCheck.network(text), path: "\(sourceRanges)[\(position)]")
            }
        },
        ServerCheck(.lb003) { service, rule, report in
            let field = service.root["metadata"]["annotations"][key: rangesAnnotation]
            guard let text = field.string, !service.spec["loadBalancerSourceRanges"].isSet else { return }
            let path = "metadata.annotations[\(rangesAnnotation)]"
            if !service.isLoadBalancer { report.reject(rule, field, .forbidden(loadBalancerOnly), path: path) }
            guard !text.trimmingBlanks.isEmpty else { return }
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let range = String(part).trimmingBlanks
                report.reject(rule, field, range, AddressCheck.network(range), path: path)
            }
        },
        ServerCheck(.lb004) { service, rule, report in
            let field = service.spec["allocateLoadBalancerNodePorts"]
            guard field.isPresent, !service.isLoadBalancer,
                let rule = service.leftover(field, service.previous?.spec["allocateLoadBalancerNodePorts"], rule)
            else { return }
            report.reject(rule, field, .forbidden(loadBalancerOnly))
        },
        ServerCheck { service, report in
            let field = service.spec["loadBalancerClass"]
            guard let name = field.string else { return }
            report.reject(.lb005, field, name, NameCheck.qualifiedName(name))
            guard !service.isLoadBalancer,
                let rule = service.leftover(field, service.previous?.spec["loadBalancerClass"], .lb004)
            else { return }
            report.reject(rule, field, .forbidden(loadBalancerOnly))
        },
        ServerCheck(.lb006) { service, rule, report in checkStatus(service, rule, &report) },
    ]

    private static func checkStatus(_ service: ServiceSubject, _ rule: ServerRule, _ report: inout FindingReport) {
        let ingress = service.root["status"]["loadBalancer"]["ingress"]
        guard ingress.isSet else { return }
        guard service.isLoadBalancer else {
            return report.reject(rule, ingress, .forbidden("may only be used when `spec.type` is 'LoadBalancer'"))
        }
        for entry in ingress.items {
            let (address, mode, host) = (entry["ip"], entry["ipMode"], entry["hostname"])
            if let text = address.nonEmpty { report.reject(rule, address, text, AddressCheck.address(text)) }
            if mode.isPresent && address.nonEmpty == nil {
                report.reject(rule, mode, .forbidden("may not be specified when `ip` is not set"))
            } else {
                report.checkWord(rule, mode, ["Proxy", "VIP"], emptyCounts: true)
            }
            guard let name = host.nonEmpty else { continue }
            report.reject(rule, host, name, NameCheck.subdomain(name))
            if AddressCheck.isAddress(name) {
                report.reject(rule, host, .invalid(name.asJSON, "must be a DNS name, not an IP address"))
            }
        }
    }
}

extension String {
    /// The text without blanks and line breaks at its ends.
    var trimmingBlanks: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
