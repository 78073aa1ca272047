/// Where an object came from, beside its place in the text.
public struct ObjectContext: Sendable, Hashable {
    /// The object's running number in its source, from 0.
    public var number: Int
    /// The `kind` of the list that it was an item of (`ServiceList`, `List`); nil for an object by itself.
    public var listKind: String?
    /// The `apiVersion` of that list; nil also if the list has none in front of its items.
    public var listAPIVersion: String?

    /// A context.
    public init(number: Int, listKind: String? = nil, listAPIVersion: String? = nil) {
        self.number = number
        self.listKind = listKind
        self.listAPIVersion = listAPIVersion
    }
}

/// Takes one object of a source; the tree is valid only during the call.
typealias ObjectHandler = (borrowing ValueTree, ObjectContext) -> Void

/// The `kind` and `apiVersion` of a list whose items are being read.
struct ListHeader {
    var kind: String?
    var apiVersion: String?

    /// Kubernetes names the kind of every list so: `List`, `ServiceList`.
    var isList: Bool { kind?.hasSuffix("List") ?? false }
}

/// Counts objects on their way to the caller.
struct ObjectCounter {
    /// How many have been seen.
    private(set) var seen = 0
    /// How many of the first ones were already delivered by another reader of the same text.
    var alreadyDelivered = 0

    /// Hands `tree` over unless it is empty or null, as kubectl skips such documents.
    mutating func deliver(_ tree: borrowing ValueTree, of list: ListHeader, to body: ObjectHandler) {
        guard let root = tree.nodes.first, root.kind != .null else { return }
        if seen >= alreadyDelivered {
            body(tree, ObjectContext(number: seen, listKind: list.kind, listAPIVersion: list.apiVersion))
        }
        seen += 1
    }
}
