import RuleGraph

/// A graph in Graphviz's language (graphviz.org, "DOT Language"), for `dot -Tsvg`.
///
/// Names never come from a graph's texts, and texts stand only in quoted strings with all escaped that Graphviz reads
/// in them: backslashes, quotes and references of HTML.
public struct DotWriter {
    private let graph: Graph

    /// A writer of `graph`.
    public init(_ graph: Graph) { self.graph = graph }

    /// How a kind of node looks.
    private struct Style {
        let shape: String
        let fill: String
        let line: String
    }

    private static let styles: [Graph.Kind: Style] = [
        .hook: Style(shape: "cds", fill: "#e8eaed", line: "#5f6368"),
        .chain: Style(shape: "box", fill: "#ffffff", line: "#5f6368"),
        .set: Style(shape: "cylinder", fill: "#fef7e0", line: "#b06000"),
        .service: Style(shape: "box", fill: "#e8f0fe", line: "#1967d2"),
        .endpoint: Style(shape: "box", fill: "#e6f4ea", line: "#188038"),
        .accept: Style(shape: "box", fill: "#e6f4ea", line: "#188038"),
        .refusal: Style(shape: "octagon", fill: "#fce8e6", line: "#c5221f"),
    ]

    /// The text.
    public func text() -> String {
        var text = """
            digraph {
              graph [label=\(Self.quoted([graph.title])), labelloc=t, rankdir=LR, ranksep=0.9, nodesep=0.18, fontname="Helvetica", fontsize=16]
              node [fontname="Helvetica", fontsize=11, margin="0.14,0.06", height=0.3]
              edge [fontname="Helvetica", fontsize=9, color="#5f6368", fontcolor="#3c4043", arrowsize=0.7]

            """
        let tree = GraphTree(graph)
        for place in tree.others { text += "  " + line(of: place) }
        tree.walk(
            open: { group, depth in
                let indentation = Self.indentation(depth)
                text += "\(indentation)subgraph cluster_\(group) {\n"
                text += "\(indentation)  graph [label=\(Self.quoted([graph.groups[group].label])), labelloc=t,"
                text += " style=\"rounded,filled\", color=\"#dadce0\", fillcolor=\"#f8f9fa\", fontsize=12, margin=10]\n"
            },
            node: { text += Self.indentation($1) + line(of: $0) },
            close: { text += Self.indentation($0) + "}\n" })
        for edge in graph.edges { text += "  " + line(of: edge) }
        return text + "}\n"
    }

    private func line(of place: Int) -> String {
        let node = graph.nodes[place]
        var attributes = ["label=\(Self.quoted([node.label] + node.details))"]
        if let style = Self.styles[node.kind] {
            let isRound = node.kind == .endpoint || node.kind == .accept || node.kind == .service
            attributes += [
                "shape=\(style.shape)", "style=\"\(isRound ? "rounded,filled" : "filled")\"",
                "fillcolor=\"\(style.fill)\"", "color=\"\(style.line)\"",
            ]
        }
        return "n\(place) [\(attributes.joined(separator: ", "))]\n"
    }

    private func line(of edge: Graph.Edge) -> String {
        var attributes: [String] = []
        if !edge.labels.isEmpty { attributes.append("label=\(Self.quoted(edge.labels))") }
        if edge.isSecondary { attributes.append("style=dashed") }
        let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
        return "n\(edge.source) -> n\(edge.target)\(list)\n"
    }

    private static func indentation(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    /// Lines as a quoted string of DOT.
    static func quoted(_ lines: [String]) -> String {
        "\"" + lines.map(escaped).joined(separator: "\\n") + "\""
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in TerminalText.harmless(text).unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "&": escaped += "&amp;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
