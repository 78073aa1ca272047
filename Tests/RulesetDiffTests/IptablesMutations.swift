import TestSupport
import Testing

/// One way to damage a dump.
struct IptablesMutation: Sendable, CustomTestStringConvertible {
    let name: String
    /// The damaged dump and the drift that it is (nil: none), for a line that it can be done to.
    let apply: @Sendable (IptablesDump, Int) -> (dump: IptablesDump, drift: IptablesDump.Owner?)?

    var testDescription: String { name }
}

extension IptablesMutation {
    /// A mutation of one rule's text.
    private static func edit(
        _ name: String, _ drift: @escaping @Sendable (IptablesDump, Int) -> IptablesDump.Owner?,
        _ change: @escaping @Sendable (String) -> String?
    ) -> IptablesMutation {
        IptablesMutation(name: name) { dump, place in
            guard dump.isRule(dump.lines[place]), dump.owner(of: place) != nil,
                let changed = change(dump.lines[place]), changed != dump.lines[place]
            else { return nil }
            var result = dump
            result.lines[place] = changed
            return (result, drift(dump, place))
        }
    }

    /// What changing a rule is, where missing it would be something else.
    private static func changed(_ dump: IptablesDump, _ place: Int) -> IptablesDump.Owner? {
        guard var owner = dump.owner(of: place) else { return nil }
        switch (owner.kind, dump.chain(dump.lines[place])) {
        case ("service-missing", "KUBE-NODEPORTS"): owner.kind = "node-port"
        case ("service-missing", _), ("address-missing", _): owner.kind = "address"
        default: break
        }
        return owner
    }

    private static func replacing(_ line: String, behind option: String, _ change: (String) -> String?) -> String? {
        guard let range = line.firstRange(of: " \(option) ") else { return nil }
        let rest = line[range.upperBound...]
        let word = String(rest.prefix { $0 != " " })
        guard let other = change(word) else { return nil }
        return String(line[..<range.upperBound] + other + rest.dropFirst(word.count))
    }

    private static func kind(_ kind: String) -> @Sendable (IptablesDump, Int) -> IptablesDump.Owner? {
        { dump, place in IptablesDump.Owner(kind: kind, service: dump.owner(of: place)?.service) }
    }

    private static func next(_ number: String) -> String? { Int(number).map { "\($0 == 65535 ? 1 : $0 + 1)" } }

    // MARK: One rule

