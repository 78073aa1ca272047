import Addressing
import Manifests

/// What the API server rejects in a ServiceCIDR.
enum ServiceCIDRValidator {
    /// Every check.
    static let checks: [ServerCheck<FieldCursor>] = [
        ServerCheck(.cl003) { serviceCIDR, rule, report in
            let field = serviceCIDR["spec"]["cidrs"]
            let networks = field.items
            if networks.isEmpty {
                return report.reject(rule, field, .required("at least one CIDR required"), path: "spec.cidrs")
            }
            if networks.count > 2 {
                return report.reject(rule, field, .invalid(field.asJSON, "may only hold up to 2 values"))
            }
            for network in networks {
                let text = network.string ?? ""
                report.reject(rule, network, text, AddressCheck.canonicalNetwork(text))
            }
            let families = networks.compactMap { IPPrefix($0.string ?? "")?.family }
            if families.count == 2 && families[0] == families[1] {
                report.reject(
                    rule, field, .invalid(field.asJSON, "may specify no more than one IP for each IP family"))
            }
        }
    ]
}
