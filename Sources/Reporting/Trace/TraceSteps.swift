import PacketTrace

/// The steps of a trace as lines: hooks, the rules that match below them, and branches where the way parts.
struct TraceSteps {
    private let trace: Trace
    private let lines: TraceLines
    private let terminal: TerminalText
    private let tree: TraceTree

    init(_ passage: TracedPath.Passage, _ terminal: TerminalText) {
        trace = passage.trace
        lines = TraceLines(passage)
        self.terminal = terminal
        tree = TraceTree(passage.trace)
    }

    /// A part of the tree that is still to be written, and how far its lines are indented.
    private struct Part {
        let node: Int
        let depth: Int
        let label: String?
        /// Whether these are the packets that were not drawn.
        var isRest = false
    }

    func text() -> String {
        var lines: [String] = []
        // A stack of our own: chains of thousands of endpoints are deep.
        var parts = [Part(node: 0, depth: 0, label: nil)]
        while var part = parts.popLast() {
            if let label = part.label { lines.append(line(terminal.paint(label, .cyan), part.depth - 1)) }
            var place = part.node
            while true {
                let node = tree.nodes[place]
                if let step = node.step, let words = self.words(step) {
                    if part.isRest { lines.append(line(terminal.paint("the others:", .cyan), part.depth + 1)) }
                    part.isRest = false
                    lines.append(line(words, part.depth + (isHeading(step) ? 0 : 1)))
                }
                if let ending = node.ending { lines.append(line(end(ending), part.depth + 1)) }
                guard node.children.count == 1, let only = node.children.first else { break }
                place = only
            }
            for child in tree.nodes[place].children.reversed() { parts.append(branch(child, part)) }
        }
        return lines.joined()
    }

    private func line(_ text: String, _ depth: Int) -> String {
        String(repeating: "  ", count: max(depth, 0)) + text + "\n"
    }

    /// Those that chance let pass go on where they are; all other branches stand below a line of their own.
    private func branch(_ node: Int, _ parent: Part) -> Part {
        let depth = parent.depth
        let drawn = parent.isRest ? "the others" : "those that come here"
        switch tree.nodes[node].step {
        case .chance(_, _, held: false)?: return Part(node: node, depth: depth, label: nil, isRest: true)
        case .chance(_, let chance, held: true)?:
            return Part(node: node, depth: depth + 2, label: "\(TraceWords.percent(chance)) of \(drawn):")
        case .assumed(let condition, let holds)?:
            let words = TerminalText.harmless(TraceWords.sentence(condition))
            if case .seen = condition, !holds { return Part(node: node, depth: depth, label: nil) }
            return Part(node: node, depth: depth + 2, label: "\(holds ? "if" : "unless") \(words):")
        case .scheduled(_, let socket)?, .proxied(let socket)?:
            return Part(node: node, depth: depth + 2, label: "to \(socket):")
        default: return Part(node: node, depth: depth + 2, label: "or:")
        }
    }

    private func isHeading(_ step: Trace.Step) -> Bool {
        if case .hook = step { return true }
        return false
    }

    private func words(_ step: Trace.Step) -> String? {
        switch step {
        case .hook(let hook): return terminal.paint(TraceWords.name(hook), .bold)
        case .chain, .chance, .assumed: return nil
        case .rule(let rule, _):
            let (place, text) = lines.line(ofRule: rule)
            return terminal.paint(TerminalText.harmless(place), .dim) + "  " + TerminalText.harmless(text)
        case .policy(let chain, let drops):
            return "\(TerminalText.harmless(lines.name(ofChain: chain))): policy \(drops ? "drop" : "accept")"
        case .routed(let route): return TraceWords.sentence(route)
        case .scheduled(let server, let socket):
            return "IPVS: virtual server \(name(server)) sends it to \(socket)"
        case .unscheduled(let server): return "IPVS: virtual server \(name(server)) has no real server"
        case .proxied(let socket): return "kube-proxy opens a connection to \(socket)"
        }
    }

    private func name(_ server: Int) -> String { TerminalText.harmless(lines.name(ofServer: server)) }

    private func end(_ place: Int) -> String {
        let ending = trace.endings[place]
        let outcome = Outcome(ending)
        switch outcome.kind {
        case .sent, .local:
            let to =
                outcome.destination.map { "\($0)" } ?? (outcome.kind == .local ? "a process of the node" : "sent on")
            return terminal.paint("⇒ \(to)\(outcome.isMasqueraded ? ", masqueraded" : "")", .green)
        default: return terminal.paint("⇒ \(TraceWords.word(outcome.kind))", .red)
        }
    }
}
