import Addressing
import Bytes
import Netfilter
import TestSupport
import Testing

/// The texts that the tests of the iptables parser and printers read.
enum IptablesTestTexts {
    /// Every dump of the live captures, as a path below `fixtures/`.
    static let dumps: [String] = Fixtures.cases(in: "live").flatMap { name in
        Fixtures.cases(in: "live/\(name)")
            .filter { $0.hasPrefix("iptables-save") || $0.hasPrefix("ip6tables-save") }
            .map { "live/\(name)/\($0)" }
    }

    /// Every text that kube-proxy handed to iptables-restore.
    static let restores: [String] = Fixtures.cases(in: "compile").flatMap { name in
        ["ipv4", "ipv6"].map { "compile/\(name)/iptables.\($0).restore" }
    }

    /// A rule and what iptables-save printed after iptables-restore had read it.
    struct Pair: Sendable, CustomTestStringConvertible {
        let family: IPFamily
        let rule: String
        let dump: String
        var testDescription: String { rule }
    }

    /// The pairs of `fixtures/iptables/NAME.ipv4.txt` and `.ipv6.txt`.
    static func pairs(_ name: String) -> [Pair] {
        IPFamily.allCases.flatMap { family in
            let text = (try? Fixtures.text("iptables/\(name).ipv\(family.rawValue).txt")) ?? ""
            let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            return stride(from: 0, to: lines.count - 1, by: 2).map { index in
                Pair(family: family, rule: String(lines[index]), dump: String(lines[index + 1].dropFirst(4)))
            }
        }
    }

    /// A text of one table with one rule of chain A.
    static func text(_ rule: String) -> String {
        "*nat\n:A - [0:0]\n:B - [0:0]\n\(rule)\nCOMMIT\n"
    }
}

extension IptablesRuleset {
    /// Reads a string.
    init(_ text: String, family: IPFamily? = nil) throws(DumpParseError) {
        try self.init(parsing: Array(text.utf8), family: family)
    }

    /// The whole text, with the counters that there are.
    func text(_ spelling: Spelling) -> String {
        var buffer = ByteBuffer()
        write(to: &buffer, spelling: spelling, counters: true)
        return buffer.string
    }
}
