import Foundation

/// A `flows.txt`: the packets of one case and where each of them lands.
public struct FlowTable: Sendable, Equatable {
    /// The folder below `fixtures/` with the case's `manifests.yaml` and `kube-proxy.yaml`.
    public let manifests: String
    /// The lines, in order.
    public let flows: [Flow]

    /// A line that can't be read.
    public struct SyntaxError: Error, CustomStringConvertible, Equatable {
        /// What is wrong and in which line.
        public let description: String
    }

    /// The names of the folders in `fixtures/trace/`.
    public static var cases: [String] { Fixtures.cases(in: "trace").filter { !$0.contains(".") } }

    /// The flows that hold for a proxy mode: `iptables`, `nftables`, `ipvs` or `userspace`. What holds for the last, where
    /// kube-proxy itself passes connections on, is always said.
    public func flows(for mode: String) -> [Flow] {
        flows.filter { $0.modes?.contains(mode) ?? (mode != "userspace") }
    }

    /// Reads `fixtures/trace/CASE/flows.txt`.
    public init(case name: String) throws {
        try self.init(parsing: Fixtures.text("trace/\(name)/flows.txt"), manifests: "trace/\(name)")
    }

    /// Reads a table.
    ///
    /// - Parameter manifests: where its manifests are if no `use` line says otherwise.
    public init(parsing text: String, manifests: String) throws {
        var manifests = manifests
        var flows: [Flow] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first else { continue }
            do {
                if first == "use" {
                    manifests = try FlowTable.used(words, after: flows)
                } else {
                    flows.append(try Flow(words: words, line: index + 1))
                }
            } catch let problem as FlowProblem {
                throw SyntaxError(description: "line \(index + 1): \(problem.text)")
            }
        }
        guard !flows.isEmpty else { throw SyntaxError(description: "the table has no flows") }
        (self.manifests, self.flows) = (manifests, flows)
    }

    private static func used(_ words: [String], after flows: [Flow]) throws -> String {
        guard words.count == 2 else { throw FlowProblem("`use` takes one folder") }
        guard flows.isEmpty else { throw FlowProblem("`use` comes before the flows") }
        return words[1]
    }
}

/// What is wrong with a line, before its number is known.
struct FlowProblem: Error {
    let text: String
    init(_ text: String) { self.text = text }
}
