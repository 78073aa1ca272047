import Foundation
import Netfilter
import TestSupport

/// What became of one flow's connections, as `flows.py` reports it.
struct FlowResult: Codable, Equatable {
    /// How often an endpoint saw which source.
    struct Seen: Codable, Equatable {
        var kept = 0
        var masqueraded = 0
    }

    var answers: [String: Seen] = [:]
    var rejected = 0
    var silent = 0
    var failures: [String: Int] = [:]

    /// How many connections ended how: an endpoint's name, `untouched`, `rejected`, `unanswered`, or an error.
    var kinds: [String: Int] {
        var kinds = failures
        for (name, seen) in answers { kinds[name, default: 0] += seen.kept + seen.masqueraded }
        if rejected > 0 { kinds["rejected"] = rejected }
        if silent > 0 { kinds["unanswered"] = silent }
        return kinds
    }
}

/// Runs `flows.py` on a node with given rules.
struct FlowRunner {
    /// A tool to run in the node's namespace, and what it reads.
    struct Step: Codable {
        let command: [String]
        let input: String
    }

    /// Whatever puts the rules in.
    let rules: [Step]
    /// What kube-proxy sets beside its rules.
    let sysctls: [String: String]

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// iptables rules of both families.
    init(iptables folder: String, _ backend: Backend) throws {
        let texts = try RulesFamily.allCases.map { ($0, try KernelRules.restoreText(folder, $0)) }
        rules = texts.map { Step(command: [backend.tool($0.0) + "-restore", "-w", "5"], input: $0.1) }
        // kube-proxy sets it along with this rule, so that node ports answer on 127.0.0.1.
        let localhost = texts.contains { $0.1.contains("-A KUBE-FIREWALL ") }
        sysctls = localhost ? ["net/ipv4/conf/all/route_localnet": "1"] : [:]
    }

    /// The table of nftables mode, in both families.
    init(nftables folder: String) throws {
        let compiled = try NftablesRules(folder)
        rules = RulesFamily.allCases.map { Step(command: ["nft", "-f", "-"], input: compiled.text($0, .tool)) }
        sysctls = [:]
    }

    /// The rules of a way to load them.
    init(_ folder: String, _ way: WayToLoad) throws {
        switch way {
        case .iptables(let backend): try self.init(iptables: folder, backend)
        case .nftables: try self.init(nftables: folder)
        }
    }

    private struct Order: Encodable {
        struct Entry: Encodable {
            let source: String
            let sourceAddress: String?
            let address: String
            let port: Int
            let transport: String
            let connections: Int
            let together: Int
        }

        let rules: [Step]
        let sysctls: [String: String]
        let endpoints: [String]
        let flows: [Entry]
        let patience: Double
    }

    private struct Report: Decodable {
        let flows: [FlowResult]
    }

    /// Sends a table's flows through the rules; a result for each, in order.
    ///
    /// - Parameter served: all flows of the case; their endpoints exist, whether they are sent to or not.
    func run(_ flows: [Flow], served: [Flow]) async throws -> [FlowResult] {
        // A lost SYN is sent again after a second: within the patience.
        let input = try order(flows, served: served, patience: 1.5)
        let result = try await PrivateNamespace.run(["python3", Self.script], input: input, seconds: 60)
        guard result.status == 0 else {
            throw Failure(description: "flows.py: status \(result.status)\n\(result.errors)")
        }
        return try Self.results(result.output, count: flows.count)
    }

    /// The path of `flows.py`.
    static let script = Fixtures.packageRoot.appendingPathComponent("Tests/KernelTests/flows.py").path

    /// What `flows.py` reads.
    ///
    /// - Parameter limit: the most connections of a flow.
    func order(_ flows: [Flow], served: [Flow], patience: Double, limit: Int = .max) throws -> String {
        let order = Order(
            rules: rules, sysctls: sysctls, endpoints: Set(served.flatMap(\.endpoints)).sorted(),
            flows: flows.map { entry($0, limit: limit) }, patience: patience)
        return String(decoding: try JSONEncoder().encode(order), as: UTF8.self)
    }

    /// What `flows.py` wrote.
    static func results(_ report: String, count: Int) throws -> [FlowResult] {
        let report = try JSONDecoder().decode(Report.self, from: Data(report.utf8))
        guard report.flows.count == count else { throw Failure(description: "flows.py left flows out") }
        return report.flows
    }

    private func entry(_ flow: Flow, limit: Int) -> Order.Entry {
        let source =
            switch flow.source {
            case .external: "external"
            case .pod: "pod"
            case .node: "node"
            case .endpoint: "endpoint"
            }
        let (connections, together) = flow.effort
        return Order.Entry(
            source: source, sourceAddress: flow.sourceAddress, address: flow.address, port: flow.port,
            transport: flow.transport.rawValue, connections: min(connections, limit), together: together)
    }
}

extension Flow {
    /// The endpoints the line names.
    var endpoints: [String] {
        guard case .answered(_, _, let shares) = outcome else { return [] }
        return shares.map(\.endpoint)
    }

    /// How many connections to open, and how many at a time.
    var effort: (connections: Int, together: Int) {
        guard case .answered(_, let sticky, let shares) = outcome else { return (4, 4) }
        // One after the other: a client is known by its first connection only once that was made.
        if sticky { return (30, 1) }
        return shares.count == 1 ? (5, 5) : (max(600, 100 * shares.count), 8)
    }
}
