import ServiceProxy

/// The commands that say what rules this node has.
public struct NodeTools: Sendable {
    /// One command: a program and its arguments, without a shell.
    public struct Command: Sendable, Hashable {
        /// The program and its arguments.
        public var words: [String]
        /// What its error says if it only means that there is nothing to show.
        public var emptyReason: String?
        /// Which backend of iptables it asks, if its name says so.
        public var backend = IptablesBackend.unknown

        /// A command.
        public init(_ words: [String], emptyReason: String? = nil, backend: IptablesBackend = .unknown) {
            self.words = words
            self.emptyReason = emptyReason
            self.backend = backend
        }

        /// The words as a line: `nft list ruleset`.
        public var line: String { words.joined(separator: " ") }
    }

    /// Something to be known of a node, and the commands that tell it.
    public struct Question: Sendable, Hashable {
        /// Commands that together are the answer; a later list counts only if no program of those before is installed.
        public var alternatives: [[Command]]
        /// Whether the rules can't be told without an answer.
        public var isNeeded: Bool

        /// A question.
        public init(_ alternatives: [[Command]], isNeeded: Bool) {
            self.alternatives = alternatives
            self.isNeeded = isNeeded
        }
    }

    /// What is asked, in order.
    public var questions: [Question]
    /// Where programs are looked for, with colons between directories; nil for the PATH of this process and the
    /// directories of the system's own programs, which the PATH of other users than root may lack.
    public var searchPath: String?

    /// Some questions.
    public init(_ questions: [Question], searchPath: String? = nil) {
        self.questions = questions
        self.searchPath = searchPath
    }

    /// What a node of a proxy mode is asked.
    ///
    /// The other modes' tools are asked too where they are installed: what another kube-proxy left behind is worth
    /// knowing. Of iptables both backends are asked, since the image of kube-proxy brings programs for both and takes
    /// the one that kubelet uses.
    public init(for mode: ProxyMode, searchPath: String? = nil) {
        self.init(
            Self.table.map { Question($0.alternatives, isNeeded: $0.modes.contains(mode)) }, searchPath: searchPath)
    }

    /// Every question with the modes whose rules can't be told without it.
    private static let table: [(alternatives: [[Command]], modes: Set<ProxyMode>)] = [
        (
            [
                [
                    Command(["iptables-nft-save"], backend: .nft),
                    Command(["iptables-legacy-save"], backend: .legacy),
                ], [Command(["iptables-save"])],
            ],
            [.iptables, .ipvs, .userspace]
        ),
        (
            [
                [
                    Command(["ip6tables-nft-save"], backend: .nft),
                    Command(["ip6tables-legacy-save"], backend: .legacy),
                ], [Command(["ip6tables-save"])],
            ],
            [.iptables, .ipvs, .userspace]
        ),
        ([[Command(["nft", "list", "ruleset"])]], [.nftables]),
        ([[Command(["ipvsadm", "-S", "-n"])]], [.ipvs]),
        ([[Command(["ipset", "save"])]], [.ipvs]),
        (
            [[Command(["ip", "-o", "address", "show", "dev", "kube-ipvs0"], emptyReason: "does not exist")]], [.ipvs]
        ),
    ]
}
