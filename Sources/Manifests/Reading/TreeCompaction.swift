import Bytes
import Diagnostics

extension ValueTree {
    /// Removes the marked nodes, in one pass: a mark costs nothing until then, however deep mappings with marks
    /// are nested.
    mutating func compact() {
        var kept = 0
        var open: [(node: Int, end: Int)] = []
        var index = 0
        while index < nodes.count {
            while let last = open.last, last.end <= index {
                nodes[last.node].next = UInt32(kept)
                open.removeLast()
            }
            let node = nodes[index]
            switch node.mark {
            case .dropped: index = max(Int(node.next), index + 1)
            case .spliced: index += 1
            case .live:
                nodes[kept] = node
                open.append((kept, Int(node.next)))
                kept += 1
                index += 1
            }
        }
        for last in open { nodes[last.node].next = UInt32(kept) }
        nodes.removeLast(nodes.count - kept)
    }

    /// The first live node at or behind `index`, stepping into spliced nodes and over dropped ones.
    func live(from index: Int, before end: Int) -> Int {
        var index = index
        while index < end {
            switch nodes[index].mark {
            case .live: return index
            case .spliced: index += 1
            case .dropped: index = Int(nodes[index].next)
            }
        }
        return end
    }

    /// Whether the texts of two scalars are the same bytes.
    func sameText(_ a: Int, _ b: Int) -> Bool {
        guard nodes[a].textLength == nodes[b].textLength else { return false }
        return withText(of: a) { a in withText(of: b) { a.elementsEqual($0) } }
    }

    /// Marks a key and the value behind it as dropped.
    mutating func drop(pairAt key: Int) {
        nodes[key].mark = .dropped
        if key + 1 < nodes.count { nodes[key + 1].mark = .dropped }
    }
}
