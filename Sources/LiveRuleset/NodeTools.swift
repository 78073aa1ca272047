import Diagnostics
import ServiceProxy

/// The commands that say what rules this node has.
public struct NodeTools: Sendable {
    /// One command.
    public struct Command: Sendable, Hashable {
        /// The program and its arguments.
        public var words: [String]
        /// Whether the rules can be told without it: then it is passed over if the program isn't installed.
        public var isOptional: Bool
        /// What a failure says if it only means that there is nothing to show: part of the first line on standard
        /// error.
        public var emptyReason: String?

        /// A command.
        public init(_ words: [String], isOptional: Bool = false, emptyReason: String? = nil) {
            self.words = words
            self.isOptional = isOptional
            self.emptyReason = emptyReason
        }

        /// The words as a line: `nft list ruleset`.
        public var line: String { words.joined(separator: " ") }
    }

    /// The commands, in the order in which they are run.
    public var commands: [Command]

    /// Some commands.
    public init(_ commands: [Command]) { self.commands = commands }

    /// What a node of a proxy mode is asked for. In each mode the other modes' tools are asked too if they are there:
    /// what another kube-proxy left behind is worth knowing.
    public init(for mode: ProxyMode) {
        commands = Self.table.map { row in
            Command(row.words, isOptional: !row.needed.contains(mode), emptyReason: row.emptyReason)
        }
    }

    /// Every command with the modes that can't do without it.
    private static let table: [(words: [String], needed: Set<ProxyMode>, emptyReason: String?)] = [
        (["iptables-save"], [.iptables, .ipvs, .userspace], nil),
        (["ip6tables-save"], [.iptables, .ipvs, .userspace], nil),
        (["iptables-legacy-save"], [], nil),
        (["ip6tables-legacy-save"], [], nil),
        (["iptables-nft-save"], [], nil),
        (["ip6tables-nft-save"], [], nil),
        (["nft", "list", "ruleset"], [.nftables], nil),
        (["ipvsadm", "-Sn"], [.ipvs], nil),
        (["ipset", "save"], [.ipvs], nil),
        (["ip", "-o", "address", "show", "dev", "kube-ipvs0"], [.ipvs], "does not exist"),
    ]
}
