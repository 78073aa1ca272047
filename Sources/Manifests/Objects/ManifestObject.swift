import Diagnostics

/// One object of the input as it was written: every field with its place, those that kube-proxy never reads too.
///
/// `ManifestReader` keeps them only on request: a compile needs none.
public final class ManifestObject: Sendable {
    /// The object's fields.
    let tree: ValueTree
    /// Its `kind`, or what the kind of the enclosing list says.
    public let kind: String
    /// Its `apiVersion`, or that of the enclosing list.
    public let apiVersion: String
    /// `metadata.name`; empty if it has none.
    public let name: String
    /// `metadata.namespace` as written; empty if it says none.
    public let namespace: String
    /// The number of its source in `ManifestSet.sources`.
    public let sourceIndex: Int

    /// Keeps what `tree` holds.
    init(_ tree: borrowing ValueTree, header: ObjectHeader, sourceIndex: Int) {
        self.tree = tree.copied()
        kind = header.kind
        apiVersion = header.apiVersion
        name = header.name
        namespace = header.namespace
        self.sourceIndex = sourceIndex
    }

    /// The text that it stands in.
    public var source: Source { tree.source }

    /// The API group: what stands before the slash of `apiVersion`; empty for the core group.
    public var group: String {
        guard let slash = apiVersion.firstIndex(of: "/") else { return "" }
        return String(apiVersion[..<slash])
    }

    /// The object itself as a value.
    public var root: FieldCursor { FieldCursor(object: self, node: 0, missing: "") }

    /// Keys that stand twice in one mapping: the place of the later one, which counts, and its name.
    public var duplicateKeys: [(range: SourceRange, message: String)] {
        tree.duplicateKeys.map { ($0.range, $0.message) }
    }
}

extension ManifestObject {
    /// What messages call the object: an object without a namespace is in `default`, unless its kind has none.
    public var reference: ObjectReference {
        // A text without a kind is no object, but the configuration.
        if kind.isEmpty { return ObjectReference(kind: "configuration", namespace: "", name: "") }
        // Whether other kinds have namespaces isn't known: only what they say counts.
        let isNamespaced = ObjectKind(of: self)?.isNamespaced ?? !namespace.isEmpty
        return ObjectReference(
            kind: kind, namespace: isNamespaced ? effectiveNamespace.escapedForMessage : "",
            name: name.escapedForMessage)
    }

    /// The namespace that the object goes to: `default` if it says none.
    public var effectiveNamespace: String { namespace.isEmpty ? "default" : namespace }
}

extension ValueTree {
    /// A tree with the same nodes and no memory to spare.
    func copied() -> ValueTree {
        var copy = ValueTree(source: source)
        copy.nodes = Array(nodes[...])
        copy.decoded = Array(decoded[...])
        copy.duplicateKeys = duplicateKeys
        return copy
    }
}
