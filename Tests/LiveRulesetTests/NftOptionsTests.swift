import Bytes
import Diagnostics
import Foundation
import LiveRuleset
import Netfilter
import TestSupport
import Testing

/// What nft prints of kube-proxy's rules with options that change the listing.
@Suite("Options of nft", .enabled(if: KernelAvailability.shouldRun, KernelAvailability.comment))
struct NftOptionsTests {
    private static let options = ["-a", "-s", "-n", "-nn", "-y", "-N", "-u", "-p", "-T", "-ann", "-j"]
    private static let mark = "### listing"

    /// Each is the same ruleset, in the form that can be compared.
    @Test(arguments: [
        "session-affinity-600s-nodeport", "loadbalancer-source-ranges", "multi-port-tcp-udp-sctp",
        "clusterip-no-endpoints", "several-services-sorted", "nodeport-addresses",
    ])
    func listingsAreOneRuleset(_ name: String) async throws {
        try KernelAvailability.require()
        let folder = Fixtures.root.appendingPathComponent("compile/\(name)").path
        let script = """
            set -e
            ip link set lo up
            nft -f '\(folder)/nftables.ipv4.nft'
            nft -f '\(folder)/nftables.ipv6.nft'
            for options in '' \(Self.options.joined(separator: " ")); do
                nft $options list ruleset
                echo
                echo '\(Self.mark)'
            done
            """
        let result = try await PrivateNamespace.run(["sh", "-c", script], seconds: 240)
        try #require(result.status == 0, "\(result.errors)")
        let listings = result.output.split(separator: "\(Self.mark)\n").map(String.init)
        try #require(listings.count == Self.options.count + 1)
        let plain = try ruleset(listings[0])
        for (options, listing) in zip(Self.options, listings.dropFirst()) {
            let same = try ruleset(listing)
            #expect(
                same == (options == "-j" ? plain.replacing("dynamic,timeout", with: "timeout") : plain),
                "nft \(options)")
        }
    }

    /// The listing of what a text says, without what some options or the JSON of nft 1.0.6 leave out.
    private func ruleset(_ listing: String) throws -> String {
        let (live, findings) = LiveRuleset.read([Source(name: "listing", text: listing)])
        #expect(findings.isEmpty)
        var ruleset = try #require(live.nftables.first).ruleset
        for table in ruleset.tables.indices {
            ruleset.tables[table].comment = nil
            for chain in ruleset.tables[table].chains.indices { ruleset.tables[table].chains[chain].comment = nil }
        }
        var text = ByteBuffer()
        ruleset.canonicalized().writeListing(to: &text, version: .v1_0_6)
        return text.string
    }
}
