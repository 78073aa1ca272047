import Addressing

/// The nodes that placeholder pods are put on.
struct NodeTable {
    /// One node.
    struct Entry {
        var name: String
        var symbol: Symbol
        /// Its zone; empty if it has none.
        var zone = ""
        var state = NodeState()
        var podCIDRs: [IPPrefix] = []
        var addresses: [IPAddress] = []
    }

    /// The name of the node that is assumed where the input has none.
    static let assumedName = "node-a"

    /// The nodes, sorted by name. With none in the input, the assumed one and those that pods name.
    private(set) var entries: [Entry] = []
    /// Whether the input has Nodes, so that others don't exist.
    let isKnown: Bool
    private var places: [String: Int] = [:]
    private var admitted: [Question: [Int]] = [:]

    private struct Question: Hashable {
        var constraints: PlacementConstraints
        var spread: PodSource.Spread
    }

    /// The Nodes of `set`.
    init(_ set: ManifestSet, symbols: inout SymbolTable) {
        isKnown = !set.nodes.isEmpty
        for node in set.nodes.sorted(by: { $0.metadata.name < $1.metadata.name }) {
            var entry = Entry(name: node.metadata.name, symbol: symbols.symbol(node.metadata.name))
            entry.zone = node.zone
            entry.state = node.state ?? NodeState()
            entry.podCIDRs = node.podCIDRs.map(\.value)
            entry.addresses = node.internalAddresses + node.externalAddresses
            places[entry.name] = entries.count
            entries.append(entry)
        }
        if !isKnown { _ = place(assuming: Self.assumedName, &symbols) }
    }

    /// The place of the node called `name`; nil if there is none.
    func place(of name: String) -> Int? { places[name] }

    /// The place of a node of which nothing but its name is known.
    private mutating func place(assuming name: String, _ symbols: inout SymbolTable) -> Int {
        if let place = places[name] { return place }
        entries.append(Entry(name: name, symbol: symbols.symbol(name)))
        places[name] = entries.count - 1
        return entries.count - 1
    }

    /// The places of the nodes that a source's pods can run on, in the order in which they are filled: a node of each
    /// zone in turn.
    mutating func places(admitting source: PodSource, _ symbols: inout SymbolTable) -> [Int] {
        if let name = source.constraints.nodeName {
            return isKnown ? places[name].map { [$0] } ?? [] : [place(assuming: name, &symbols)]
        }
        if !isKnown { return [0] }
        let question = Question(constraints: source.constraints, spread: source.spread)
        if let known = admitted[question] { return known }
        let fitting = entries.indices.filter { place in
            source.constraints.admit(entries[place].name, entries[place].state)
                && !(source.spread.isRequired && entries[place].state.labels[source.spread.key] == nil)
        }
        let answer = alternating(fitting, by: source.spread.key)
        admitted[question] = answer
        return answer
    }

    /// Nodes in such an order that each value of a label comes once before one comes again.
    private func alternating(_ list: [Int], by key: String) -> [Int] {
        var rounds: [String: Int] = [:]
        let numbered = list.map { place in
            let value = entries[place].state.labels[key] ?? ""
            rounds[value, default: 0] += 1
            return (round: rounds[value] ?? 0, value: value, place: place)
        }
        return numbered.sorted { ($0.round, $0.value, $0.place) < ($1.round, $1.value, $1.place) }.map(\.place)
    }
}
