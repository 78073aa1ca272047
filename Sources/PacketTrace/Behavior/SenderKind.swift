/// Who opens connections: the kinds of senders that rules may tell apart.
public enum SenderKind: String, Sendable, Hashable, CaseIterable {
    /// A process of the node itself.
    case node
    /// A pod of this node.
    case pod
    /// A pod of another node, whose packets come with the pod's own address.
    case remotePod = "remote-pod"
    /// Any other machine.
    case outside
}

extension SenderKind: Comparable {
    /// The order in which reports name them.
    public static func < (a: SenderKind, b: SenderKind) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
