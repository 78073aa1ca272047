import Addressing
import LiveRuleset
import TestSupport
import Testing

/// A file under fixtures/live, and what it is known to be by its name.
struct LiveCapture: Sendable, CustomTestStringConvertible {
    let path: String

    /// Every output of a tool that isn't empty.
    static let all: [LiveCapture] = Fixtures.cases(in: "live").filter { !$0.hasSuffix(".yaml") }.flatMap { folder in
        Fixtures.cases(in: "live/\(folder)").filter { $0 != "versions.txt" }
            .map { LiveCapture(path: "live/\(folder)/\($0)") }
    }.filter { ((try? $0.bytes()) ?? []).isEmpty == false }

    var testDescription: String { path }

    func bytes() throws -> [UInt8] { try Fixtures.bytes(path) }

    private var file: String { String(path.split(separator: "/").last ?? "") }
    private var folder: String { String(path.split(separator: "/").dropFirst().first ?? "") }

    /// The kind, from the file's name.
    var kind: DumpKind? {
        switch file {
        case "iptables-save.txt", "iptables-save-c.txt", "ip6tables-save.txt": .iptablesSave
        case "nft-list-ruleset.txt", "nft-a-list-ruleset.txt": .nftListing
        case "nft-j-list-ruleset.json": .nftJSON
        case "ipvsadm-Sn.txt": .ipvsadmSave
        case "ipvsadm-Ln.txt": .ipvsadmListing
        case "ipset-save.txt": .ipsetSave
        case "ipset-list.txt": .ipsetListing
        case "ip-addr-kube-ipvs0.txt": .addresses
        default: nil
        }
    }

    /// The family of a dump of iptables.
    var family: IPFamily { file.hasPrefix("ip6") ? .ipv6 : .ipv4 }

    /// The backend of a dump of iptables: those of ipvs mode were taken with iptables-legacy.
    var backend: IptablesBackend { folder.contains("nft") ? .nft : .legacy }

    /// The version of iptables or nft, from the folder's name.
    var version: String { folder.hasPrefix("ipvsadm") ? "1.8.9" : String(folder.split(separator: "-")[1]) }

    /// The nft version of JSON listings: that of the machine where iptables 1.8.9 or 1.8.11 ran.
    var nftVersion: String { ["1.8.9": "1.0.6", "1.8.11": "1.1.3"][version] ?? version }
}
