import RuleGraph

/// A graph's groups as the tree that they are, walked in order.
struct GraphTree {
    private let graph: Graph
    private let members: [[Int]]
    private let children: [[Int]]
    /// The nodes without a group.
    let others: [Int]

    init(_ graph: Graph) {
        self.graph = graph
        (members, others) = graph.members()
        var children = [[Int]](repeating: [], count: graph.groups.count)
        for (place, group) in graph.groups.enumerated() {
            if let parent = group.parent { children[parent].append(place) }
        }
        self.children = children
    }

    /// Calls `open` and `close` around the nodes of each group; groups without nodes are left out.
    func walk(
        open: (_ group: Int, _ depth: Int) -> Void, node: (_ node: Int, _ depth: Int) -> Void,
        close: (_ depth: Int) -> Void
    ) {
        enum Step {
            case enter(Int, Int)
            case leave(Int)
        }
        let filled = filledGroups()
        var steps = graph.groups.indices.reversed().filter { graph.groups[$0].parent == nil }.map { Step.enter($0, 1) }
        while let step = steps.popLast() {
            switch step {
            case .leave(let depth): close(depth)
            case .enter(let group, let depth):
                guard filled[group] else { continue }
                open(group, depth)
                for place in members[group] { node(place, depth + 1) }
                steps.append(.leave(depth))
                steps += children[group].reversed().map { Step.enter($0, depth + 1) }
            }
        }
    }

    /// Whether each group has a node, in itself or in a group below: a group comes behind its parent.
    private func filledGroups() -> [Bool] {
        var filled = members.map { !$0.isEmpty }
        for (place, group) in graph.groups.enumerated().reversed() {
            if filled[place], let parent = group.parent { filled[parent] = true }
        }
        return filled
    }
}
