import Bytes
import Netfilter

/// Which tool printed a text, found from its content.
public enum DumpKind: Sendable, Hashable, CaseIterable {
    /// `iptables-save` or `ip6tables-save`, of either backend.
    case iptablesSave
    /// `nft list ruleset`, or commands for `nft -f`.
    case nftListing
    /// `nft -j list ruleset`.
    case nftJSON
    /// `ipvsadm -S -n`.
    case ipvsadmSave
    /// `ipvsadm -L -n`.
    case ipvsadmListing
    /// `ipset save`.
    case ipsetSave
    /// `ipset list`.
    case ipsetListing
    /// `ip address show dev kube-ipvs0`, or one address a line.
    case addresses
    /// Kubernetes objects as YAML or JSON: no dump, but often given where one is wanted.
    case manifests

    /// The command that prints such a text, for messages.
    public var command: String {
        switch self {
        case .iptablesSave: "iptables-save"
        case .nftListing: "nft list ruleset"
        case .nftJSON: "nft -j list ruleset"
        case .ipvsadmSave: "ipvsadm -Sn"
        case .ipvsadmListing: "ipvsadm -Ln"
        case .ipsetSave: "ipset save"
        case .ipsetListing: "ipset list"
        case .addresses: "ip address show dev kube-ipvs0"
        case .manifests: "kubectl get -o yaml"
        }
    }

    /// How many bytes are looked at, at most.
    private static let lookahead = 1 << 16

    /// What `bytes` are, from their first lines that say something. Nil if that is nothing known.
    public init?(of bytes: [UInt8]) {
        guard let kind = bytes.withUnsafeBytes({ DumpKind(beginning: $0) }) else { return nil }
        self = kind
    }

    /// The same for bytes that stand elsewhere.
    init?(beginning text: UnsafeRawBufferPointer) {
        var isRemarkOfIptables = false
        var lines = TextLines(text.slice(0, min(text.count, Self.lookahead)))
        while let line = lines.next() {
            let words = lines.text(line).trimmed
            guard let first = words.first else { continue }
            if let kind = DumpKind(firstLine: words) {
                self = kind
                return
            }
            switch first {
            case UInt8(ascii: "#"):
                // What iptables-save prints behind the tables, or instead of them.
                isRemarkOfIptables =
                    isRemarkOfIptables || words.begins(with: "# Warning: ip") || words.begins(with: "# Table `")
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard let kind = DumpKind(json: text.slice(line.lowerBound, min(text.count, Self.lookahead))) else {
                    return nil
                }
                self = kind
                return
            default:
                guard ManifestLines.holdObject(text.slice(line.lowerBound, min(text.count, Self.lookahead))) else {
                    return nil
                }
                self = .manifests
                return
            }
        }
        guard isRemarkOfIptables else { return nil }
        self = .iptablesSave
    }

    /// The kind of a JSON text: its first keys say it.
    private init?(json text: UnsafeRawBufferPointer) {
        var words = text.split { [0x20, 0x09, 0x0A, 0x0D].contains($0) }.lazy.map(
            UnsafeRawBufferPointer.init(rebasing:)
        )
        .makeIterator()
        if let first = words.next(), first.begins(with: "{\"nftables\"") {
            self = .nftJSON
        } else if let second = words.next(), text.begins(with: "{"), second.begins(with: "\"nftables\"") {
            self = .nftJSON
        } else if text.contains("\"apiVersion\"") || text.contains("\"kind\"") {
            self = .manifests
        } else {
            return nil
        }
    }

    /// What a line without blanks around it is the first line of. Nil if a text of a known kind doesn't begin so; a
    /// remark says nothing, unless it names the tool.
    init?(firstLine line: UnsafeRawBufferPointer) {
        switch line.first {
        case UInt8(ascii: "#"):
            if IptablesHeader(line) != nil {
                self = .iptablesSave
            } else if line.begins(with: "# Warning: table ") {
                self = .nftListing
            } else {
                return nil
            }
        case UInt8(ascii: "*"):
            guard line.count > 1, !line.contains(UInt8(ascii: " ")) else { return nil }
            self = .iptablesSave
        case UInt8(ascii: "{"):
            guard line.begins(with: "{\"nftables\"") else { return nil }
            self = .nftJSON
        case let first?:
            guard 0x30...0x39 ~= first || 0x41...0x7A ~= first || first == UInt8(ascii: "-") || first == 0x3A,
                let kind = FirstWords.kind(of: line)
            else { return nil }
            self = kind
        case nil: return nil
        }
    }
}
