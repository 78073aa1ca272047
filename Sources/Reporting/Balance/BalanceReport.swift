import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy

/// The rules of a balance and what each backend gets of them.
public struct BalanceReport {
    private let rules: BalanceRules
    private let spelling: Spelling

    /// A report on `rules`.
    public init(_ rules: BalanceRules, spelling: Spelling = .tool) {
        (self.rules, self.spelling) = (rules, spelling)
    }

    /// Decimals of percentages.
    private static let decimals = 10

    /// More digits than this aren't shown in a table.
    private static let longestFraction = 48

    /// The rules, then a table in lines that begin with `#`, which the tools pass over.
    public func text() -> String {
        let table = Self.columns([header] + rows)
        return rulesText + "# \(summary)\n" + table.map { "# \($0)\n" }.joined()
    }

    /// An object with the rules and the shares.
    public func json() -> String {
        let shares = zip(rules.balance.backends, rules.shares.shares).map { backend, share in
            JSONValue.object(
                [
                    ("backend", .string(backend.socket.description)), ("weight", .number(Int(backend.weight))),
                    ("probability", JSONValue(share.choice?.written.text)),
                    ("kernelProbability", share.choice.map { .number(Int($0.kept)) } ?? .null),
                    ("wanted", Self.value(share.wanted)), ("actual", Self.value(share.actual)),
                    (
                        "errorPercent",
                        .string(share.actual.excess(over: share.wanted, decimals: Self.decimals) ?? "0")
                    ),
                ])
        }
        let balance = rules.balance
        return JSONValue.object([
            ("address", .string(balance.virtual.description)), ("protocol", .string("\(balance.transport.name)")),
            ("mode", .string(rules.mode.rawValue)), ("rules", .string(rulesText)), ("backends", .array(shares)),
        ]).text
    }

    private static func value(_ fraction: ShareFraction) -> JSONValue {
        .object([
            ("numerator", .string("\(fraction.numerator)")), ("denominator", .string("\(fraction.denominator)")),
            ("percent", .string(fraction.percentage(decimals: decimals))),
        ])
    }

    private var rulesText: String {
        var buffer = ByteBuffer()
        rules.write(to: &buffer, spelling: spelling)
        return buffer.string
    }

    /// What the shares follow from.
    private var summary: String {
        switch rules.mode {
        case .iptables:
            "xt_statistic keeps a probability p as lround(p * 2^31) and compares it with 31 random bits"
        case .nftables: "numgen random mod N is the upper half of a 32-bit random number times N"
        case .ipvs: "exact over a round of \(rules.balance.totalWeight) connections, without randomness"
        case .userspace: "the rules choose nothing: kube-proxy goes round the backends itself"
        }
    }

    private var hasChoices: Bool { rules.mode == .iptables }

    private var header: [String] {
        ["backend", "weight"] + (hasChoices ? ["probability", "kernel"] : []) + ["wanted", "gets", "gets %", "error"]
    }

    private var rows: [[String]] {
        zip(rules.balance.backends, rules.shares.shares).map { backend, share in
            var row = [backend.socket.description, "\(backend.weight)"]
            if hasChoices {
                row += [share.choice?.written.text ?? "-", share.choice.map { "\($0.kept)/2^31" } ?? "-"]
            }
            let exact = share.actual.text
            row += [
                share.wanted.text, exact.utf8.count > Self.longestFraction ? "(--format json)" : exact,
                share.actual.percentage(decimals: Self.decimals) + "%",
                share.actual.excess(over: share.wanted, decimals: Self.decimals).map { $0 + "%" } ?? "none",
            ]
            return row
        }
    }

    /// Rows as lines whose columns stand below each other, without blanks at the end.
    private static func columns(_ rows: [[String]]) -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (place, text) in row.enumerated() {
                if place < widths.count {
                    widths[place] = max(widths[place], text.count)
                } else {
                    widths.append(text.count)
                }
            }
        }
        return rows.map { row in
            let padded = zip(row, widths).enumerated().map { place, cell in
                place == row.count - 1 ? cell.0 : cell.0 + String(repeating: " ", count: cell.1 - cell.0.count)
            }
            return padded.joined(separator: "  ")
        }
    }
}

extension IptablesRuleset.DecimalFraction {
    /// `0.3333333333`
    fileprivate var text: String {
        let text = "\(units)"
        let padded = String(repeating: "0", count: max(Int(digits) + 1 - text.utf8.count, 0)) + text
        return digits == 0 ? padded : "\(padded.dropLast(Int(digits))).\(padded.suffix(Int(digits)))"
    }
}
