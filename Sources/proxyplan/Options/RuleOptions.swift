import Addressing
import ArgumentParser
import Bytes
import Diagnostics
import Netfilter
import Reporting
import RuleGraph
import RuleCompiler
import ServiceProxy

extension OutputRequest.Text: ExpressibleByArgument {}
extension IPVSPart: ExpressibleByArgument {}

/// Which rules are printed, and how they are spelled.
struct RuleOptions: ParsableArguments {
    /// The address families, as words.
    enum FamilyChoice: String, ExpressibleByArgument, CaseIterable {
        case ipv4
        case ipv6

        var family: IPFamily { self == .ipv4 ? .ipv4 : .ipv6 }
    }

    @Option(help: "The address family: kube-proxy runs one proxier for each")
    var family = FamilyChoice.ipv4

    @Option(
        help: ArgumentHelp(
            """
            How rules are spelled: tool is what kube-proxy hands to iptables-restore, ipvsadm, ipset or nft; kernel is \
            what iptables-save, ipvsadm -Sn, ipset save or nft list ruleset print once the kernel has them (jumps \
            included, counters zero); json is what nft -j list ruleset prints (nftables mode).
            """))
    var spelling = OutputRequest.Text.tool

    @Flag(help: "Add the jumps from built-in chains, so that the text alone makes a working node")
    var withJumps = false

    @Flag(help: "Add the words that count packets by name (-m nfacct), as on a kernel that has nfnetlink_acct")
    var nfacct = false

    @OptionGroup var selection: ServiceOptions

    @Option(
        help: ArgumentHelp(
            "Which of the texts of ipvs mode: ipvsadm, ipset, iptables, addresses or all, each under a line # NAME.",
            valueName: "part"))
    var emit = "all"

    @Flag(help: "Print the commands of kube-proxy's first sync in its order, not the table they make (nftables mode)")
    var transaction = false

    @Option(
        help: ArgumentHelp(
            "The nft tool whose listing is meant, such as 1.0.6 or 1.1.3 (nftables mode).", valueName: "version"))
    var nftVersion = "1.0.6"

    @Option(
        help: ArgumentHelp("The first port of kube-proxy's own sockets (userspace mode).", valueName: "port"))
    var proxyPortBase: UInt16?

    @Option(
        help: ArgumentHelp(
            "The ports of kube-proxy's own sockets, as far as they are known (userspace mode).",
            valueName: "ns/name:port=port,…"))
    var proxyPorts: String?

    /// The languages that a graph is written in.
    enum GraphFormat: String, ExpressibleByArgument, CaseIterable {
        case dot
        case mermaid

        func text(_ graph: Graph) -> String {
            switch self {
            case .dot: DotWriter(graph).text()
            case .mermaid: MermaidWriter(graph).text()
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "Print the chains and jumps as a graph instead of the rules: dot (Graphviz) or mermaid.",
            valueName: "format"))
    var graph: GraphFormat?

    @Option(
        help: ArgumentHelp(
            "Write the texts of both families to files in this directory, named MODE.FAMILY.PART.", valueName: "dir"),
        completion: .directory)
    var outputDir: String?

    /// The families that are compiled.
    var families: [IPFamily] { outputDir == nil ? [family.family] : IPFamily.allCases }

    /// What is asked for in `mode`. Throws if an option isn't for that mode or its value can't be read.
    func request(mode: ProxyMode) throws -> OutputRequest {
        var request = OutputRequest()
        (request.text, request.includesJumps, request.includesAccounting) = (spelling, withJumps, nfacct)
        request.isTransaction = transaction
        for (isGiven, option) in [
            (spelling != .tool, "--spelling"), (transaction, "--transaction"), (emit != "all", "--emit"),
            (outputDir != nil, "--output-dir"), (nfacct, "--nfacct"),
        ] where isGiven && graph != nil {
            throw Failure("\(option) says how rules are printed, and --graph prints none")
        }
        for (isGiven, option, wanted) in [
            (spelling == .json, "--spelling json", ProxyMode.nftables), (transaction, "--transaction", .nftables),
            (emit != "all", "--emit \(emit)", .ipvs), (proxyPortBase != nil, "--proxy-port-base", .userspace),
            (proxyPorts != nil, "--proxy-ports", .userspace),
        ] where isGiven && mode != wanted {
            throw Failure("\(option) is for \(wanted.rawValue) mode, and the mode is \(mode.rawValue)")
        }
        if emit != "all" {
            guard let part = IPVSPart(rawValue: emit) else {
                throw Failure("--emit \(emit): write ipvsadm, ipset, iptables, addresses or all")
            }
            request.part = part
        }
        guard let version = NftVersion(nftVersion) else {
            throw Failure("--nft-version \(nftVersion): no version such as 1.0.6")
        }
        request.nftVersion = version
        request.proxyPorts = try socketPorts()
        request.patterns = try selection.patterns()
        return request
    }

    private func socketPorts() throws -> ProxyPorts {
        var ports = ProxyPorts()
        if let proxyPorts {
            guard let known = ProxyPorts(proxyPorts), !known.known.isEmpty else {
                throw Failure("--proxy-ports \(proxyPorts): write NAMESPACE/NAME:PORT=40001,…")
            }
            ports = known
        }
        if let proxyPortBase {
            guard proxyPortBase > 0 else { throw Failure("--proxy-port-base takes 1 to 65535") }
            ports.base = proxyPortBase
        }
        return ports
    }

    /// Throws if a `--service` means nothing in any of `compiles`, or the family has no rules.
    func check(_ compiles: [ModeCompile], _ request: OutputRequest) throws {
        for (pattern, text) in zip(request.patterns, selection.services)
        where !compiles.contains(where: { $0.has(pattern) }) {
            throw Failure("--service \(text): no Service with rules is called so")
        }
        if let only = compiles.first, compiles.count == 1, only.family != family.family {
            throw Failure(
                "--family \(family.rawValue): kube-proxy serves one family in userspace mode, here ipv\(only.family.rawValue)."
            )
        }
    }

    /// Writes the rules: to standard output, or to files.
    func write(_ compiles: [ModeCompile]) throws {
        if let graph {
            for compile in compiles { Console.standardOutput.write(graph.text(compile.graph())) }
            return
        }
        guard let outputDir else {
            for compile in compiles {
                var text = ByteBuffer(minimumCapacity: 1 << 16)
                compile.write(to: &text)
                try Console.standardOutput.write(text)
            }
            return
        }
        let files = compiles.flatMap { $0.files() }.map { OutputFile(name: $0.name, bytes: $0.bytes) }
        try OutputFile.write(files, to: outputDir)
    }
}

extension ModeCompile {
    /// The rules as a graph.
    fileprivate func graph() -> Graph {
        let family = family == .ipv4 ? "IPv4" : "IPv6"
        return RuleGraph.graph(
            of: rules(includesAccounting: false), title: "kube-proxy, \(mode.rawValue) mode, \(family)",
            views: view.map { [$0] } ?? [], keys: selectedKeys)
    }
}
