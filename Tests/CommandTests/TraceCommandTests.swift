import Foundation
import TestSupport
import Testing

/// `proxyplan trace` as a user runs it.
@Suite struct TraceCommandTests {
    static let cases = Fixtures.cases(in: "trace-reports").filter { !$0.hasSuffix(".yaml") }
    private static let example = "fixtures/examples/shop.yaml"

    /// The arguments of `fixtures/trace-reports/CASE`.
    private static func arguments(_ name: String) throws -> [String] {
        ["trace"]
            + (try Fixtures.text("trace-reports/\(name)/arguments")).split(separator: "\n").map(String.init)
    }

    /// Both outputs and the exit status.
    @Test(arguments: cases)
    func golden(_ name: String) async throws {
        let result = try await Proxyplan.run(try Self.arguments(name))
        let text = "\(result.output)\(result.errors)status \(result.status)\n"
        Golden.expect(text, equals: "trace-reports/\(name)/report.txt")
    }

    @Test func thereAreCases() {
        #expect(Self.cases.count >= 30)
    }

    // MARK: JSON

    /// What every case has as JSON says the same as its text does.
    @Test(arguments: cases)
    func jsonIsValid(_ name: String) async throws {
        let arguments = try Self.arguments(name)
        let text = try await Proxyplan.run(arguments)
        let result = try await Proxyplan.run(arguments + ["--format", "json"])
        #expect(result.status == text.status && result.errors == text.errors)
        guard result.status != 2 else {
            #expect(result.output.isEmpty)
            return
        }
        let data = Data(result.output.utf8)
        if arguments.contains("--all") {
            let matrix = try JSONDecoder().decode(Matrix.self, from: data)
            #expect(matrix.lines.count == text.output.split(separator: "\n").count { $0.hasPrefix("  ") })
            return
        }
        let report = try JSONDecoder().decode(Report.self, from: data)
        try #require(!report.traces.isEmpty)
        #expect(report.traces.allSatisfy(\.arrives) == (result.status == 0))
        for trace in report.traces {
            #expect(text.output.contains("→ \(trace.destination)\n"))
            #expect(trace.obstacle == nil || trace.cases.isEmpty)
            for outcome in trace.cases.flatMap(\.outcomes) {
                #expect(!outcome.steps.isEmpty)
                #expect(outcome.steps.allSatisfy { $0.count <= 3 && !$0.isEmpty })
                #expect(text.output.contains(outcome.probability.percent))
            }
        }
    }

    private struct Report: Decodable {
        struct Trace: Decodable {
            struct Case: Decodable {
                let outcomes: [Outcome]
                let uncertain: Bool
            }
            struct Outcome: Decodable {
                struct Probability: Decodable {
                    let exact: String
                    let meant: String
                    let percent: String
                }
                let result: String
                let endpoint: String?
                let masqueraded: Bool
                let probability: Probability
                let steps: [[String: Value]]
            }
            struct Source: Decodable {
                let name: String
                let address: String?
            }
            struct Reason: Decodable {
                let text: String
                let change: String?
                let place: String?
            }
            let source: Source
            let destination: String
            let role: String
            let notes: [Reason]
            let rules: String
            let arrives: Bool
            let obstacle: Reason?
            let cases: [Case]
            let reasons: [Reason]
        }
        let traces: [Trace]
    }

