import Addressing
import Bytes
import Diagnostics
import Netfilter

/// The rules that a node has, from any number of dumps: those of iptables and ip6tables, of nft, of ipvsadm and ipset.
///
/// Dumps stay apart: two of one kind are two parts of what the node has (`iptables-save` of both backends, say).
public struct LiveRuleset: Sendable {
    /// What iptables-save and ip6tables-save printed.
    public var iptables: [IptablesDump] = []
    /// What nft printed.
    public var nftables: [NftablesDump] = []
    /// What ipvsadm printed: both families in one table.
    public var virtualServers: [Dump<VirtualServerTable>] = []
    /// What ipset printed.
    public var ipsets: [Dump<IPSetTable>] = []
    /// The addresses of kube-ipvs0.
    public var addresses: [Dump<BoundAddresses>] = []

    /// A node with no rules at all.
    public init() {}

    /// Whether no dump was read.
    public var isEmpty: Bool {
        iptables.isEmpty && nftables.isEmpty && virtualServers.isEmpty && ipsets.isEmpty && addresses.isEmpty
    }

    /// The dumps of iptables of one family, in the order in which they were given.
    public func iptables(_ family: IPFamily) -> [IptablesDump] { iptables.filter { $0.family == family } }

    /// Reads dumps of one node. Which tool printed each is found from its content; one text may hold several, one
    /// behind the other. What isn't kube-proxy's is read as far as it is understood and kept as it is beyond that.
    ///
    /// What can't be read, or contradicts what was read before, is a finding (`LIVE-001` and on) and isn't in the
    /// result.
    public static func read(_ sources: [Source]) -> (ruleset: LiveRuleset, findings: [Finding]) {
        var reader = LiveReader()
        for source in sources { reader.read(source) }
        return reader.finished()
    }

    /// The texts of the files at `paths`, in order; `-` is standard input. What can't be read is a finding.
    public static func sources(at paths: [String]) -> (sources: [Source], findings: [Finding]) {
        var (sources, findings) = ([Source](), [Finding]())
        for path in paths {
            do throws(UnreadableSource) {
                sources.append(try Source.reading(path))
            } catch {
                findings.append(
                    Finding(
                        rule: LiveRule.unreadable, severity: .error,
                        message: "\(error.name): can't be read: \(error.reason)"))
            }
        }
        return (sources, findings)
    }
}
