/// The steps of a trace as a tree: what all ways have in common stands once.
public struct TraceTree: Sendable {
    /// A step, and what may follow.
    public struct Node: Sendable {
        /// The step; nil for the root.
        public let step: Trace.Step?
        /// The nodes that may follow, by their place, in the order of the trace's endings.
        public fileprivate(set) var children: [Int] = []
        /// The ending that is reached behind it, by its place.
        public fileprivate(set) var ending: Int?
    }

    /// The nodes; the first is the root.
    public private(set) var nodes: [Node]

    /// The tree of a trace that was recorded.
    public init(_ trace: Trace) {
        nodes = [Node(step: nil)]
        var places = [Int](repeating: 0, count: trace.trail.count)
        for (number, ending) in trace.endings.enumerated() {
            // Up to the first step that another ending has shown, then down again.
            var path: [Int] = []
            var place = ending.trail
            while place >= 0, places[place] == 0 {
                path.append(place)
                place = trace.trail[place].previous
            }
            var parent = place < 0 ? 0 : places[place]
            for step in path.reversed() {
                nodes.append(Node(step: trace.trail[step].step))
                places[step] = nodes.count - 1
                nodes[parent].children.append(nodes.count - 1)
                parent = nodes.count - 1
            }
            nodes[parent].ending = number
        }
    }
}
