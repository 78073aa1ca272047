import Diagnostics
import Manifests

/// A tree as compact JSON; a number keeps its spelling, plain scalars of YAML that aren't JSON's become their text.
func dump(_ tree: borrowing ValueTree, at index: Int = 0) -> String {
    let node = tree.nodes[index]
    switch node.kind {
    case .null: return "null"
    case .bool, .integer, .float: return tree.text(of: index)
    case .string: return quoted(tree.text(of: index))
    case .sequence:
        var items: [String] = []
        var item = index + 1
        while item < Int(node.next) {
            items.append(dump(tree, at: item))
            item = Int(tree.nodes[item].next)
        }
        return "[" + items.joined(separator: ",") + "]"
    case .mapping:
        var pairs: [String] = []
        var key = index + 1
        while key + 1 < Int(node.next) {
            pairs.append(quoted(tree.text(of: key)) + ":" + dump(tree, at: key + 1))
            key = Int(tree.nodes[key + 1].next)
        }
        return "{" + pairs.joined(separator: ",") + "}"
    }
}

private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        default:
            if scalar.value < 0x20 || scalar.value == 0x7F {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
    return result + "\""
}

/// Whether every node of a tree ends inside its parent, and all children fill it.
func isSound(_ tree: borrowing ValueTree) -> Bool {
    var ends: [Int] = []
    for (index, node) in tree.nodes.enumerated() {
        while let end = ends.last, end == index { ends.removeLast() }
        if index > 0 && ends.isEmpty { return false }
        let next = Int(node.next)
        guard next > index, next <= ends.last ?? tree.nodes.count else { return false }
        if node.kind != .mapping && node.kind != .sequence && next != index + 1 { return false }
        guard node.range.start <= node.range.end, Int(node.range.end) <= tree.source.bytes.count else { return false }
        ends.append(next)
    }
    return tree.nodes.isEmpty || Int(tree.nodes[0].next) == tree.nodes.count
}

/// What reading a text gives: its objects as compact JSON, and what is wrong with it.
struct Reading {
    var objects: [String] = []
    var contexts: [ObjectContext] = []
    var errors: [SyntaxError] = []
    var areSound = true

    init(_ text: String, name: String = "test.yaml") { self.init(Array(text.utf8), name: name) }

    init(_ bytes: [UInt8], name: String = "test.yaml", dumping: Bool = true) {
        var reader = DocumentReader(source: Source(name: name, bytes: bytes))
        var (objects, contexts, areSound) = ([String](), [ObjectContext](), true)
        var duplicates: [SyntaxError] = []
        let failures = reader.forEachObject { tree, context in
            duplicates += tree.duplicateKeys
            objects.append(dumping ? dump(tree) : "")
            contexts.append(context)
            if dumping && !isSound(tree) { areSound = false }
        }
        errors = (failures + duplicates).sorted { $0.range.start < $1.range.start }
        (self.objects, self.contexts, self.areSound) = (objects, contexts, areSound)
    }

    /// The rules that were broken.
    var rules: [String] { errors.map(\.rule) }
}
