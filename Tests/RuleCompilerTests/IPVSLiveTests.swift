import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// What the tools printed on a node where kube-proxy 1.36 ran in ipvs mode, and the kernel spelling of a compile.
@Suite struct IPVSLiveTests {
    @Test(arguments: ["rich", "extra"])
    func kernelSpellingIsWhatTheToolsPrint(_ name: String) throws {
        let folder = "live/ipvsadm-1.31-\(name)"
        let views = try IPFamily.allCases.map { try view(name, $0) }
        let servers = views.map { text($0, .ipvsadm) }.joined()
        Golden.expect(servers, equals: "\(folder)/ipvsadm-Sn.txt")

        let sets = try IPSetTable(parsing: Fixtures.bytes("\(folder)/ipset-save.txt")).canonicalized()
        var buffer = ByteBuffer()
        sets.write(to: &buffer, spelling: .kernel)
        let wanted = Set(buffer.string.split(separator: "\n").map(String.init))
        let compiled = Set(views.flatMap { text($0, .ipset).split(separator: "\n").map(String.init) })
        #expect(compiled.symmetricDifference(wanted).sorted() == [])

        let bound = try BoundAddresses(parsing: Fixtures.bytes("\(folder)/ip-addr-kube-ipvs0.txt"))
        let addresses = views.flatMap { IPVSCompiler($0).ruleset().addresses }
        #expect(Set(addresses) == Set(bound.addresses))

        for (view, file) in zip(views, ["iptables-save.txt", "ip6tables-save.txt"]) {
            #expect(rules(text(view, .iptables)) == rules(try Fixtures.text("\(folder)/\(file)")), "\(file)")
        }
    }

    private func view(_ name: String, _ family: IPFamily) throws -> ProxyView {
        let manifests = ManifestReader.read([Source(name: name, bytes: try Fixtures.bytes("live/\(name).yaml"))])
        var written = KubeProxyConfiguration()
        written.clusterCIDR = ["10.244.0.0/16", "fd00:10:244::/56"].compactMap { text in
            IPPrefix(text).map { Written($0, text: text, range: SourceRange(start: 0, end: 0)) }
        }
        var remarks: [Finding] = []
        let addresses = ["192.168.0.10", "fd00:192:168::10"].compactMap { IPAddress($0) }
        let node = NodeContext(
            NodeFacts(name: "node-a", addresses: addresses, zone: "zone-a"), in: manifests,
            configuration: ProxyConfiguration(written, mode: .ipvs), remarks: &remarks)
        return ProxyView(of: manifests, on: node, family: family)
    }

    private func text(_ view: ProxyView, _ part: IPVSPart) -> String {
        var buffer = ByteBuffer()
        IPVSOutput(view, spelling: .kernel, part: part).write(to: &buffer)
        return buffer.string
    }

    /// kube-proxy's own rules of a dump; the order among chains and counters don't count.
    private func rules(_ dump: String) -> [String] {
        let lines = dump.split(separator: "\n").filter { $0.hasPrefix("-A ") && $0.contains("KUBE-") }
        return lines.map(String.init)
    }
}
