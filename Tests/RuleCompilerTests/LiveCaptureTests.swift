import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// What `iptables-save` printed on nodes where a real kube-proxy 1.36 ran, against a compile of their manifests.
@Suite struct LiveCaptureTests {
    static let captures = Fixtures.cases(in: "live").filter { $0.hasPrefix("iptables-") }

    @Test(arguments: captures, IPFamily.allCases)
    func kernelSpelling(_ capture: String, _ family: IPFamily) throws {
        let tool = family == .ipv4 ? "iptables-save.txt" : "ip6tables-save.txt"
        let dump = Rules(try Fixtures.text("live/\(capture)/\(tool)"))
        let compiled = Rules(try compile(capture.hasSuffix("rich") ? "rich.yaml" : "extra.yaml", family))
        for chain in Set(dump.chains.keys).union(compiled.chains.keys).sorted() where !Self.isNotKubeProxys(chain) {
            #expect(compiled.chains[chain] == dump.chains[chain], "\(capture): \(chain)")
        }
    }

    /// Chains of the canary loop and of kubelet.
    private static func isNotKubeProxys(_ chain: String) -> Bool {
        chain.contains("CANARY") || chain.contains("KUBE-IPTABLES-HINT")
    }

    private func compile(_ manifests: String, _ family: IPFamily) throws -> String {
        let set = ManifestReader.read([Source(name: manifests, bytes: try Fixtures.bytes("live/\(manifests)"))])
        #expect(set.findings == [])
        var configuration = ProxyConfiguration()
        configuration.clusterCIDR = ["10.244.0.0/16", "fd00:10:244::/56"].compactMap { text in
            IPPrefix(text).map { Written($0, text: text) }
        }
        var remarks: [Finding] = []
        let addresses = ["192.168.0.10", "fd00:192:168::10"].compactMap { IPAddress($0) }
        let node = NodeContext(
            NodeFacts(name: "node-a", addresses: addresses, zone: "zone-a"), in: set, configuration: configuration,
            remarks: &remarks)
        var text = ByteBuffer()
        IptablesOutput(
            ProxyView(of: set, on: node, family: family), options: .init(includesAccounting: true), spelling: .kernel
        ).write(to: &text)
        return text.string
    }

    /// The rules of a text by table and chain. In the chains that rules of many Services stand in, order doesn't count.
    private struct Rules {
        private(set) var chains: [String: [String]] = [:]

        private static let shared: Set<String> = [
            "nat KUBE-SERVICES", "nat KUBE-NODEPORTS", "filter KUBE-SERVICES", "filter KUBE-EXTERNAL-SERVICES",
            "filter KUBE-NODEPORTS", "filter KUBE-PROXY-FIREWALL",
        ]

        init(_ text: String) {
            var table = ""
            for line in text.split(separator: "\n").map(String.init) {
                if line.hasPrefix("*") { table = String(line.dropFirst()) }
                if line.hasPrefix(":KUBE-") {
                    chains["\(table) \(line.dropFirst().prefix { $0 != " " })", default: []] += []
                }
                if line.hasPrefix("-A ") {
                    chains["\(table) \(line.dropFirst(3).prefix { $0 != " " })", default: []].append(line)
                }
            }
            for chain in Self.shared { chains[chain]?.sort() }
        }
    }

    @Test func thereAreCaptures() {
        #expect(Self.captures.count >= 5)
    }
}
