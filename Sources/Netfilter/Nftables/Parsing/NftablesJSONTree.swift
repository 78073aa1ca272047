import Bytes
import Diagnostics
import Manifests

/// The values of a JSON text, by the indices of their nodes, and their texts.
struct NftablesJSONTree {
    let nodes: [ValueTree.Node]
    /// The JSON text and, behind it, the texts of strings with escapes.
    let bytes: UnsafeRawBufferPointer
    /// Where those begin.
    let decodedStart: Int

    /// What a node is.
    func kind(_ node: Int) -> ValueTree.Kind { nodes[node].kind }

    /// Where a node stands in the JSON text.
    func offset(_ node: Int) -> Int { Int(nodes[node].range.start) }

    // MARK: Texts

    /// A scalar's text, without quotes and escapes.
    func text(_ node: Int) -> ArenaText {
        let start = Int(nodes[node].textOffset) + (nodes[node].isDecoded ? decodedStart : 0)
        return ArenaText(offset: UInt32(start), length: nodes[node].textLength)
    }

    /// The bytes of that text.
    func word(_ node: Int) -> UnsafeRawBufferPointer {
        let text = text(node)
        return UnsafeRawBufferPointer(rebasing: bytes[Int(text.offset)..<Int(text.offset) + Int(text.length)])
    }

    /// The JSON of a node as it stands in the text.
    func json(_ node: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[offset(node)..<Int(nodes[node].range.end)])
    }

    /// Whether a node is the string, or the key, `word`.
    func isWord(_ node: Int, _ word: StaticString) -> Bool {
        kind(node) == .string && self.word(node).equals(word)
    }

    /// Whether a node is the string `word`, or a list of it alone: newer versions of nft leave out the list.
    func isFlag(_ node: Int, _ word: StaticString) -> Bool {
        guard kind(node) == .sequence else { return isWord(node, word) }
        let item = node + 1
        return item < end(node) && end(item) == end(node) && isWord(item, word)
    }

    /// The whole number that a node is; nil if it is negative, larger than the type holds, or no number.
    func number<Number: FixedWidthInteger>(_ node: Int, as type: Number.Type = Number.self) -> Number? {
        guard kind(node) == .integer else { return nil }
        return word(node).decimal.flatMap { Number(exactly: $0) }
    }

    // MARK: Structure

    /// The index behind everything below a node.
    func end(_ node: Int) -> Int { Int(nodes[node].next) }

    /// The items of a list; none of another node.
    func items(of node: Int) -> Children {
        Children(tree: self, at: node + 1, end: kind(node) == .sequence ? end(node) : node + 1)
    }

    /// The keys of an object; each one's value is the node behind it. None of another node.
    func keys(of node: Int) -> Children {
        Children(tree: self, at: node + 1, end: kind(node) == .mapping ? end(node) : node + 1, step: 1)
    }

    /// Nodes next to each other.
    struct Children: Sequence, IteratorProtocol {
        let tree: NftablesJSONTree
        var at: Int
        let end: Int
        /// How many nodes lie between a child and the one whose end is the next child's place.
        var step = 0

        mutating func next() -> Int? {
            guard at < end else { return nil }
            defer { at = at + step < end ? tree.end(at + step) : end }
            return at
        }
    }

    /// The key of an object that has one alone.
    func onlyKey(of node: Int) -> Int? {
        guard kind(node) == .mapping, node + 2 < end(node), end(node + 2) == end(node) else { return nil }
        return node + 1
    }

    /// The value of an object's only member, if that is called `key`.
    func only(_ node: Int, _ key: StaticString) -> Int? {
        onlyKey(of: node).flatMap { isWord($0, key) ? $0 + 1 : nil }
    }

    /// The values of an object that has two members, if these are their keys.
    func pair(_ node: Int, _ first: StaticString, _ second: StaticString) -> (Int, Int)? {
        var (a, b) = (Int?.none, Int?.none)
        for key in keys(of: node) {
            if isWord(key, first) { a = key + 1 } else if isWord(key, second) { b = key + 1 } else { return nil }
        }
        guard let a, let b else { return nil }
        return (a, b)
    }

    /// The values of an object that has three members, if these are their keys.
    func triple(
        _ node: Int, _ first: StaticString, _ second: StaticString, _ third: StaticString
    ) -> (Int, Int, Int)? {
        var (a, b, c) = (Int?.none, Int?.none, Int?.none)
        for key in keys(of: node) {
            if isWord(key, first) {
                a = key + 1
            } else if isWord(key, second) {
                b = key + 1
            } else if isWord(key, third) {
                c = key + 1
            } else {
                return nil
            }
        }
        guard let a, let b, let c else { return nil }
        return (a, b, c)
    }

    /// The items of a list of two.
    func couple(_ node: Int) -> (Int, Int)? {
        guard kind(node) == .sequence, node + 1 < end(node) else { return nil }
        let second = end(node + 1)
        guard second < end(node), end(second) == end(node) else { return nil }
        return (node + 1, second)
    }

    /// The values of an object's members by their names, and whether there are no others.
    func values(of node: Int, _ names: [StaticString]) -> (values: [Int?], isAll: Bool) {
        var (values, isAll) = ([Int?](repeating: nil, count: names.count), true)
        for key in keys(of: node) {
            if let place = names.firstIndex(where: { isWord(key, $0) }) {
                values[place] = key + 1
            } else {
                isAll = false
            }
        }
        return (values, isAll)
    }
}
