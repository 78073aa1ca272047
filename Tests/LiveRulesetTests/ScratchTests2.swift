import Diagnostics
import Foundation
import LiveRuleset
import Testing
import Bytes
import Netfilter

@Suite struct Scratch2 {
    func text(_ path: String) throws -> (String, [Finding]) {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let (ruleset, findings) = LiveRuleset.read([Source(name: path, bytes: bytes)])
        var out = ByteBuffer()
        var set = ruleset.nftables.first?.ruleset
        for t in (set?.tables ?? []).indices { set?.tables[t].comment = nil; for c in set!.tables[t].chains.indices { set!.tables[t].chains[c].comment = nil } }
        set?.canonicalized().writeListing(to: &out, version: .v1_0_6)
        return (out.string, findings)
    }
    @Test func files() throws {
        let dir = "/tmp/live/flags"
        for name in try FileManager.default.contentsOfDirectory(atPath: dir).sorted() where name.hasSuffix(".txt") {
            let base = try #require(name.split(separator: ".").first.map(String.init))
            var plain = base
            for f in ["-ann", "-nn", "-ns", "-a", "-s", "-n", "-y", "-N", "-S", "-u", "-p", "-T", "-t", "-j"] where plain.hasSuffix(f) { plain = String(base.dropLast(f.count)); break }
            let (a, findings) = try text("\(dir)/\(name)")
            let (b, _) = try text("\(dir)/\(plain).txt")
            for f in findings { print("FINDING", name, f.rule, f.message) }
            if a != b {
                let (x, y) = (a.split(separator: "\n"), b.split(separator: "\n"))
                print("DIFF", name, x.count, y.count, zip(x, y).first { $0 != $1 } ?? ("", ""))
            }
        }
    }
}
