import Manifests

/// What the API server rejects in an Endpoints object, and what it warns of.
enum EndpointsValidator {
    /// Every check, in the server's order.
    static let checks: [ServerCheck<FieldCursor>] = [
        ServerCheck { endpoints, report in
            for subset in endpoints["subsets"].items { checkSubset(subset, &report) }
        },
        ServerCheck(.ep015) { endpoints, rule, report in
            report.warn(
                rule, endpoints, "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
                path: "")
        },
        ServerCheck(.svc017) { endpoints, rule, report in
            for subset in endpoints["subsets"].items {
                for address in subset["addresses"].items + subset["notReadyAddresses"].items {
                    ServiceWarnings.warnOfForm(rule, address["ip"], &report, AddressCheck.formWarning)
                }
            }
        },
    ]

    private static func checkSubset(_ subset: FieldCursor, _ report: inout FindingReport) {
        let addresses = subset["addresses"].items + subset["notReadyAddresses"].items
        if addresses.isEmpty {
            report.reject(.ep011, subset, .required("must specify `addresses` or `notReadyAddresses`"))
        }
        for address in addresses {
            let (field, host, node) = (address["ip"], address["hostname"], address["nodeName"])
            let text = field.string ?? ""
            // The server says so twice of what is no address.
            report.reject(.ep012, field, text, AddressCheck.address(text))
            report.reject(.ep012, field, text, AddressCheck.reachable(text))
            if let name = host.nonEmpty { report.reject(.ep012, host, name, NameCheck.label(name)) }
            if let name = node.string { report.reject(.ep012, node, name, NameCheck.subdomain(name)) }
        }
        let ports = subset["ports"].items
        for port in ports { checkPort(port, needsName: ports.count > 1, &report) }
    }

    private static func checkPort(_ port: FieldCursor, needsName: Bool, _ report: inout FindingReport) {
        let name = port["name"]
        if let text = name.nonEmpty {
            report.reject(.ep013, name, text, NameCheck.label(text))
        } else if needsName {
            report.reject(.ep013, name, .required())
        }
        let number = port["port"].integer ?? 0
        report.reject(.ep013, port["port"], number, NameCheck.portNumber(number))
        report.checkWord(.ep013, port["protocol"], ServicePortValidator.protocols)
        if let text = port["appProtocol"].string {
            report.reject(.ep013, port["appProtocol"], text, NameCheck.qualifiedName(text))
        }
    }
}
