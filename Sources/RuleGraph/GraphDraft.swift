import Addressing
import ProxyNames
import ServiceProxy

/// The graph of a ruleset while it is made: what is one node, and which edges are one.
///
/// Of many Services each port is one node, of many endpoints all are one: otherwise nobody could read it.
struct GraphDraft {
    private(set) var graph: Graph
    let directory: ServiceDirectory
    private let isOverview: Bool
    private let endpointCounts: [String: Int]
    private var nodes: [NodeKey: Int] = [:]
    private var groups: [GroupKey: Int] = [:]
    /// The nodes that stand for several endpoints.
    private var joined: Set<Int> = []
    private var edges: [EdgeKey: EdgeLabels] = [:]
    private var edgeOrder: [EdgeKey] = []

    /// With more Service ports than this each is one node.
    static let mostServices = 8
    /// With more endpoints than this those of a Service port are one node.
    static let mostEndpoints = 8
    /// With more labels than this an edge shows only the first ones.
    static let mostLabels = 3

    /// What is one node.
    enum NodeKey: Hashable {
        case chain(table: String, name: String)
        case set(String)
        case service(String)
        case endpoint(service: String, String)
        case verdict(scope: String, String)
        case server(String)
    }

    private enum GroupKey: Hashable {
        case table(String)
        case service(String)
        case namespace(String)
    }

    private struct EdgeKey: Hashable {
        let source: Int
        let target: Int
        let isSecondary: Bool
    }

    private struct EdgeLabels {
        var shown: [String] = []
        var seen: Set<String> = []
    }

    private let elementCounts: [String: Int]

    init(title: String, _ views: [ProxyView], selected: Set<String>?, elementCounts: [String: Int]) {
        self.elementCounts = elementCounts
        graph = Graph(title: title)
        directory = ServiceDirectory(views)
        var counts: [String: Int] = [:]
        for view in views {
            for port in view.servicePorts where selected?.contains(port.key) != false {
                counts[port.key, default: 0] += port.endpoints.reachable.count
            }
        }
        endpointCounts = counts
        isOverview = counts.count > Self.mostServices
    }

    // MARK: Nodes

    /// The node of a chain for all Services, or of the kernel's own.
    mutating func chain(_ name: String, in table: String, isHook: Bool = false, details: [String] = []) -> Int {
        node(.chain(table: table, name: name), name, isHook ? .hook : .chain, details, .table(table))
    }

    /// The node of a chain of one service port.
    mutating func chain(_ name: String, of service: String) -> Int {
        isOverview
            ? self.service(service) : node(.chain(table: service, name: name), name, .chain, [], .service(service))
    }

    /// The node of an endpoint's chain.
    mutating func endpointChain(_ name: String, of service: String) -> Int {
        isOverview || areOne(service) ? endpoint("", of: service) : chain(name, of: service)
    }

    /// The node of an endpoint.
    mutating func endpoint(_ socket: String, of service: String) -> Int {
        if isOverview { return self.service(service) }
        if areOne(service) {
            let count = endpointCounts[service] ?? 0
            let node = node(.endpoint(service: service, ""), "\(count) endpoints", .endpoint, [], .service(service))
            joined.insert(node)
            return node
        }
        return node(.endpoint(service: service, socket), socket, .endpoint, [], .service(service))
    }

    /// The node of a set or map.
    mutating func set(_ name: String, in table: String) -> Int {
        let details = elementCounts[name].map { ["\($0) element\($0 == 1 ? "" : "s")"] } ?? []
        return node(.set(name), name, .set, details, table.isEmpty ? nil : .table(table))
    }

    /// The node of a virtual server.
    mutating func server(_ name: String, _ scheduler: String, of service: String?) -> Int {
        guard let service else { return node(.server(name), name, .service, [scheduler], nil) }
        return isOverview ? self.service(service) : node(.server(name), name, .service, [scheduler], .service(service))
    }

    /// The node where packets of a Service, or those of a chain for all, are refused, let through or rewritten.
    mutating func verdict(_ words: String, _ kind: Graph.Kind, of service: String?, in table: String) -> Int {
        guard let service else { return node(.verdict(scope: table, words), words, kind, [], .table(table)) }
        return isOverview
            ? self.service(service) : node(.verdict(scope: service, words), words, kind, [], .service(service))
    }

    /// The node of a service port as a whole.
    private mutating func service(_ key: String) -> Int {
        let count = endpointCounts[key] ?? 0
        let words = count == 0 ? "no endpoints" : "\(count) endpoint\(count == 1 ? "" : "s")"
        let namespace = key.split(separator: "/").first.map(String.init) ?? ""
        return node(.service(key), key, count == 0 ? .refusal : .service, [words], .namespace(namespace))
    }

    /// Adds what a chain of a Service does beside calling others.
    mutating func note(_ words: String, at node: Int) {
        if isOverview || graph.nodes[node].details.contains(words) { return }
        if graph.nodes[node].kind == .chain { graph.addDetail(words, to: node) }
    }

    private func areOne(_ service: String) -> Bool { (endpointCounts[service] ?? 0) > Self.mostEndpoints }

    private mutating func node(
        _ key: NodeKey, _ label: String, _ kind: Graph.Kind, _ details: [String], _ group: GroupKey?
    ) -> Int {
        if let known = nodes[key] { return known }
        let node = graph.addNode(label, kind, details: details, in: group.map { self.group($0) })
        nodes[key] = node
        return node
    }

    private mutating func group(_ key: GroupKey) -> Int {
        if let known = groups[key] { return known }
        let label =
            switch key {
            case .table(let name): name
            case .service(let name): "Service \(name)"
            case .namespace(let name): "namespace \(name)"
            }
        let group = graph.addGroup(label)
        groups[key] = group
        return group
    }

    // MARK: Edges

    /// Adds an edge; two between the same nodes are one with both labels.
    mutating func edge(_ source: Int, _ target: Int, _ label: String = "", isSecondary: Bool = false) {
        if source == target { return }
        let key = EdgeKey(source: source, target: target, isSecondary: isSecondary)
        if edges[key] == nil { edgeOrder.append(key) }
        var labels = edges[key] ?? EdgeLabels()
        if !label.isEmpty, labels.seen.insert(label).inserted, labels.shown.count < Self.mostLabels {
            labels.shown.append(label)
        }
        edges[key] = labels
    }

    /// The graph with its edges.
    consuming func finished() -> Graph {
        var graph = graph
        for key in edgeOrder {
            guard let labels = edges[key] else { continue }
            let rest = labels.seen.count - labels.shown.count
            var shown = labels.shown
            // The same chance for all that are one node.
            if joined.contains(key.target), rest == 0, shown.count == 1, shown[0].hasSuffix("%") { shown[0] += " each" }
            graph.addEdge(
                from: key.source, to: key.target, shown + (rest > 0 ? ["… and \(rest) more"] : []),
                isSecondary: key.isSecondary)
        }
        return graph
    }

    /// A probability as it stands on an edge: `33.3%`.
    static func percentage(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }
}
