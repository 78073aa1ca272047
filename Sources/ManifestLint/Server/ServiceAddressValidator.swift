import Addressing
import Manifests

/// What the API server rejects in the cluster IPs, IP families and external IPs of a Service.
enum ServiceAddressValidator {
    /// Every check.
    static let checks: [ServerCheck<ServiceSubject>] = [
        ServerCheck { service, report in
            if !service.isExternalName { checkClusterIPs(service, &report) }
        },
        ServerCheck(.svc012) { service, rule, report in
            let stored = Set(service.previous?.spec["externalIPs"].strings ?? [])
            for field in service.spec["externalIPs"].items {
                let text = field.string ?? ""
                // An address that is stored already may be written as it is.
                let problems = stored.contains(text) ? [] : AddressCheck.address(text)
                report.reject(rule, field, text, problems.isEmpty ? AddressCheck.reachable(text) : problems)
            }
        },
    ]

    /// Checks cluster IPs and families; what depends on the cluster only if they are sound by themselves.
    private static func checkClusterIPs(_ service: ServiceSubject, _ report: inout FindingReport) {
        let isSound = [checkAgreement, checkFamilies, checkTexts].map { $0(service, &report) }
        guard isSound.allSatisfy({ $0 }), checkPolicy(service, &report) else { return }
        if !(service.isHeadless && service.hasNoSelector) { checkCluster(service, &report) }
    }

    /// `clusterIP` is the first of `clusterIPs`.
    private static func checkAgreement(_ service: ServiceSubject, _ report: inout FindingReport) -> Bool {
        let (single, list) = (service.spec["clusterIP"].string ?? "", service.spec["clusterIPs"])
        guard let first = list.items.first, first.string ?? "" != single else { return true }
        let problem =
            single.isEmpty ? "must be empty when `clusterIP` is not specified" : "first value must match `clusterIP`"
        report.reject(.svc016, list, .invalid(service.clusterIPsAsJSON, problem))
        return false
    }

    /// Families and their policy have known names, and no family stands twice.
    private static func checkFamilies(_ service: ServiceSubject, _ report: inout FindingReport) -> Bool {
        var isSound = true
        var seen: Set<String> = []
        for field in service.families {
            let family = field.string ?? ""
            if family != "IPv4" && family != "IPv6" {
                isSound = false
                report.checkWord(.ds001, field, ["IPv4", "IPv6"], emptyCounts: true)
            }
            if !seen.insert(family).inserted {
                isSound = false
                report.reject(.ds001, field, .duplicate(family.asJSON))
            }
        }
        let policies = ["PreferDualStack", "RequireDualStack", "SingleStack"]
        let policy = service.spec["ipFamilyPolicy"]
        report.checkWord(.ds002, policy, policies, emptyCounts: true)
        return isSound && policy.string.map { policies.contains($0) } ?? true
    }

    /// Each cluster IP is an address, and the two are of two families, those that the Service names.
    private static func checkTexts(_ service: ServiceSubject, _ report: inout FindingReport) -> Bool {
        let whole = service.spec["clusterIPs"].isSet ? service.spec["clusterIPs"] : service.spec["clusterIP"]
        func rejectAll(_ problem: String) -> Bool {
            report.reject(.svc016, whole, .invalid(service.clusterIPsAsJSON, problem), path: "spec.clusterIPs")
            return false
        }
        var isSound = true
        for (position, text) in service.clusterIPs.enumerated() {
            if position == 0 && text == "None" {
                if service.clusterIPs.count > 1 { isSound = rejectAll("'None' must be the first and only value") }
                continue
            }
            let problems = AddressCheck.address(text)
            if !problems.isEmpty { isSound = false }
            report.reject(
                .svc015, service.clusterIPFields[position], text, problems, path: "spec.clusterIPs[\(position)]")
        }
        var isShort = true
        if service.clusterIPs.count > 2 { isShort = rejectAll("may only hold up to 2 values") }
        guard isSound, !service.isHeadless else { return isSound && isShort }
        let families = service.clusterIPs.map { IPAddress($0)?.family }
        if families.count > 1 && Set(families).count == 1 {
            isShort = rejectAll("may specify no more than one IP for each IP family")
        }
        for (position, (family, wanted)) in zip(families, service.families).enumerated() {
            guard let family, wanted.string == family.other.manifestName else { continue }
            isShort = false
            report.reject(
                .ds004, service.clusterIPFields[position],
                .invalid(
                    service.clusterIPs[position].asJSON,
                    "expected an \(family.other.manifestName) value as indicated by `ipFamilies[\(position)]`"),
                path: "spec.clusterIPs[\(position)]")
        }
        return isShort
    }

    /// Two families or addresses need a policy that allows them.
    private static func checkPolicy(_ service: ServiceSubject, _ report: inout FindingReport) -> Bool {
        guard service.familyPolicy == "SingleStack" else { return true }
        let kinds = [(service.clusterIPs.count, "cluster IPs"), (service.families.count, "IP families")]
        for (_, what) in kinds.filter({ $0.0 == 2 }) {
            report.reject(
                .ds003, service.spec["ipFamilyPolicy"],
                .invalid(
                    "\"SingleStack\"",
                    "must be 'RequireDualStack' or 'PreferDualStack' when multiple \(what) are specified"))
        }
        return kinds.allSatisfy { $0.0 < 2 }
    }

    /// Families and addresses are those of the cluster, if it is known.
    private static func checkCluster(_ service: ServiceSubject, _ report: inout FindingReport) {
        let families = service.cluster.serviceFamilies
        guard !families.isEmpty else { return }
        for field in service.families where !families.contains(where: { $0.manifestName == field.string }) {
            report.reject(.ds005, field, .invalid(field.asJSON, "not configured on this cluster"))
        }
        if families.count == 1 && service.spec["ipFamilyPolicy"].string == "RequireDualStack" {
            report.reject(
                .ds006, service.spec["ipFamilyPolicy"],
                .invalid("\"RequireDualStack\"", "this cluster is not configured for dual-stack services"))
        }
        for (position, text) in service.clusterIPs.enumerated() {
            guard let address = IPAddress(text) else { continue }
            let field = service.clusterIPFields[position]
            if families.contains(address.family) {
                checkRange(service, field, address, &report)
            } else if position >= service.families.count {
                report.reject(
                    .ds005, field,
                    .invalid(
                        service.clusterIPsAsJSON, "\(address.family.manifestName) is not configured on this cluster"),
                    path: "spec.clusterIPs[\(position)]")
            }
        }
    }

    private static func checkRange(
        _ service: ServiceSubject, _ field: FieldCursor, _ address: IPAddress, _ report: inout FindingReport
    ) {
        guard !service.cluster.serviceCIDRs.contains(where: { $0.hasUsable(address) }) else { return }
        report.reject(
            .svc018, field,
            .invalid(
                service.clusterIPsAsJSON,
                "failed to allocate IP \(address): the provided network does not match the current range"),
            path: "spec.clusterIPs")
    }
}

extension IPPrefix {
    /// Whether an address can be given away: it lies in the network and isn't the network's own or its broadcast one.
    func hasUsable(_ other: IPAddress) -> Bool {
        guard contains(other), other != masked.address else { return false }
        guard family == .ipv4 else { return true }
        let hostBits = length >= 32 ? 0 : UInt64(UInt32.max >> UInt32(length))
        return other.low & hostBits != hostBits || hostBits == 0
    }
}
