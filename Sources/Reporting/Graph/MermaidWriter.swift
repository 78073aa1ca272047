import RuleGraph

/// A graph as a flowchart of Mermaid (mermaid.js.org, "Flowcharts"), which GitHub and GitLab draw in Markdown.
///
/// Names never come from a graph's texts. In texts every character that Mermaid, its Markdown or HTML could read as
/// something else than itself is written as `#NUMBER;`.
public struct MermaidWriter {
    private let graph: Graph

    /// A writer of `graph`.
    public init(_ graph: Graph) { self.graph = graph }

    /// How a kind of node looks: the brackets around its text, and its class.
    private struct Style {
        let open: String
        let close: String
        let colors: String
    }

    private static let styles: [Graph.Kind: Style] = [
        .hook: Style(open: ">", close: "]", colors: "fill:#e8eaed,stroke:#5f6368,color:#202124"),
        .chain: Style(open: "[", close: "]", colors: "fill:#ffffff,stroke:#5f6368,color:#202124"),
        .set: Style(open: "[(", close: ")]", colors: "fill:#fef7e0,stroke:#b06000,color:#202124"),
        .service: Style(open: "(", close: ")", colors: "fill:#e8f0fe,stroke:#1967d2,color:#202124"),
        .endpoint: Style(open: "(", close: ")", colors: "fill:#e6f4ea,stroke:#188038,color:#202124"),
        .accept: Style(open: "(", close: ")", colors: "fill:#e6f4ea,stroke:#188038,color:#202124"),
        .refusal: Style(open: "{{", close: "}}", colors: "fill:#fce8e6,stroke:#c5221f,color:#202124"),
    ]

    /// The text.
    public func text() -> String {
        // YAML in front: a percent sign there could begin a directive of Mermaid.
        let title = JSONText.quoted(TerminalText.harmless(graph.title)).replacing("%", with: "\\u0025")
        var text = "---\ntitle: \(title)\n---\nflowchart LR\n"
        let tree = GraphTree(graph)
        for place in tree.others { text += "  " + line(of: place) }
        tree.walk(
            open: { group, depth in
                text += Self.indentation(depth) + "subgraph g\(group)[\(Self.quoted([graph.groups[group].label]))]\n"
            },
            node: { text += Self.indentation($1) + line(of: $0) },
            close: { text += Self.indentation($0) + "end\n" })
        for edge in graph.edges { text += "  " + line(of: edge) }
        let used = Set(graph.nodes.map(\.kind))
        for kind in Graph.Kind.allCases where used.contains(kind) {
            if let style = Self.styles[kind] { text += "  classDef \(Self.name(of: kind)) \(style.colors)\n" }
        }
        return text
    }

    private func line(of place: Int) -> String {
        let node = graph.nodes[place]
        guard let style = Self.styles[node.kind] else { return "" }
        let label = Self.quoted([node.label] + node.details)
        return "n\(place)\(style.open)\(label)\(style.close):::\(Self.name(of: node.kind))\n"
    }

    private func line(of edge: Graph.Edge) -> String {
        let arrow = edge.isSecondary ? "-.->" : "-->"
        let label = edge.labels.isEmpty ? "" : "|\(Self.quoted(edge.labels))|"
        return "n\(edge.source) \(arrow)\(label) n\(edge.target)\n"
    }

    /// The name of a kind's class: a word that Mermaid has no other use for.
    private static func name(of kind: Graph.Kind) -> String { "kind-\(kind.rawValue)" }

    private static func indentation(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    /// Lines as a quoted text of Mermaid.
    static func quoted(_ lines: [String]) -> String {
        "\"" + lines.map(escaped).joined(separator: "<br/>") + "\""
    }

    /// Characters beside letters, digits and those outside ASCII that stand for themselves.
    private static let plain = Set(" -_./:,()=+".unicodeScalars)

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in TerminalText.harmless(text).unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": escaped.unicodeScalars.append(scalar)
            case _ where !scalar.isASCII || plain.contains(scalar): escaped.unicodeScalars.append(scalar)
            default: escaped += "#\(scalar.value);"
            }
        }
        return escaped
    }
}
