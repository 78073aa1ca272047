import Addressing
import PacketTrace
import RuleGraph

/// The ways of packets as a graph: the chains that they meet, hook by hook, and where they end. Ways that meet again are
/// drawn together.
public enum TraceGraph {
    /// The graph of some paths.
    public static func graph(_ paths: [TracedPath]) -> Graph {
        let title = paths.first.map { "\($0.source) → \($0.destination.label)" } ?? ""
        var graph = Graph(title: paths.count == 1 ? title : "\(title) and \(paths.count - 1) more")
        for path in paths {
            guard let passage = path.passage else { continue }
            var draft = TraceGraphDraft(path, passage, graph)
            draft.draw()
            graph = draft.graph
        }
        return graph
    }
}

/// The graph of one path in the making.
private struct TraceGraphDraft {
    private(set) var graph: Graph
    private let path: TracedPath
    private let passage: TracedPath.Passage
    private let lines: TraceLines
    private let tree: TraceTree
    private var nodes: [String: Int] = [:]
    private var groups: [String: Int] = [:]
    private var edges: Set<[Int]> = []

    init(_ path: TracedPath, _ passage: TracedPath.Passage, _ graph: Graph) {
        self.graph = graph
        self.path = path
        self.passage = passage
        lines = TraceLines(passage)
        tree = TraceTree(passage.trace)
    }

    /// A part of the tree that is still to be drawn.
    private struct Part {
        var node: Int
        var last: Int
        var hook: String
        var labels: [String]
        /// The share of all packets that come this way, and whether it has changed since it was last written.
        var share = Fraction.one
        var hasNewShare = false
        /// The nodes on the way: packets that come back to one aren't drawn.
        var visited: Set<Int> = []
    }

    mutating func draw() {
        let start = graph.addNode(path.source, .hook, details: ["to \(path.destination.label)"])
        var parts = [Part(node: 0, last: start, hook: "", labels: [])]
        while var part = parts.popLast() {
            let node = tree.nodes[part.node]
            if let step = node.step { take(step, &part) }
            if let ending = node.ending { end(passage.trace.endings[ending], part) }
            for child in node.children.reversed() {
                var next = part
                next.node = child
                parts.append(next)
            }
        }
    }

    private mutating func take(_ step: Trace.Step, _ part: inout Part) {
        switch step {
        case .hook(let hook): part.hook = TraceWords.name(hook)
        case .chain, .policy: break
        case .rule(let rule, _):
            go(to: lines.line(ofRule: rule).place, .chain, &part)
            if part.hasNewShare { part.labels.append(TraceWords.percent(part.share)) }
            part.hasNewShare = false
        case .chance(_, let chance, _):
            part.share = part.share * chance
            part.hasNewShare = true
        case .assumed(let condition, let holds):
            if holds { part.labels.append("if \(TraceWords.sentence(condition))") }
        case .routed(let route): part.labels.append(TraceWords.sentence(route))
        case .scheduled(let server, _), .unscheduled(let server):
            go(to: "IPVS \(lines.name(ofServer: server))", .service, &part)
        case .proxied: go(to: "kube-proxy", .service, &part)
        }
    }

    /// Goes to a node of the hook, which is made when it is first met.
    private mutating func go(to label: String, _ kind: Graph.Kind, _ part: inout Part) {
        let group = groups[part.hook] ?? graph.addGroup(part.hook)
        groups[part.hook] = group
        let key = "\(part.hook) \(label)"
        let node = nodes[key] ?? graph.addNode(label, kind, in: group)
        nodes[key] = node
        if part.visited.insert(node).inserted { connect(part.last, node, part.labels) }
        part.last = node
        part.labels = []
    }

    private mutating func connect(_ source: Int, _ target: Int, _ labels: [String]) {
        guard source != target, edges.insert([source, target]).inserted else { return }
        graph.addEdge(from: source, to: target, labels)
    }

    private mutating func end(_ ending: Trace.Ending, _ part: Part) {
        let outcome = Outcome(ending)
        let label: String
        switch outcome.kind {
        case .sent, .local:
            label =
                outcome.destination.map { "\($0)" } ?? (outcome.kind == .local ? "a process of the node" : "sent on")
        default: label = TraceWords.word(outcome.kind)
        }
        let key = "\(label) \(outcome.isMasqueraded)"
        let arrives = outcome.kind == .sent || outcome.kind == .local
        var details: [String] = []
        if outcome.isMasqueraded { details.append("masqueraded") }
        if let owner = outcome.destination.flatMap({ passage.owners[$0] }) { details.append(owner) }
        let node =
            nodes[key] ?? graph.addNode(label, arrives ? .endpoint : .refusal, details: details)
        nodes[key] = node
        connect(part.last, node, part.labels)
    }
}
