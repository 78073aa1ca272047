import Bytes
import Netfilter
import TestSupport
import Testing

/// Reading a text and writing it again.
@Suite struct NftablesRoundTripTests {
    static let dumps = Fixtures.cases(in: "live").filter { $0.hasPrefix("nft-") }

    /// Every capture of a real node comes back byte for byte, and nothing in it is unknown.
    @Test(arguments: dumps, ["nft-list-ruleset.txt", "nft-a-list-ruleset.txt"])
    func listingsComeBack(_ folder: String, _ file: String) throws {
        let path = "live/\(folder)/\(file)"
        let version = try #require(folder.split(separator: "-").lazy.compactMap { NftVersion(String($0)) }.first)
        let ruleset = try NftablesRuleset(parsing: Fixtures.bytes(path))
        var text = ByteBuffer()
        ruleset.writeListing(to: &text, version: version, handles: file.contains("-a-"))
        Golden.expect(text.string, equals: path)
        #expect(ruleset.verbatimCount == 0)
        var canonical = ByteBuffer()
        ruleset.canonicalized().writeListing(to: &canonical, version: version, handles: file.contains("-a-"))
        #expect(canonical.string == text.string, "a listing is in the kernel's form")
    }

    @Test(arguments: dumps)
    func jsonIsThatOfTheListing(_ folder: String) throws {
        let version = try #require(folder.split(separator: "-").lazy.compactMap { NftVersion(String($0)) }.first)
        let ruleset = try NftablesRuleset(parsing: Fixtures.bytes("live/\(folder)/nft-a-list-ruleset.txt"))
        var text = ByteBuffer()
        ruleset.writeJSON(to: &text, version: version)
        let (ours, theirs) = (text.string, try Fixtures.text("live/\(folder)/nft-j-list-ruleset.json"))
        // 1.0.6 has another order of objects: see `writeJSON`.
        #expect(Self.objects(ours) == Self.objects(theirs))
        if version >= NftVersion(1, 1, 0) { #expect(ours == theirs) }
    }

    /// The objects of a JSON text, sorted.
    private static func objects(_ text: String) -> [String] {
        var objects: [String] = []
        var (depth, start) = (0, 0)
        let bytes = Array(text.utf8)
        for (place, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "{") {
                if depth == 1 { start = place }
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 1 { objects.append(String(decoding: bytes[start...place], as: UTF8.self)) }
            }
        }
        return objects.sorted()
    }

    @Test(arguments: Fixtures.cases(in: "compile"), ["ipv4", "ipv6"])
    func commandsComeBack(_ name: String, _ family: String) throws {
        let path = "compile/\(name)/nftables.\(family).nft"
        let ruleset = try NftablesRuleset(parsing: Fixtures.bytes(path))
        var text = ByteBuffer()
        ruleset.writeCommands(to: &text)
        Golden.expect(text.string, equals: path)
        #expect(ruleset.verbatimCount == 0)
        var sorted = ByteBuffer()
        ruleset.sorted().writeCommands(to: &sorted)
        #expect(sorted.string == text.string)
    }

    /// Texts of other people, and those that the goldens don't have.
    @Test(arguments: ["foreign.nft", "kube-proxy.nft"])
    func otherListingsComeBack(_ file: String) throws {
        let path = "nftables/\(file)"
        let ruleset = try NftablesRuleset(parsing: Fixtures.bytes(path))
        var text = ByteBuffer()
        ruleset.writeListing(to: &text, version: .v1_0_6)
        Golden.expect(text.string, equals: path)
        #expect((ruleset.verbatimCount == 0) == (file == "kube-proxy.nft"))
    }
}

extension NftablesRuleset {
    /// How much of it is kept verbatim.
    var verbatimCount: Int {
        tables.reduce(others.count) { count, table in
            let statements = table.statements.count { if case .verbatim = $0 { true } else { false } }
            let values = table.values.count { if case .verbatim = $0 { true } else { false } }
            let chains = table.chains.count { $0.verbatimBase != nil || $0.base?.priorityText != nil }
            let sets = table.sets.count { $0.verbatim != nil || $0.type.isEmpty }
            return count + statements + values + chains + sets + table.others.count
        }
    }
}
