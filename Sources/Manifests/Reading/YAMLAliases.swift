import CYaml
import Diagnostics

/// Where the value of an anchor stands.
enum AnchorPlace {
    /// It isn't complete.
    case open
    /// At this node of the tree that is being built.
    case inTree(Int)
    /// At this node of the saved values.
    case saved(Int)
}

extension YAMLTreeBuilder {
    /// Adds a copy of the anchored value that the current event, an alias, stands for.
    mutating func addAlias(to tree: inout ValueTree) throws(SyntaxError) {
        let range = SourceRange(
            start: UInt32(truncatingIfNeeded: events.start), end: UInt32(truncatingIfNeeded: events.end))
        lastEnd = range.end
        let name = Self.name(events.current.pointee.data.alias.anchor) ?? []
        let index = tree.nodes.count
        switch anchors[name] {
        case nil: throw unknown(name, range, "the anchor \"&%\" is not defined in front of this alias")
        case .open: throw unknown(name, range, "the anchor \"&%\" contains itself")
        case .inTree(let node):
            try spend(tree.size(of: node, withTexts: false), depth: tree.depth(of: node), range)
            tree.appendCopy(of: node)
        case .saved(let node):
            try spend(saved.size(of: node, withTexts: true), depth: saved.depth(of: node), range)
            tree.appendCopy(of: node, from: saved)
            hasMarks = true
        }
        guard let last = frames.last, last.isMapping else { return }
        guard last.awaitsKey else { return endValue() }
        guard tree.nodes[index].kind != .mapping, tree.nodes[index].kind != .sequence else {
            throw SyntaxError(rule: "READ-003", range: range, message: "a mapping or list can't be a key")
        }
        try addKey(index, isMerge: false, &tree)
    }

    private func unknown(_ name: [UInt8], _ range: SourceRange, _ message: String) -> SyntaxError {
        let parts = message.split(separator: "%")
        // An anchor may be as long as the text.
        let shown = String(decoding: name.prefix(100), as: UTF8.self) + (name.count > 100 ? "..." : "")
        return SyntaxError(
            rule: "READ-003", range: range, message: parts.joined(separator: shown),
            advice: "put the text in quotes if it is no alias")
    }

    /// Counts what an alias adds.
    private mutating func spend(_ size: Int, depth: Int, _ range: SourceRange) throws(SyntaxError) {
        aliasBudget -= size
        let message: String
        if aliasBudget < 0 {
            message = "alias expansion makes more than 1,000,000 values"
        } else if frames.count + depth > ReadingLimits.depth {
            message = "alias expansion makes more than 1,000 levels of mappings and lists"
        } else {
            return
        }
        throw SyntaxError(
            rule: "READ-004", range: range, message: message, advice: "write the values out where they are needed")
    }

    /// Notes that the value at `node` has an anchor.
    mutating func define(_ name: [UInt8], at node: Int) {
        anchors[name] = .inTree(node)
        newAnchors.append(name)
    }

    /// Keeps the anchored values of a tree that is about to be filled with the next item.
    mutating func saveAnchors(of tree: borrowing ValueTree) {
        if newAnchors.isEmpty { return }
        let start = saved.nodes.count
        for name in newAnchors {
            if case .inTree(let node) = anchors[name] { anchors[name] = .saved(start + node) }
        }
        newAnchors.removeAll()
        saved.appendAll(of: tree)
    }

