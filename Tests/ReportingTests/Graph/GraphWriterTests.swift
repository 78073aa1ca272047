import Foundation
import Reporting
import RuleGraph
import TestSupport
import Testing

/// Graphs as Graphviz and Mermaid read them.
@Suite struct GraphWriterTests {
    /// A graph with every kind of node, groups in groups, an empty group, and texts that try to be something else.
    private func graph(_ words: String) -> Graph {
        var graph = Graph(title: words)
        let outer = graph.addGroup(words)
        let inner = graph.addGroup("inner \(words)", in: outer)
        _ = graph.addGroup("empty \(words)")
        let nodes = Graph.Kind.allCases.enumerated().map { place, kind in
            graph.addNode(
                "\(kind.rawValue) \(words)", kind, details: [words],
                in: place % 3 == 0 ? nil : place % 3 == 1 ? outer : inner)
        }
        for (source, target) in zip(nodes, nodes.dropFirst()) {
            graph.addEdge(from: source, to: target, [words, "1/3"], isSecondary: source % 2 == 0)
        }
        graph.addEdge(from: 0, to: 99)
        return graph
    }

    private static let hostile = [
        "plain", "\"]; n9 [label=\"x", "\\", "a\\", "\\N \\G \\\"", "a\nb", "<b>&lt;</b>", "&quot;", "end",
        "%%{init: {}}%%",
        "`**bold**`", "1. item", "#quot;", "x|y", "n0 --> n1;", "\u{1B}[31m", "\u{202E}gnp", "}", "]]", "\"", "ä→😀",
    ]

    @Test func dotText() {
        Golden.expect(DotWriter(graph("a\\b \"c\" <d> & e")).text(), equals: "graphs/writer.dot")
    }

    @Test func mermaidText() {
        Golden.expect(MermaidWriter(graph("a\\b \"c\" <d> & e")).text(), equals: "graphs/writer.mermaid")
    }

    /// What Graphviz reads is the graph with the same texts, whatever these are.
    @Test(arguments: hostile)
    func graphvizReadsTheSameGraph(_ words: String) async throws {
        let graph = graph(words)
        let result = try await Tool.run("dot", ["-Tdot_json"], input: DotWriter(graph).text())
        try #require(result.status == 0, "\(result.errors)")
        #expect(result.errors == "")
        let read = try JSONDecoder().decode(DotJSON.self, from: Data(result.output.utf8))
        #expect(read.objects?.filter { $0.nodes == nil && $0.subgraphs == nil }.count == graph.nodes.count)
        #expect(read.edges?.count == graph.edges.count)
        #expect(graph.edges.count == graph.nodes.count - 1)
    }

    private struct DotJSON: Decodable {
        struct Object: Decodable {
            let name: String
            let nodes: [Int]?
            let subgraphs: [Int]?
        }
        struct Edge: Decodable { let tail: Int }
        let objects: [Object]?
        let edges: [Edge]?
    }

    /// Whatever the texts are, Mermaid gets the same lines but for characters that stand for themselves or their number.
    @Test(arguments: hostile)
    func mermaidTextsStayTexts(_ words: String) {
        let lines = MermaidWriter(graph(words)).text().split(separator: "\n", omittingEmptySubsequences: false)
            .dropFirst(3)
        let plain = MermaidWriter(graph("plain")).text().split(separator: "\n", omittingEmptySubsequences: false)
            .dropFirst(3)
        #expect(lines.map(Self.withoutTexts) == plain.map(Self.withoutTexts))
    }

    /// A line without what stands between its first and last quote, which must be harmless.
    private static func withoutTexts(_ line: Substring) -> String {
        guard let first = line.firstIndex(of: "\""), let last = line.lastIndex(of: "\""), first < last else {
            return String(line)
        }
        let text = line[line.index(after: first)..<last].replacing("<br/>", with: "")
        #expect(!text.contains { "\"`<>&|\\{}[]%*~!".contains($0) }, "\(line)")
        return String(line[...first] + line[last...])
    }
}
