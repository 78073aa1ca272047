import Bytes
import Manifests

/// Keeping JSON as it is, in nft's own layout: a comma or colon and one blank between values, no line breaks. What is
/// laid out so in the text already is a piece of it.
extension NftablesJSONParser {
    /// A value as JSON.
    mutating func verbatim(_ node: Int) -> ArenaText {
        let start = ruleset.joined.count
        write(node)
        return settled(start, tree.offset(node))
    }

    /// Members of an object but those with these names, with commas between them. Nil if there are none.
    mutating func verbatim(membersOf node: Int, without names: [StaticString]) -> ArenaText? {
        let start = ruleset.joined.count
        var first: Int?
        for key in tree.keys(of: node) where !names.contains(where: { tree.isWord(key, $0) }) {
            if first == nil { first = key } else { ruleset.joined += [0x2C, 0x20] }
            write(key)
            ruleset.joined += [0x3A, 0x20]
            write(key + 1)
        }
        return first.map { settled(start, tree.offset($0)) }
    }

    /// What was written behind `start`: the piece of the text at `place`, if that is the same.
    private mutating func settled(_ start: Int, _ place: Int) -> ArenaText {
        let length = ruleset.joined.count - start
        let isSame =
            place + length <= tree.decodedStart
            && ruleset.joined[start...].elementsEqual(tree.bytes[place..<(place + length)])
        if isSame {
            ruleset.joined.removeLast(length)
            return ArenaText(offset: UInt32(place), length: UInt32(length))
        }
        return ArenaText(offset: UInt32(tree.bytes.count + start), length: UInt32(length))
    }

    /// Writes a value with all that is below it, without recursion.
    private mutating func write(_ node: Int) {
        var open: [(end: Int, isMapping: Bool, count: Int)] = []
        for at in node..<tree.end(node) {
            if let last = open.indices.last {
                let isValue = open[last].isMapping && open[last].count % 2 == 1
                if open[last].count > 0 { ruleset.joined += isValue ? [0x3A, 0x20] : [0x2C, 0x20] }
                open[last].count += 1
            }
            switch tree.kind(at) {
            case .mapping, .sequence:
                let isMapping = tree.kind(at) == .mapping
                ruleset.joined.append(UInt8(ascii: isMapping ? "{" : "["))
                open.append((tree.end(at), isMapping, 0))
            default: ruleset.joined += tree.json(at)
            }
            while let last = open.last, last.end <= at + 1 {
                ruleset.joined.append(UInt8(ascii: last.isMapping ? "}" : "]"))
                open.removeLast()
            }
        }
    }
}
