import Addressing
import ArgumentParser
import Netfilter
import Reporting
import RuleCompiler
import ServiceProxy

/// `proxyplan balance`: the load-balancing chain by itself.
struct BalanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance",
        abstract: "Print rules that spread connections over backends, and the exact share that each gets.",
        discussion: """
            Reads no manifests. Behind the rules stands a table in comment lines: what each backend should get, what it \
            gets once the kernel has the rules, and the error between them. Exit status: 0, or 2 for bad usage.
            """)

    /// How the result is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    /// How rules are spelled.
    enum SpellingChoice: String, ExpressibleByArgument, CaseIterable {
        case tool
        case kernel

        var spelling: Spelling { self == .tool ? .tool : .kernel }
    }

    @Option(
        help: ArgumentHelp(
            "The address that clients know, an IPv6 address in brackets; the protocol is tcp (default), udp or sctp.",
            valueName: "ip:port/protocol"))
    var vip: VirtualAddress

    @Option(
        name: .customLong("backend"), parsing: .singleValue,
        help: ArgumentHelp(
            "Where connections go, and its weight (default 1; 0 for none); can be repeated.",
            valueName: "ip:port=weight"))
    var backends: [BackendArgument]

    @Option(
        name: [.customLong("mode"), .customLong("proxy-mode")],
        help: ArgumentHelp("The proxy mode whose rules are meant.", valueName: "mode"))
    var mode = ProxyMode.iptables

    @Option(
        help: ArgumentHelp(
            """
            How rules are spelled: tool is what iptables-restore --noflush, nft -f or ipvsadm -R take; kernel is what \
            iptables-save, nft list ruleset or ipvsadm -Sn print.
            """))
    var spelling = SpellingChoice.tool

    @Option(
        help: ArgumentHelp(
            "The decimals of probabilities, 1 to 15 (iptables mode; kube-proxy writes 10).", valueName: "count"))
    var digits: UInt8?

    @Option(
        help: ArgumentHelp("The port of kube-proxy's own socket (userspace mode; default 40000).", valueName: "port"))
    var proxyPort: UInt16?

    @Option(help: "How the result is written: text or json.")
    var format = Format.text

    func validate() throws {
        if backends.isEmpty { throw ValidationError("Name at least one --backend.") }
    }

    func run() throws {
        for (isGiven, option, wanted) in [
            (digits != nil, "--digits", ProxyMode.iptables), (proxyPort != nil, "--proxy-port", .userspace),
        ] where isGiven && mode != wanted {
            throw Failure("\(option) is for \(wanted.rawValue) mode, and the mode is \(mode.rawValue)")
        }
        let digits = digits ?? LoadBalancing.digits
        guard (1...15).contains(digits) else { throw Failure("--digits takes 1 to 15") }
        let port = proxyPort ?? BalanceRules.defaultProxyPort
        guard port > 0 else { throw Failure("--proxy-port takes 1 to 65535") }
        do throws(Balance.Obstacle) {
            let balance = try Balance(vip.socket, vip.transport, among: backends.map(\.backend))
            let rules = try BalanceRules(balance, mode: mode, digits: digits, proxyPort: port)
            let report = BalanceReport(rules, spelling: spelling.spelling)
            Console.standardOutput.write(format == .text ? report.text() : report.json())
        } catch {
            throw Failure(error.message)
        }
    }
}

/// `10.0.0.1:80/tcp`
struct VirtualAddress: ExpressibleByArgument {
    let socket: SocketAddress
    let transport: TransportProtocol

    init?(argument: String) {
        let parts = argument.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let socket = SocketAddress(parts[0]) else { return nil }
        let word = parts.count == 2 ? parts[1].lowercased() : "tcp"
        guard let transport = TransportProtocol.allCases.first(where: { "\($0.name)" == word }) else { return nil }
        (self.socket, self.transport) = (socket, transport)
    }
}

/// `10.1.0.1:8080=3`
struct BackendArgument: ExpressibleByArgument {
    let backend: Balance.Backend

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let socket = SocketAddress(parts[0]), let weight = parts.count == 2 ? UInt32(parts[1]) : 1 else {
            return nil
        }
        backend = Balance.Backend(socket, weight: weight)
    }
}
