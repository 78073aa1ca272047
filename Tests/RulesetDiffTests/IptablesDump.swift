/// A dump of `iptables-save` as lines, with what a person would say a line is for: read from its text alone.
struct IptablesDump {
    var lines: [String]

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    var text: String { lines.joined(separator: "\n") }

    /// What kind of drift it is if a rule is missing, and whose.
    struct Owner: Equatable {
        var kind: String
        var service: String?
    }

    /// The table that each line stands in.
    func table(of place: Int) -> String {
        lines[...place].last { $0.hasPrefix("*") }.map { String($0.dropFirst()) } ?? ""
    }

    /// The chain of a rule.
    func chain(_ line: String) -> String {
        line.hasPrefix("-A ") ? String(line.dropFirst(3).prefix { $0 != " " }) : ""
    }

    func word(behind option: String, in line: String) -> String? {
        guard let range = line.firstRange(of: " \(option) ") else { return nil }
        return String(line[range.upperBound...].drop { $0 == " " }.prefix { $0 != " " })
    }

    func comment(_ line: String) -> String? {
        guard let range = line.firstRange(of: "--comment \"") else { return nil }
        return String(line[range.upperBound...].prefix { $0 != "\"" })
    }

    /// The service port that a comment names.
    func service(_ line: String) -> String? {
        comment(line)?.split(separator: " ").map(String.init).first { $0.contains("/") && $0 != "->" }
    }

    func isRule(_ line: String) -> Bool {
        guard line.hasPrefix("-A ") else { return false }
        return chain(line).hasPrefix("KUBE-") || line.contains("-j KUBE-")
    }

    /// What it would be if this rule alone were missing; nil for one that nobody would miss.
    func owner(of place: Int) -> Owner? {
        let line = lines[place]
        let (chain, target) = (chain(line), word(behind: "-j", in: line) ?? "")
        guard isRule(line), !line.contains("localhost_nps_accepted_pkts") else { return nil }
        let isFilter = table(of: place) == "filter"
        let service = service(line) ?? owningService(of: chain)
        switch chain {
        case "KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES":
            if target == "KUBE-NODEPORTS" { return Owner(kind: "jump") }
            if isFilter {
                return Owner(kind: target == "ACCEPT" ? "health-check" : "reject", service: service)
            }
            if !isServedElsewhere(line, service) { return Owner(kind: "service-missing", service: service) }
            return Owner(kind: chain == "KUBE-NODEPORTS" ? "node-port" : "address-missing", service: service)
        case "KUBE-PROXY-FIREWALL": return Owner(kind: "source-range", service: service)
        case "KUBE-MARK-MASQ", "KUBE-POSTROUTING": return Owner(kind: "masquerade")
        case "KUBE-FORWARD": return Owner(kind: "rule")
        case "KUBE-FIREWALL": return Owner(kind: "localnet")
        default: break
        }
        let isMasquerade = target == "KUBE-MARK-MASQ"
        if chain.hasPrefix("KUBE-SVC-") || chain.hasPrefix("KUBE-SVL-") {
            let kind = isMasquerade ? "masquerade" : line.contains("--rcheck") ? "affinity" : "endpoint-missing"
            return Owner(kind: kind, service: service)
        }
        if chain.hasPrefix("KUBE-SEP-") {
            return Owner(kind: isMasquerade ? "masquerade" : "endpoint-missing", service: service)
        }
        if chain.hasPrefix("KUBE-EXT-") { return Owner(kind: isMasquerade ? "masquerade" : "policy", service: service) }
        if chain.hasPrefix("KUBE-FW-") {
            return Owner(kind: target.isEmpty ? "rule" : "source-range", service: service)
        }
        return Owner(kind: "jump")
    }

    /// The service port that the rules of a chain name.
    private func owningService(of chain: String) -> String? {
        guard chain.contains(where: \.isNumber) || chain.count > 20 else { return nil }
        return lines.first { $0.hasPrefix("-A \(chain) ") && service($0) != nil }.flatMap { service($0) }
            ?? lines.first { word(behind: "-j", in: $0) == chain && service($0) != nil }.flatMap { service($0) }
    }

    /// Whether another rule for all Services leads to the service port of `line` too.
    private func isServedElsewhere(_ line: String, _ service: String?) -> Bool {
        lines.contains { other in
            other != line && self.service(other) == service
                && ["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-PROXY-FIREWALL"].contains(
                    chain(other))
        }
    }
}
