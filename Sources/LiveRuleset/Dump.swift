import Addressing
import Bytes
import Netfilter

/// Where a dump was read from.
public struct DumpOrigin: Sendable, Hashable {
    /// The name of the text: a path, `<stdin>`, or the command that printed it.
    public var name: String
    /// The line of that text that the dump begins in: more than 1 where several were put into one file.
    public var line: Int

    /// A place in a text.
    public init(name: String, line: Int = 1) {
        self.name = name
        self.line = line
    }
}

/// What one run of a tool printed, read.
public struct Dump<Content: Sendable>: Sendable {
    /// Where it was read from.
    public var origin: DumpOrigin
    /// What it says.
    public var content: Content

    /// A dump that was read.
    public init(origin: DumpOrigin, content: Content) {
        self.origin = origin
        self.content = content
    }
}

/// One family's rules as one run of `iptables-save` or `ip6tables-save` printed them.
public struct IptablesDump: Sendable {
    /// Where it was read from.
    public var origin: DumpOrigin
    /// The rules.
    public var ruleset: IptablesRuleset
    /// Which part of the kernel the rules are in.
    public var backend: IptablesBackend
    /// The tool's version, such as `1.8.9`; nil if the dump doesn't say.
    public var toolVersion: String?
    /// Whether the tool says that rules of iptables-legacy are there too: both backends filter packets then.
    public var warnsOfLegacy = false
    /// Tables that the tool left out, because they hold what iptables can't express (somebody changed them with nft).
    public var incompatibleTables: [String] = []

    /// A dump that was read.
    public init(origin: DumpOrigin, ruleset: IptablesRuleset, backend: IptablesBackend, toolVersion: String? = nil) {
        self.origin = origin
        self.ruleset = ruleset
        self.backend = backend
        self.toolVersion = toolVersion
    }

    /// The family of its rules.
    public var family: IPFamily { ruleset.family }
}

/// The nf_tables rules as one run of `nft list ruleset` printed them.
public struct NftablesDump: Sendable {
    /// Where it was read from.
    public var origin: DumpOrigin
    /// The rules.
    public var ruleset: NftablesRuleset
    /// The tool's version, such as `1.0.6`; nil if the dump doesn't say (only JSON does).
    public var toolVersion: String?
    /// Tables that are iptables-nft's, family and name: `ip nat`. The tool says it since nft 1.0.7; of older ones a
    /// table counts that has iptables' name and one of its built-in chains.
    public var iptablesTables: [String]
    /// The families for which iptables-nft's tables hold rules of kube-proxy (a chain KUBE-SERVICES).
    public var iptablesServiceFamilies: [IPFamily]
    /// The families that have a table `kube-proxy`, that of kube-proxy's nftables mode.
    public var kubeProxyFamilies: [IPFamily]
}
