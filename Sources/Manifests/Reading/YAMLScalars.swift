import CYaml
import Diagnostics

extension YAMLTreeBuilder {
    /// Adds the current event, a scalar.
    @inline(__always)
    mutating func addScalar(to tree: inout ValueTree) throws(SyntaxError) {
        let scalar = events.current.pointee.data.scalar
        let text = UnsafeRawBufferPointer(start: scalar.value, count: scalar.length)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        var node = ValueTree.Node(
            kind: .string, isPlain: isPlain, range: SourceRange(start: 0, end: 0),
            textLength: UInt32(truncatingIfNeeded: scalar.length),
            next: UInt32(truncatingIfNeeded: tree.nodes.count + 1))
        locate(&node, text, scalar.style, &tree)
        lastEnd = node.range.end
        if scalar.tag != nil {
            node.kind = try taggedKind(scalar.tag, text, node.range)
        } else if scalar.plain_implicit != 0 {
            node.kind = PlainScalar.kind(of: text)
        }
        let index = tree.nodes.count
        tree.nodes.append(node)
        if let name = Self.name(scalar.anchor) { define(name, at: index) }
        if let last = frames.indices.last, frames[last].isMapping {
            if frames[last].awaitsKey {
                let isMerge = isPlain && scalar.length == 2 && text[0] == 0x3C && text[1] == 0x3C
                try addKey(index, isMerge: isMerge, &tree)
            } else {
                frames[last].awaitsKey = true
            }
        }
    }

    /// Makes the node at `index` a key of the open mapping.
    mutating func addKey(_ index: Int, isMerge: Bool, _ tree: inout ValueTree) throws(SyntaxError) {
        let last = frames.count - 1
        frames[last].awaitsKey = false
        if isMerge {
            frames[last].hasMerge = true
            tree.nodes[index].mark = .spliced
            hasMarks = true
            return
        }
        if tree.nodes[index].kind != .string { try makeText(index, &tree) }
        let print = tree.withText(of: index) { text in
            text.withMemoryRebound(to: UInt8.self) { $0.baseAddress.map { fingerprint($0, text.count) } ?? 0 }
        }
        keys.add(print, node: index, start: frames[last].firstKey, filter: &frames[last].filter)
    }

    /// Finds the scalar's place, and its text there if it stands there as it is; else keeps a copy.
    @inline(__always)
    private mutating func locate(
        _ node: inout ValueTree.Node, _ text: UnsafeRawBufferPointer, _ style: yaml_scalar_style_t,
        _ tree: inout ValueTree
    ) {
        let (start, end) = (events.start, events.end)
        let quote = style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE ? 1 : 0
        let first = end - quote - text.count
        let isBlock = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE
        if !isBlock, first - quote >= start, isSame(text, first) {
            node.textOffset = UInt32(truncatingIfNeeded: first)
            node.range = SourceRange(
                start: UInt32(truncatingIfNeeded: first - quote), end: UInt32(truncatingIfNeeded: end))
            return
        }
        var trimmed = end
        if isBlock {
            // libyaml's end is behind the line breaks that follow.
            while trimmed > start + 1, bytes[trimmed - 1] <= 0x20 { trimmed -= 1 }
        }
        node.range = SourceRange(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: trimmed))
        node.isDecoded = true
        node.textOffset = UInt32(truncatingIfNeeded: tree.decoded.count)
        tree.decoded.append(contentsOf: text)
    }

    @inline(__always)
    private func isSame(_ text: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard place >= 0, place + text.count <= bytes.count, let base = bytes.baseAddress else { return false }
        guard let start = text.baseAddress else { return text.isEmpty }
        return memcmp(start, base + place, text.count) == 0
    }

    /// The type of a scalar with a tag: YAML's own tags count, others say nothing, as in go-yaml.
    private func taggedKind(
        _ tag: UnsafeMutablePointer<UInt8>, _ text: UnsafeRawBufferPointer, _ range: SourceRange
    ) throws(SyntaxError) -> ValueTree.Kind {
        let name = String(decoding: Self.name(tag) ?? [], as: UTF8.self)
        let prefix = "tag:yaml.org,2002:"
        guard name.hasPrefix(prefix) else { return .string }
        let found = PlainScalar.kind(of: text)
        let wanted: ValueTree.Kind
        switch name.dropFirst(prefix.count) {
        case "int": wanted = .integer
        case "float": wanted = .float
        case "bool": wanted = .bool
        case "null": wanted = .null
        case "binary":
            throw SyntaxError(
                rule: "READ-003", range: range, message: "the tag !!binary is not supported",
                advice: "write the base64 text without the tag")
        default: return .string
        }
        if found == wanted || found == .integer && wanted == .float { return wanted }
        let value = String(decoding: text.prefix(80), as: UTF8.self)
        throw SyntaxError(
            rule: "READ-003", range: range,
            message: "\"\(value)\" is not what its tag !!\(name.dropFirst(prefix.count)) says")
    }

    /// Gives a key that is a number or a boolean the text that kubectl makes of it: `yes` is `true`, `0x50` is `80`.
    private mutating func makeText(_ index: Int, _ tree: inout ValueTree) throws(SyntaxError) {
        let node = tree.nodes[index]
        let text = tree.text(of: index)
        var key = text
        switch node.kind {
        case .bool: key = "yYtT".contains(text.prefix(1)) || text.lowercased() == "on" ? "true" : "false"
        case .integer:
            if let (isNegative, magnitude) = PlainScalar.integer(text.utf8.filter { $0 != UInt8(ascii: "_") }),
                let magnitude
            {
                key = (isNegative && magnitude > 0 ? "-" : "") + String(magnitude)
            }
        case .float: key = Self.floatKey(text)
        default:
            throw SyntaxError(
                rule: "READ-003", range: node.range, message: "a key can't be null",
                advice: "put it in quotes if it is text, or write the missing key")
        }
        tree.nodes[index].kind = .string
        guard key != text else { return }
        tree.nodes[index].isDecoded = true
        tree.nodes[index].textOffset = UInt32(truncatingIfNeeded: tree.decoded.count)
        tree.nodes[index].textLength = UInt32(truncatingIfNeeded: key.utf8.count)
        tree.decoded.append(contentsOf: key.utf8)
    }

    /// A float as Go prints it with the fewest digits; very large and small ones keep their spelling.
    private static func floatKey(_ text: String) -> String {
        guard let number = Float(text.filter { $0 != "_" }), number.isFinite else { return text }
        guard number == 0 || (1e-4..<1e6).contains(number.magnitude) else { return text }
        let digits = "\(number)"
        return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
    }
}
