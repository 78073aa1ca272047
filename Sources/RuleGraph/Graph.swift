/// Nodes, some of them in groups, and edges between them: what a picture of rules or of a packet's way shows.
///
/// It says what things are, not how they look: that is a writer's business. Any text is allowed everywhere.
public struct Graph: Sendable, Hashable {
    /// What the graph is of.
    public var title: String
    /// Nodes that are drawn together, by `Node.group`.
    public private(set) var groups: [Group] = []
    /// The nodes; the first ones are where readers begin.
    public private(set) var nodes: [Node] = []
    /// The edges, in the order in which rules stand.
    public private(set) var edges: [Edge] = []

    /// A graph without nodes.
    public init(title: String) { self.title = title }

    /// What a node is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Where the kernel hands packets over: a built-in chain or a base chain.
        case hook
        /// A chain, or another step on a packet's way.
        case chain
        /// A set or map that packets are looked up in.
        case set
        /// An IPVS virtual server, or a service port as a whole.
        case service
        /// Where connections end up.
        case endpoint
        /// Packets are let through.
        case accept
        /// Packets are dropped or rejected.
        case refusal
    }

    /// What belongs together: a Service, a table.
    public struct Group: Sendable, Hashable {
        /// Its name.
        public var label: String
        /// The group that it lies in; nil for none.
        public var parent: Int?
    }

    /// A node.
    public struct Node: Sendable, Hashable {
        /// Its name.
        public var label: String
        /// What there is to say about it, a line each.
        public var details: [String]
        /// What it is.
        public var kind: Kind
        /// Its place in `groups`; nil for none.
        public var group: Int?
    }

    /// An edge between two nodes, by their places in `nodes`.
    public struct Edge: Sendable, Hashable {
        /// Where it begins.
        public var source: Int
        /// Where it ends.
        public var target: Int
        /// What it says, a line each: which packets, with which probability.
        public var labels: [String]
        /// Whether it isn't on the way of packets that begin a connection, or only of few.
        public var isSecondary: Bool
    }

    /// Adds a group, and returns its place.
    public mutating func addGroup(_ label: String, in parent: Int? = nil) -> Int {
        groups.append(Group(label: label, parent: parent.flatMap { groups.indices.contains($0) ? $0 : nil }))
        return groups.count - 1
    }

    /// Adds a node, and returns its place.
    public mutating func addNode(
        _ label: String, _ kind: Kind, details: [String] = [], in group: Int? = nil
    ) -> Int {
        let group = group.flatMap { groups.indices.contains($0) ? $0 : nil }
        nodes.append(Node(label: label, details: details, kind: kind, group: group))
        return nodes.count - 1
    }

    /// Adds an edge. An end that isn't there makes none.
    public mutating func addEdge(
        from source: Int, to target: Int, _ labels: [String] = [], isSecondary: Bool = false
    ) {
        guard nodes.indices.contains(source), nodes.indices.contains(target) else { return }
        edges.append(Edge(source: source, target: target, labels: labels, isSecondary: isSecondary))
    }

    /// Adds a line to what a node says.
    public mutating func addDetail(_ line: String, to node: Int) {
        if nodes.indices.contains(node) { nodes[node].details.append(line) }
    }

    /// The nodes of each group, and of none, in order: by their places.
    public func members() -> (grouped: [[Int]], others: [Int]) {
        var grouped = [[Int]](repeating: [], count: groups.count)
        var others: [Int] = []
        for (place, node) in nodes.enumerated() {
            if let group = node.group { grouped[group].append(place) } else { others.append(place) }
        }
        return (grouped, others)
    }
}
