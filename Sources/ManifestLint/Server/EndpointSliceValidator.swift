import Addressing
import Diagnostics
import Manifests

/// What the API server rejects in an EndpointSlice, and what it warns of.
enum EndpointSliceValidator {
    private static let types = ["FQDN", "IPv4", "IPv6"]

    /// Every check, in the server's order.
    static let checks: [ServerCheck<FieldCursor>] = [
        ServerCheck(.ep001) { slice, rule, report in
            let type = slice["addressType"]
            if type.nonEmpty == nil {
                report.reject(rule, type, .required(), path: "addressType")
            } else {
                report.checkWord(rule, type, types)
            }
        },
        ServerCheck(.ep006) { slice, rule, report in checkPorts(slice["ports"], rule, &report) },
        ServerCheck { slice, report in checkEndpoints(slice, &report) },
        ServerCheck(.ep005) { slice, rule, report in
            guard slice["addressType"].string == "FQDN" else { return }
            report.warn(
                rule, slice["addressType"], "spec.addressType: FQDN endpoints are deprecated", severity: .warning,
                advice: "list addresses: kube-proxy takes no domain names")
        },
    ]

    private static func checkPorts(_ ports: FieldCursor, _ rule: ServerRule, _ report: inout FindingReport) {
        let entries = ports.items
        if entries.count > 20_000 { return report.reject(.ep002, ports, .tooMany(entries.count, most: 20_000)) }
        var names: Set<String> = []
        for port in entries {
            let name = port["name"].string ?? ""
            if !name.isEmpty { report.reject(rule, port["name"], name, NameCheck.label(name)) }
            if !names.insert(name).inserted { report.reject(rule, port["name"], .duplicate(name.asJSON)) }
            report.checkWord(rule, port["protocol"], ServicePortValidator.protocols, emptyCounts: true)
            if let name = port["appProtocol"].string {
                report.reject(rule, port["appProtocol"], name, NameCheck.qualifiedName(name))
            }
        }
    }

    private static func checkEndpoints(_ slice: FieldCursor, _ report: inout FindingReport) {
        let endpoints = slice["endpoints"].items
        if endpoints.count > 1000 {
            return report.reject(.ep002, slice["endpoints"], .tooMany(endpoints.count, most: 1000))
        }
        let type = slice["addressType"].string ?? ""
        for endpoint in endpoints {
            let addresses = endpoint["addresses"]
            let items = addresses.items
            if items.isEmpty {
                report.reject(.ep002, addresses, .required("must contain at least 1 address"), advice: "set an address")
            } else if items.count > 100 {
                report.reject(.ep002, addresses, .tooMany(items.count, most: 100))
            }
            for address in items { checkAddress(address, in: addresses, type, &report) }
            checkNames(endpoint, &report)
            checkHints(endpoint["hints"], &report)
        }
    }

    private static func checkAddress(
        _ address: FieldCursor, in addresses: FieldCursor, _ type: String, _ report: inout FindingReport
    ) {
        let text = address.string ?? ""
        switch type {
        case "IPv4", "IPv6":
            let problems = type == "IPv6" ? AddressCheck.canonicalAddress(text) : AddressCheck.address(text)
            // In canonical form nothing but the text changes, so that form is certainly meant.
            let canonical = IPAddress(text).flatMap { $0.family.manifestName == type ? $0.description : nil }
            report.reject(
                .ep003, address, text, problems,
                fixes: problems.isEmpty ? [] : canonical.map { FixIt.replacing(address, with: $0) } ?? [])
            guard problems.isEmpty else { return }
            if IPAddress(text)?.family.manifestName != type {
                report.reject(
                    .ep003, address, .invalid(text.asJSON, "must be an \(type) address"), path: addresses.path)
            }
            report.reject(.ep004, address, text, AddressCheck.reachable(text))
        case "FQDN": checkDomain(address, text, &report)
        default: return
        }
    }

    private static func checkDomain(_ address: FieldCursor, _ text: String, _ report: inout FindingReport) {
        guard !text.isEmpty else { return report.reject(.ep005, address, .required()) }
        let name = text.hasSuffix(".") ? String(text.dropLast()) : text
        let problems = NameCheck.subdomain(name)
        if !problems.isEmpty {
            report.reject(.ep005, address, .invalid(name.asJSON, problems.joined(separator: ",")))
        } else if !name.contains(".") {
            report.reject(
                .ep005, address,
                .invalid(name.asJSON, "should be a domain with at least two segments separated by dots"))
        }
    }

    private static func checkNames(_ endpoint: FieldCursor, _ report: inout FindingReport) {
        if let node = endpoint["nodeName"].string {
            report.reject(.ep007, endpoint["nodeName"], node, NameCheck.subdomain(node))
        }
        if let host = endpoint["hostname"].string {
            report.reject(.ep007, endpoint["hostname"], host, NameCheck.label(host))
        }
    }

    private static func checkHints(_ hints: FieldCursor, _ report: inout FindingReport) {
        let lists = [
            (hints["forZones"], NameCheck.labelValue), (hints["forNodes"], NameCheck.subdomain),
        ]
        for (list, check) in lists {
            let entries = list.items
            if entries.count > 8 {
                report.reject(.ep008, list, .tooMany(entries.count, most: 8))
                continue
            }
            var seen: Set<String> = []
            for entry in entries {
                let name = entry["name"].string ?? ""
                if !seen.insert(name).inserted { report.reject(.ep008, entry["name"], .duplicate(name.asJSON)) }
                report.reject(.ep008, entry["name"], name, check(name))
            }
        }
    }
}
