import Diagnostics

/// What an object is and is called: looked up before its fields are read, because they may come in any order.
struct ObjectHeader {
    private enum RootField: String, CaseIterable { case apiVersion, kind, metadata }
    private enum MetadataField: String, CaseIterable { case name, namespace }
    private static let rootFields = FieldNames<RootField>()
    private static let metadataFields = FieldNames<MetadataField>()

    /// `kind`, or what the kind of the enclosing list says.
    private(set) var kind = ""
    /// `apiVersion`, or that of the enclosing list.
    private(set) var apiVersion = ""
    /// Where the `apiVersion` stands, if it is the object's own.
    private(set) var apiVersionIndex: Int?
    /// `metadata.name`; empty if it has none.
    private(set) var name = ""
    /// `metadata.namespace` as written.
    private(set) var namespace = ""

    init(_ tree: borrowing ValueTree, listItem: ObjectContext) {
        guard let root = tree.nodes.first, root.kind == .mapping else { return }
        var key = 1
        while key + 1 < Int(root.next) {
            let value = key + 1
            switch Self.rootFields.field(of: tree, key: key) {
            case .apiVersion:
                apiVersion = tree.text(of: value)
                apiVersionIndex = value
            case .kind: kind = tree.text(of: value)
            case .metadata: readMetadata(tree, value)
            case nil: break
            }
            key = Int(tree.nodes[value].next)
        }
        if kind.isEmpty, let list = listItem.listKind, list.hasSuffix("List"), list != "List" {
            kind = String(list.dropLast("List".count))
        }
        if apiVersion.isEmpty, let version = listItem.listAPIVersion { apiVersion = version }
    }

    private mutating func readMetadata(_ tree: borrowing ValueTree, _ index: Int) {
        guard tree.nodes[index].kind == .mapping else { return }
        var key = index + 1
        while key + 1 < Int(tree.nodes[index].next) {
            let value = key + 1
            switch Self.metadataFields.field(of: tree, key: key) {
            case .name: name = tree.text(of: value)
            case .namespace: namespace = tree.text(of: value)
            case nil: break
            }
            key = Int(tree.nodes[value].next)
        }
    }

    /// The API group: what stands before the slash of `apiVersion`.
    var group: String {
        guard let slash = apiVersion.firstIndex(of: "/") else { return "" }
        return String(apiVersion[..<slash])
    }

    /// What messages call an object of `kind` with this header.
    func reference(of kind: ManifestKind) -> ObjectReference {
        ObjectReference(
            kind: kind.rawValue,
            namespace: !kind.isNamespaced ? "" : namespace.isEmpty ? "default" : namespace.escapedForMessage,
            name: name.escapedForMessage)
    }
}
