import Diagnostics
import Foundation
import LiveRuleset
import Testing
import Bytes
import Netfilter

@Suite struct Scratch {
    @Test func files() throws {
        for path in (ProcessInfo.processInfo.environment["LIVE_FILES"] ?? "").split(separator: " ").map(String.init) {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            let start = Date()
            let (ruleset, findings) = LiveRuleset.read([Source(name: path, bytes: bytes)])
            print("FILE", path, bytes.count, "iptables", ruleset.iptables.map(\.ruleset.tables.count), "nft", ruleset.nftables.map(\.ruleset.tables.count), Date().timeIntervalSince(start))
            for finding in findings { print("  ", finding.location.map { "\($0.line):\($0.column)" } ?? "", finding.rule, finding.message, finding.advice ?? "") }
            for dump in ruleset.nftables {
                var out = ByteBuffer()
                if path.contains("j.txt") { dump.ruleset.writeJSON(to: &out, version: .v1_0_6) } else { dump.ruleset.writeListing(to: &out, version: .v1_0_6, handles: path.contains("-a")) }
                if out.bytes != bytes { try Data(out.bytes).write(to: URL(fileURLWithPath: path + ".out")); print("   DIFFERS") }
            }
            for dump in ruleset.iptables {
                var out = ByteBuffer()
                dump.ruleset.write(to: &out, spelling: .kernel)
                if out.bytes != bytes { try Data(out.bytes).write(to: URL(fileURLWithPath: path + ".out")); print("   DIFFERS") }
            }
        }
    }
}
