import Diagnostics

/// A place in an object: a value, or where one could be.
///
/// Steps never fail: a cursor to something absent knows the path it would have and the place of what it is missing
/// from, so that a finding about it has both.
public struct FieldCursor: Sendable {
    /// The object that it points into.
    public let object: ManifestObject
    /// The nearest node that is there.
    let node: Int
    /// The steps from that node; empty if it is the value itself.
    let missing: String

    /// Whether the value is in the text, be it null.
    public var isWritten: Bool { missing.isEmpty }

    /// Whether there is a value. Null counts as none, as in the API server.
    public var isPresent: Bool { missing.isEmpty && object.tree.nodes[node].kind != .null }

    /// What the value is; nil if there is none.
    public var kind: ValueTree.Kind? { isPresent ? object.tree.nodes[node].kind : nil }

    /// Whether it was written without quotes in YAML, so that YAML's rules gave it its type.
    public var isPlain: Bool { isPresent && object.tree.nodes[node].isPlain }

    /// Where the value stands, or what it is missing from.
    public var range: SourceRange { object.tree.nodes[node].range }

    /// The path from the object, as the API server writes it: `spec.ports[1].port`.
    public var path: String {
        let path = object.tree.path(to: node)
        if missing.isEmpty { return path }
        return path.isEmpty || missing.hasPrefix("[") ? path + missing : "\(path).\(missing)"
    }

    /// The field called `name`.
    public subscript(_ name: StaticString) -> FieldCursor {
        guard isPresent, let value = object.tree.value(under: name, of: node) else {
            return step(
                String(
                    decoding: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), as: UTF8.self))
        }
        return FieldCursor(object: object, node: value, missing: "")
    }

    /// The entry under `key` of a mapping with keys of its own, such as labels.
    public subscript(key key: String) -> FieldCursor {
        var name = key
        let found = name.withUTF8 { bytes in
            value { index in object.tree.withText(of: index) { $0.elementsEqual(UnsafeRawBufferPointer(bytes)) } }
        }
        guard let found else { return FieldCursor(object: object, node: node, missing: "\(missing)[\(key)]") }
        return FieldCursor(object: object, node: found, missing: "")
    }

    /// The item at `position`, from 0.
    public subscript(_ position: Int) -> FieldCursor {
        if kind == .sequence {
            for (number, item) in items.enumerated() where number == position { return item }
        }
        return FieldCursor(object: object, node: node, missing: "\(missing)[\(position)]")
    }

    /// The items of a list; none for anything else.
    public var items: [FieldCursor] {
        guard kind == .sequence else { return [] }
        var items: [FieldCursor] = []
        var item = node + 1
        while item < Int(object.tree.nodes[node].next) {
            items.append(FieldCursor(object: object, node: item, missing: ""))
            item = Int(object.tree.nodes[item].next)
        }
        return items
    }

    /// The keys and values of a mapping, in the order of the text; none for anything else.
    public var entries: [(key: FieldCursor, value: FieldCursor)] {
        guard kind == .mapping else { return [] }
        var entries: [(key: FieldCursor, value: FieldCursor)] = []
        var key = node + 1
        while key + 1 < Int(object.tree.nodes[node].next) {
            entries.append(
                (
                    FieldCursor(object: object, node: key, missing: ""),
                    FieldCursor(object: object, node: key + 1, missing: "")
                ))
            key = Int(object.tree.nodes[key + 1].next)
        }
        return entries
    }

    /// The text of a scalar, whatever its type; empty for anything else.
    public var text: String { isPresent ? object.tree.text(of: node) : "" }

    /// The text of a string; nil for anything else.
    public var string: String? { kind == .string ? object.tree.text(of: node) : nil }

    /// The value of a boolean; nil for anything else.
    public var bool: Bool? { kind == .bool ? object.tree.bool(at: node) : nil }

    /// The value of a whole number, as JSON has it: `80`, `80.0`, `8e1`; nil for anything else, and for what doesn't
    /// fit into 64 bits.
    public var integer: Int64? {
        switch kind {
        case .integer: object.tree.withText(of: node) { IntegerText.parse($0) }
        case .float: Double(text).flatMap { Int64(exactly: $0) }
        default: nil
        }
    }

    private func step(_ name: String) -> FieldCursor {
        FieldCursor(object: object, node: node, missing: missing.isEmpty ? name : "\(missing).\(name)")
    }

    /// The value behind the key that `matches`.
    private func value(where matches: (Int) -> Bool) -> Int? {
        guard kind == .mapping else { return nil }
        let end = Int(object.tree.nodes[node].next)
        var key = node + 1
        while key + 1 < end {
            if matches(key) { return key + 1 }
            key = Int(object.tree.nodes[key + 1].next)
        }
        return nil
    }
}

extension ValueTree {
    /// The value of the boolean at `index`, in any spelling of YAML 1.1.
    func bool(at index: Int) -> Bool {
        let first = withText(of: index) { $0.first ?? 0 } | 0x20
        if first == UInt8(ascii: "o") { return nodes[index].textLength == 2 }
        return first == UInt8(ascii: "t") || first == UInt8(ascii: "y")
    }
}

extension FieldCursor {
    /// The key that stands at `range`, anywhere in the object.
    public func key(at range: SourceRange) -> FieldCursor? {
        let place = object.tree.nodes.firstIndex { $0.kind == .string && $0.range.start == range.start }
        return place.map { FieldCursor(object: object, node: $0, missing: "") }
    }
}
