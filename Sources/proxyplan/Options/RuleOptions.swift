import Addressing
import ArgumentParser
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy

/// Which rules are printed, and how they are spelled.
struct RuleOptions: ParsableArguments {
    /// The texts of a ruleset.
    enum SpellingChoice: String, ExpressibleByArgument, CaseIterable {
        case tool
        case kernel

        var spelling: Spelling { self == .tool ? .tool : .kernel }
    }

    /// The address families, as words.
    enum FamilyChoice: String, ExpressibleByArgument, CaseIterable {
        case ipv4
        case ipv6

        var family: IPFamily { self == .ipv4 ? .ipv4 : .ipv6 }
    }

    @Option(help: "The address family: kube-proxy runs one proxier for each.")
    var family = FamilyChoice.ipv4

    @Option(
        help: ArgumentHelp(
            """
            How rules are spelled: tool is what kube-proxy hands to iptables-restore, kernel is what iptables-save \
            prints once the kernel has them (jumps included, counters zero).
            """))
    var spelling = SpellingChoice.tool

    @Flag(help: "Add the jumps from built-in chains, so that the text alone makes a working node.")
    var withJumps = false

    @Flag(help: "Add the words that count packets by name (-m nfacct), as on a kernel that has nfnetlink_acct.")
    var nfacct = false

    @Option(
        name: .customLong("service"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only what belongs to this Service or port; * stands for any characters; can be repeated.",
            valueName: "ns/name[:port]"))
    var services: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write the texts of both families to files in this directory, named MODE.FAMILY.PART.", valueName: "dir"),
        completion: .directory)
    var outputDir: String?

    /// The families that are compiled.
    var families: [IPFamily] { outputDir == nil ? [family.family] : IPFamily.allCases }

    /// Throws if this version has no rules for `mode`.
    func check(mode: ProxyMode) throws {
        guard mode == .iptables else {
            throw ValidationError("--mode \(mode.rawValue): this version of proxyplan compiles iptables mode only.")
        }
    }

    /// Writes the rules of each view: to standard output, or to files.
    func write(_ views: [ProxyView]) throws {
        let selections = try selections(in: views)
        var texts: [OutputFile] = []
        for (view, selected) in zip(views, selections) {
            var text = ByteBuffer(minimumCapacity: 1 << 16)
            IptablesOutput(
                view, options: .init(includesJumps: withJumps, includesAccounting: nfacct),
                spelling: spelling.spelling, selected: selected
            ).write(to: &text)
            if outputDir == nil {
                try Console.standardOutput.write(text)
            } else {
                let part = spelling == .tool ? "restore" : "save"
                texts.append(OutputFile(name: "iptables.ipv\(view.family.rawValue).\(part)", bytes: text.bytes))
            }
        }
        if let outputDir { try OutputFile.write(texts, to: outputDir) }
    }

    /// For each view the places of the service ports that are meant; nil for all.
    private func selections(in views: [ProxyView]) throws -> [[Int]?] {
        if services.isEmpty { return views.map { _ in nil } }
        let patterns = try services.map { text in
            guard let pattern = ServicePattern(text) else {
                throw ValidationError("--service \(text): write NAMESPACE/NAME or NAMESPACE/NAME:PORT.")
            }
            return pattern
        }
        for (pattern, text) in zip(patterns, services) {
            let isMatched = views.contains { $0.servicePorts.contains(where: pattern.matches) }
            if !isMatched { throw ValidationError("--service \(text): no Service with rules is called so.") }
        }
        return views.map { view in
            view.servicePorts.indices.filter { place in
                patterns.contains { $0.matches(view.servicePorts[place]) }
            }
        }
    }
}