    /// A text or a truth value.
    private enum Value: Decodable {
        case text(String)
        case truth(Bool)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let truth = try? container.decode(Bool.self) {
                self = .truth(truth)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    private struct Matrix: Decodable {
        struct Line: Decodable {
            let source: String
            let service: String
            let role: String
            let destination: String
            let cases: [Case]
        }
        struct Case: Decodable {
            let sticky: Bool
            let outcomes: [Outcome]
        }
        struct Outcome: Decodable {
            let result: String
            let endpoint: String?
            let masqueraded: Bool
            let share: String
        }
        let lines: [Line]
    }

    // MARK: Graphs

    @Test(arguments: [("dot", "digraph"), ("mermaid", "flowchart")])
    func graphs(_ language: String, _ start: String) async throws {
        let way = ["trace", Self.example, "--node", "node-a", "--from", "external", "--to", "web.shop:80"]
        let graph = try await Proxyplan.run(way + ["--graph", language])
        #expect(graph.status == 0, "\(graph.errors)")
        #expect(graph.output.contains(start) && graph.output.contains("10.244.1.6:8080"))
        let format = try await Proxyplan.run(way + ["--format", language])
        #expect(format.output == graph.output)
    }

    // MARK: Bad usage

    @Test(
        arguments: [
            ([example, "--to", "web.shop:80"], "Say --from and --to, or --all."),
            ([example, "--from", "node"], "Say --from and --to, or --all."),
            ([example, "--all", "--from", "node"], "--all goes without --from and --to."),
            ([example, "--all", "--ruleset", "x"], "--all needs manifests, not --ruleset."),
            ([example, "--all", "--graph", "dot"], "With --all the format is text or json."),
            (
                [example, "--all", "--service", "shop/nothing"],
                "--service shop/nothing: no Service with rules is called so"
            ),
            (
                [example, "--from", "node", "--to", "web.shop:80", "--service", "shop/web"],
                "--service goes with --all only."
            ),
            (["--from", "node", "--to", "web.shop:80"], "Name at least one manifest"),
            ([example, "--from", "pod/shop/nobody", "--to", "web.shop:80"], "the input has no pod shop/nobody"),
            ([example, "--from", "node/nobody", "--to", "web.shop:80"], "the input has no Node \"nobody\""),
            ([example, "--from", "node", "--to", "nobody.shop:80"], "cluster DNS has no name \"nobody.shop\""),
            ([example, "--from", "node", "--to", "web.shop:70000"], "is neither a port number nor a port's name"),
            ([example, "--from", "node", "--to", "icmp:web.shop:80"], "a ping has neither port nor protocol"),
            ([example, "--from", "node", "--to", "10.9.9.9"], "which port of 10.9.9.9 is meant isn't said"),
            ([example, "--from", "node", "--to", "10.96.0.20:80/tcp", "--family", "ipv6"], "no address of the family"),
            (["--ruleset", "nowhere.save", "--from", "node", "--to", "10.96.0.20:80/tcp"], "nowhere.save"),
            ([example, "--ruleset", "-", "--from", "node", "--to", "web.shop:80"], "<stdin>"),
            ([example, "--from", "node", "--to", "web.shop:80", "--state", "old"], "--state"),
        ] as [([String], String)])
    func failures(_ words: [String], _ message: String) async throws {
        let result = try await Proxyplan.run(
            ["trace"] + words + (words.contains(Self.example) ? ["--node", "node-a"] : []))
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    // MARK: Hostile names

    /// Nothing of the input reaches a terminal but what can be seen.
    @Test(arguments: ["text", "json", "dot", "mermaid"])
    func controlCharactersOfDumps(_ format: String) async throws {
        let dump = """
            *nat
            :PREROUTING ACCEPT [0:0]
            :KUBE-\u{1B}[31mX - [0:0]
            -A PREROUTING -m comment --comment "red \u{1B}]0;title\u{7} and \u{9B}2J \u{202E}back" -j KUBE-\u{1B}[31mX
            -A KUBE-\u{1B}[31mX -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.244.0.5:8080
            COMMIT

            """
        let result = try await Proxyplan.run(
            ["trace", "--ruleset", "-", "--from", "203.0.113.7", "--to", "10.96.0.20:80/tcp", "--format", format],
            input: dump)
        #expect(result.status == 0 || result.status == 2)
        let text = result.output + result.errors
        #expect(!text.isEmpty)
        #expect(Self.controls(text).isEmpty, "\(Self.controls(text))")
    }

    @Test(arguments: ["from", "to"])
    func controlCharactersOfArguments(_ option: String) async throws {
        let evil = "pod/shop/\u{1B}[31mred\u{7}\u{9B}2J\u{202E}"
        let result = try await Proxyplan.run([
            "trace", Self.example, "--node", "node-a", "--from", option == "from" ? evil : "node", "--to",
            option == "to" ? evil : "web.shop:80",
        ])
        #expect(result.status == 2)
        #expect(Self.controls(result.errors).isEmpty, "\(result.errors.debugDescription)")
    }

    private static func controls(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { scalar in
            (scalar.properties.generalCategory == .control && scalar != "\n")
                || scalar.properties.generalCategory == .format
        }
    }

    // MARK: Dumps alone

    /// A node port of what a node really had, without manifests: known by the node's address, or by the address that a
    /// rule names.
    @Test(arguments: captures, [true, false])
    func dumpAlone(_ capture: Capture, _ isNodeKnown: Bool) async throws {
        let files = capture.files.flatMap { ["--ruleset", "fixtures/live/\(capture.folder)/\($0)"] }
        let result = try await Proxyplan.run(
            ["trace", "--from", "203.0.113.7", "--to", "192.168.0.10:30080/tcp"] + files
                + (isNodeKnown ? ["--node-ip", "192.168.0.10"] : []))
        #expect(result.errors.isEmpty)
        #expect(result.output.hasPrefix("203.0.113.7, outside the cluster → 192.168.0.10:30080/tcp\n"))
        if isNodeKnown {
            #expect(result.status == 0)
            #expect(result.output.contains("10.244."), "\(result.output)")
        } else {
            #expect(result.status == 0 || result.status == 1)
            let isAssumed = result.output.contains("if 192.168.0.10 is an address of the node")
            #expect(isAssumed != capture.folder.hasPrefix("nft"), "\(result.output)")
        }
    }

    /// Files of one capture that make up a dump.
    struct Capture: Sendable, CustomTestStringConvertible {
        let folder: String
        let files: [String]
        var testDescription: String { "\(folder): \(files.joined(separator: ", "))" }
    }

    static let captures: [Capture] = Fixtures.cases(in: "live").filter { $0.hasSuffix("-rich") }.flatMap { folder in
        switch folder.prefix(while: { $0 != "-" }) {
        case "iptables":
            [Capture(folder: folder, files: ["iptables-save.txt"])]
        case "nft":
            ["nft-list-ruleset.txt", "nft-a-list-ruleset.txt", "nft-j-list-ruleset.json"].map {
                Capture(folder: folder, files: [$0])
            }
        default:
            [
                Capture(
                    folder: folder,
                    files: ["iptables-save.txt", "ipvsadm-Sn.txt", "ipset-save.txt", "ip-addr-kube-ipvs0.txt"]),
                Capture(
                    folder: folder,
                    files: ["iptables-save.txt", "ipvsadm-Ln.txt", "ipset-list.txt", "ip-addr-kube-ipvs0.txt"]),
            ]
        }
    }

    @Test func thereAreCaptures() {
        #expect(Self.captures.count >= 11)
    }
}