    static let ofRules: [IptablesMutation] = [
        .init(name: "delete a rule") { dump, place in
            guard let owner = dump.owner(of: place) else { return nil }
            var result = dump
            result.lines.remove(at: place)
            return (result, owner)
        },
        .init(name: "duplicate a rule") { dump, place in
            guard let owner = dump.owner(of: place) else { return nil }
            var result = dump
            result.lines.insert(dump.lines[place], at: place)
            let isShared = dump.lines[place].contains("KUBE-FIREWALL")
            return (result, isShared ? nil : .init(kind: "duplicate", service: owner.service))
        },
        edit("change a comment", kind("comment")) { line in
            guard let end = line.firstRange(of: "--comment \"")?.upperBound else { return nil }
            let comment = line[end...].prefix { $0 != "\"" }
            return String(line[..<end] + comment + " changed" + line[end...].dropFirst(comment.count))
        },
        edit(
            "elide a comment",
            { dump, place in
                let chain = dump.chain(dump.lines[place])
                let mayLack = ["KUBE-SVC-", "KUBE-SVL-", "KUBE-SEP-"].contains { chain.hasPrefix($0) }
                return mayLack ? nil : kind("comment")(dump, place)
            }
        ) { line in
            guard let start = line.firstRange(of: " -m comment --comment \"") else { return nil }
            let comment = line[start.upperBound...].prefix { $0 != "\"" }
            return String(line[..<start.lowerBound] + line[start.upperBound...].dropFirst(comment.count + 1))
        },
        edit("change a destination port", changed) { replacing($0, behind: "--dport", next) },
        edit("change a destination", changed) { line in
            replacing(line, behind: "-d") { word in
                guard let slash = word.firstIndex(of: "/") else { return nil }
                if word.hasPrefix("127.") { return "126.0.0.0/8" }
                return word.contains(":") ? "fd99::99\(word[slash...])" : "9.9.9.9\(word[slash...])"
            }
        },
        edit("change a mask", changed) { line in
            replacing(line, behind: "-d") { word in
                guard let slash = word.firstIndex(of: "/"), !word.hasSuffix("/8") else { return nil }
                return String(word[..<slash]) + (word.contains(":") ? "/127" : "/31")
            }
        },
        edit("change the protocol", changed) { line in
            line.contains("-p tcp") && line.contains("--dport")
                ? line.replacing("-p tcp", with: "-p udp").replacing("-m tcp", with: "-m udp") : nil
        },
        edit("negate or widen a source", changed) { line in
            line.contains(" ! -s ") ? line.replacing(" ! -s ", with: " -s ") : nil
        },
        edit("change a source", changed) { line in
            line.contains("KUBE-SEP-") && !line.contains("-j KUBE-SEP-")
                ? replacing(line, behind: "-s") { $0.contains(":") ? "fd99::9/128" : "9.9.9.9/32" } : nil
        },
        edit("change a source range", kind("source-range")) { line in
            guard line.hasPrefix("-A KUBE-FW-") else { return nil }
            return replacing(line, behind: "-s") { $0.contains(":") ? "fd99::/64" : "9.9.0.0/16" }
        },
        edit("change a probability", kind("probability")) { line in
            replacing(line, behind: "--probability") { $0 == "0.50000000000" ? "0.25000000000" : "0.50000000000" }
        },
        edit("remove a probability", kind("probability")) { line in
            guard let start = line.firstRange(of: " -m statistic"), let end = line.firstRange(of: " -j ") else {
                return nil
            }
            return String(line[..<start.lowerBound] + line[end.lowerBound...])
        },
        edit("change the port of an endpoint", kind("endpoint-port")) { line in
            replacing(line, behind: "--to-destination") { word in
                guard let colon = word.lastIndex(of: ":") else { return nil }
                return next(String(word[word.index(after: colon)...])).map { String(word[...colon]) + $0 }
            }
        },
        edit("change the address of an endpoint", kind("endpoint-address")) { line in
            replacing(line, behind: "--to-destination") { word in
                guard let colon = word.lastIndex(of: ":") else { return nil }
                return (word.contains("[") ? "[fd99::9]" : "9.9.9.9") + word[colon...]
            }
        },
        edit("change a mark", changed) { line in
            line.contains("0x4000/0x4000") ? line.replacing("0x4000/0x4000", with: "0x8000/0x8000") : nil
        },
        edit("change a mask of a mark", changed) { line in
            line.contains("0x4000/0x4000") ? line.replacing("0x4000/0x4000", with: "0x4000/0x6000") : nil
        },
        edit("change the time of affinity", kind("affinity")) { replacing($0, behind: "--seconds", next) },
        edit("don't forget clients", kind("affinity")) { line in
            line.contains(" --reap") ? line.replacing(" --reap", with: "") : nil
        },
        edit("don't remember clients", kind("affinity")) { line in
            guard line.contains("--set --name"), let start = line.firstRange(of: " -m recent"),
                let end = line.firstRange(of: "--rsource")
            else { return nil }
            return String(line[..<start.lowerBound] + line[end.upperBound...])
        },
        edit("drop in place of accept", changed) { line in
            line.hasSuffix(" -j ACCEPT") ? String(line.dropLast(6)) + "DROP" : nil
        },
        edit("accept in place of drop", changed) { line in
            line.hasSuffix(" -j DROP") ? String(line.dropLast(4)) + "ACCEPT" : nil
        },
        edit("reject in another way", changed) { line in
            line.contains("port-unreachable")
                ? line.replacing("icmp-port-unreachable", with: "icmp-host-prohibited")
                    .replacing("icmp6-port-unreachable", with: "icmp6-adm-prohibited") : nil
        },
        edit(
            "return in place of a jump",
            { dump, place in
                guard var owner = changed(dump, place) else { return nil }
                if ["address", "node-port", "endpoint-missing", "policy"].contains(owner.kind) { owner.kind = "jump" }
                return owner
            }
        ) { line in
            guard let jump = line.firstRange(of: " -j KUBE-"), !line.hasPrefix("-A KUBE-SEP-"),
                !line.contains("KUBE-MARK-MASQ"), line.hasPrefix("-A KUBE-"), !line.contains("-j KUBE-NODEPORTS")
            else { return nil }
            return String(line[..<jump.lowerBound] + " -j RETURN")
        },
        edit("another state", changed) { line in
            line.contains("--ctstate NEW") ? line.replacing("--ctstate NEW", with: "--ctstate NEW,UNTRACKED") : nil
        },
        edit("another state of forwarded packets", changed) { line in
            line.contains("--ctstate RELATED,ESTABLISHED ")
                ? line.replacing("--ctstate RELATED,ESTABLISHED ", with: "--ctstate ESTABLISHED ") : nil
        },
        edit("masquerade from known ports", changed) { line in
            line.contains(" --random-fully") ? line.replacing(" --random-fully", with: "") : nil
        },
        edit("masquerade of others", changed) { line in
            line.contains("--src-type LOCAL") && line.contains("MASQ")
                ? line.replacing("--src-type LOCAL", with: "--dst-type LOCAL") : nil
        },
        edit("another address type", kind("jump")) { line in
            line.contains("--dst-type LOCAL -j KUBE-NODEPORTS")
                ? line.replacing("--dst-type LOCAL", with: "--src-type LOCAL") : nil
        },
        edit("no source ranges for a load balancer", kind("source-range")) { line in
            line.contains("-j KUBE-FW-") ? line.replacing("-j KUBE-FW-", with: "-j KUBE-EXT-") : nil
        },
        edit("nothing is counted", { _, _ in nil }) { line in
            guard let start = line.firstRange(of: " -m nfacct --nfacct-name  "), line.contains("ct_state") else {
                return nil
            }
            let name = line[start.upperBound...].prefix { $0 != " " }
            return String(line[..<start.lowerBound] + line[start.upperBound...].dropFirst(name.count))
        },
    ]
}
