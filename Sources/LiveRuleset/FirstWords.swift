import Addressing
import Bytes
import Netfilter

/// Which tool prints a line, from its first words.
enum FirstWords {
    /// Words that nothing but one tool's text begins with.
    private static let beginnings: [(words: StaticString, kind: DumpKind)] = [
        ("table ", .nftListing), ("IP Virtual Server version ", .ipvsadmListing),
        ("Prot LocalAddress:Port", .ipvsadmListing), ("Name: ", .ipsetListing), ("inet ", .addresses),
        ("inet6 ", .addresses), ("flush ruleset", .nftListing),
    ]

    /// Commands of nft, each with what it may be about.
    private static let commands: [StaticString] = ["add", "create", "flush", "delete", "destroy", "insert"]
    private static let objects: [StaticString] = [
        "table", "chain", "rule", "set", "map", "element", "flowtable", "counter", "quota", "limit", "ct", "secmark",
        "synproxy",
    ]

    /// What a rule of `ipvsadm -S` names first.
    private static let services: [StaticString] = [
        "-t", "-u", "-f", "--tcp-service", "--udp-service", "--sctp-service", "--fwmark-service",
    ]

    /// The protocols of `ipvsadm -L`.
    private static let transports: [StaticString] = ["TCP", "UDP", "SCTP", "FWM"]

    /// The kind of the text that a line without blanks around it begins.
    static func kind(of line: UnsafeRawBufferPointer) -> DumpKind? {
        if let entry = beginnings.first(where: { line.begins(with: $0.words) }) { return entry.kind }
        let words = line.words(3)
        guard let first = words.first else { return nil }
        if words.count > 1 {
            let (second, last) = (words[1], words[words.count - 1])
            if isOne(first, of: ["-A", "-a", "--add-service", "--add-server"]), isOne(second, of: services) {
                return .ipvsadmSave
            }
            // A set may be called as an object of nft is: the type behind its name tells.
            if first.equals("create"), words.count > 2, last.contains(UInt8(ascii: ":")) { return .ipsetSave }
            if isOne(first, of: commands), isOne(second, of: objects) { return .nftListing }
            if isOne(first, of: transports), second.contains(UInt8(ascii: ":")) || first.equals("FWM") {
                return .ipvsadmListing
            }
            return isInterface(first, second) ? .addresses : nil
        }
        return isAddress(first) ? .addresses : nil
    }

    private static func isOne(_ word: UnsafeRawBufferPointer, of known: [StaticString]) -> Bool {
        known.contains { word.equals($0) }
    }

    /// Whether words are those before an interface's properties: `4: kube-ipvs0: …` or `4: kube-ipvs0 …`.
    private static func isInterface(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
        first.count > 1 && first.last == UInt8(ascii: ":") && first.dropLast().allSatisfy { 0x30...0x39 ~= $0 }
            && second.contains { 0x61...0x7A ~= $0 }
    }

    private static func isAddress(_ word: UnsafeRawBufferPointer) -> Bool {
        let end = word.firstIndex(of: UInt8(ascii: "/")) ?? word.count
        return IPAddress(parsing: word.slice(0, end)) != nil
    }
}

/// Lines that only manifests have.
enum ManifestLines {
    /// Whether a text in YAML has a line with an object's version or kind.
    static func holdObject(_ text: UnsafeRawBufferPointer) -> Bool {
        var lines = TextLines(text)
        while let line = lines.next() {
            var words = lines.text(line).trimmed
            if words.begins(with: "- ") { words = words.slice(2, words.count).trimmed }
            if words.begins(with: "apiVersion:") || words.begins(with: "kind:") { return true }
        }
        return false
    }
}