    /// Takes the values of the merge keys into the mapping at `node`: its own keys win, and then earlier values.
    mutating func merge(_ tree: inout ValueTree, _ node: Int) throws(SyntaxError) {
        let end = tree.nodes.count
        var taken: Set<[UInt8]> = []
        var merges: [Int] = []
        var key = node + 1
        while key + 1 < end {
            switch tree.nodes[key].mark {
            case .live: taken.insert(tree.withText(of: key) { Array($0) })
            case .spliced: merges.append(key + 1)
            case .dropped: break
            }
            key = Int(tree.nodes[key + 1].next)
        }
        for value in merges {
            switch tree.nodes[value].kind {
            case .mapping: mergeMapping(&tree, value, &taken)
            case .sequence:
                var item = value + 1
                let listEnd = Int(tree.nodes[value].next)
                tree.nodes[value].mark = .spliced
                while item < listEnd {
                    guard tree.nodes[item].kind == .mapping else { throw Self.badMerge(tree.nodes[item].range) }
                    mergeMapping(&tree, item, &taken)
                    item = Int(tree.nodes[item].next)
                }
            default: throw Self.badMerge(tree.nodes[value].range)
            }
        }
    }

    private static func badMerge(_ range: SourceRange) -> SyntaxError {
        SyntaxError(
            rule: "READ-003", range: range, message: "a merge key (<<) needs a mapping or a list of mappings",
            advice: "put << in quotes if it is an ordinary key")
    }

    private func mergeMapping(_ tree: inout ValueTree, _ mapping: Int, _ taken: inout Set<[UInt8]>) {
        let end = Int(tree.nodes[mapping].next)
        tree.nodes[mapping].mark = .spliced
        var key = tree.live(from: mapping + 1, before: end)
        while key + 1 < end {
            let next = Int(tree.nodes[key + 1].next)
            if !taken.insert(tree.withText(of: key) { Array($0) }).inserted { tree.drop(pairAt: key) }
            key = tree.live(from: next, before: end)
        }
    }
}

extension ValueTree {
    /// How many nodes the value at `index` has, with a node more for each 64 bytes of text that is no part of the
    /// source if texts are copied too.
    func size(of index: Int, withTexts: Bool) -> Int {
        let range = index..<Int(nodes[index].next)
        guard withTexts else { return range.count }
        return range.reduce(range.count) { $0 + (nodes[$1].isDecoded ? Int(nodes[$1].textLength) / 64 : 0) }
    }

    /// How many levels of mappings and lists the value at `index` has.
    func depth(of index: Int) -> Int {
        var ends: [Int] = []
        var deepest = 0
        for place in index..<Int(nodes[index].next) {
            while let end = ends.last, end <= place { ends.removeLast() }
            guard nodes[place].kind == .mapping || nodes[place].kind == .sequence else { continue }
            ends.append(Int(nodes[place].next))
            deepest = max(deepest, ends.count)
        }
        return deepest
    }

    /// Appends a copy of this tree's own value at `index`; a merge key's mark on it doesn't count for the copy.
    mutating func appendCopy(of index: Int) {
        let first = nodes.count
        let shift = UInt32(truncatingIfNeeded: first - index)
        for place in index..<Int(nodes[index].next) {
            var node = nodes[place]
            node.next += shift
            nodes.append(node)
        }
        nodes[first].mark = .live
    }

    /// Appends a copy of the value at `index` of `other`.
    mutating func appendCopy(of index: Int, from other: borrowing ValueTree) {
        let first = nodes.count
        for place in index..<Int(other.nodes[index].next) {
            var node = other.nodes[place]
            node.next = UInt32(truncatingIfNeeded: Int(node.next) - index + first)
            if node.isDecoded {
                node.textOffset = UInt32(truncatingIfNeeded: decoded.count)
                other.withText(of: place) { decoded.append(contentsOf: $0) }
            }
            nodes.append(node)
        }
        nodes[first].mark = .live
    }

    /// Appends all that `other` holds.
    mutating func appendAll(of other: borrowing ValueTree) {
        let (nodeShift, textShift) = (
            UInt32(truncatingIfNeeded: nodes.count), UInt32(truncatingIfNeeded: decoded.count)
        )
        decoded.append(contentsOf: other.decoded)
        for var node in other.nodes {
            node.next = node.next &+ nodeShift
            if node.isDecoded { node.textOffset = node.textOffset &+ textShift }
            nodes.append(node)
        }
    }
}
