import Addressing
import Manifests

/// What the API server rejects in a new version of a Service, compared with the stored one.
enum ServiceUpdateValidator {
    /// Every check.
    static let checks: [ServerCheck<ServiceSubject>] = [
        comparing { service, previous, report in checkClusterIP(service, previous, &report) },
        comparing { service, previous, report in checkFamilies(service, previous, &report) },
        comparing { service, previous, report in
            let field = service.spec["healthCheckNodePort"]
            guard service.needsHealthCheck, previous.needsHealthCheck, let port = field.integer, port != 0,
                let stored = previous.spec["healthCheckNodePort"].integer, stored != 0, stored != port
            else { return }
            report.reject(.upd005, field, .forbidden("field is immutable"))
        },
        comparing { service, previous, report in
            let field = service.spec["loadBalancerClass"]
            guard service.isLoadBalancer, previous.type == "LoadBalancer",
                field.string != previous.spec["loadBalancerClass"].string
            else { return }
            report.reject(.upd006, field, .invalid(field.asJSON, "may not change once set"))
        },
    ]

    /// A check of what replaces a stored Service.
    private static func comparing(
        _ check: @escaping @Sendable (ServiceSubject, PreviousService, inout FindingReport) -> Void
    ) -> ServerCheck<ServiceSubject> {
        ServerCheck { service, report in
            if let previous = service.previous { check(service, previous, &report) }
        }
    }

    /// A cluster IP stays, and so does headless.
    private static func checkClusterIP(
        _ service: ServiceSubject, _ previous: PreviousService, _ report: inout FindingReport
    ) {
        guard !service.isExternalName, previous.type != "ExternalName", let first = service.clusterIPs.first,
            first != previous.clusterIPs.first, !first.isEmpty
        else { return }
        let isSwitch = service.isHeadless != previous.isHeadless
        // An address that the server allocated may be the one that the manifest says now.
        guard isSwitch || !previous.clusterIPs.isEmpty else { return }
        report.reject(
            isSwitch ? .upd002 : .upd001, service.clusterIPFields[0],
            .invalid(service.clusterIPsAsJSON, "may not change once set"), path: "spec.clusterIPs[0]")
    }

    /// The families keep their order, and the second goes only with the policy.
    private static func checkFamilies(
        _ service: ServiceSubject, _ previous: PreviousService, _ report: inout FindingReport
    ) {
        guard !service.isExternalName, !service.isHeadless, previous.type != "ExternalName", !previous.isHeadless else {
            return
        }
        let stored = storedFamilies(previous, service.cluster)
        for (position, (family, was)) in zip(service.families, stored).enumerated() {
            guard let text = family.string, text != was, text == "IPv4" || text == "IPv6" else { continue }
            let address = previous.clusterIPs.count > position ? previous.clusterIPs[position] : ""
            report.reject(
                .upd003, family,
                .invalid(address.asJSON, "expected an \(text) value as indicated by `ipFamilies[\(position)]`"),
                path: "spec.clusterIPs[\(position)]")
        }
        let policy = service.spec["ipFamilyPolicy"].string ?? previous.spec["ipFamilyPolicy"].string ?? "SingleStack"
        let written = service.spec["clusterIPs"].items.count
        guard previous.isDualStack, policy != "SingleStack", service.families.count == 1 || written == 1 else { return }
        report.reject(
            .upd004, service.spec["ipFamilyPolicy"],
            .invalid(policy.asJSON, "must be 'SingleStack' to release the secondary IP family"))
    }

    /// The families that a stored Service has: those that it names, or its addresses', or the cluster's.
    private static func storedFamilies(_ previous: PreviousService, _ cluster: ClusterDescription) -> [String] {
        let named = previous.spec["ipFamilies"].strings
        if !named.isEmpty { return named }
        let families = previous.clusterIPs.compactMap { IPAddress($0)?.family.manifestName }
        return families.isEmpty ? cluster.serviceFamilies.prefix(1).map(\.manifestName) : families
    }
}
