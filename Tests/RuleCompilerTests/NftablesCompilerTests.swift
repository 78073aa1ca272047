import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// nftables mode beyond the goldens.
@Suite struct NftablesCompilerTests {
    /// The table that a real kube-proxy had made from the same manifests, but for the order of its objects.
    @Test(arguments: ["rich", "extra"], ["1.0.6", "1.1.3"])
    func theTableOfARealNodeIsCompiled(_ name: String, _ version: String) throws {
        let dump = try NftablesRuleset(parsing: Fixtures.bytes("live/nft-\(version)-\(name)/nft-list-ruleset.txt"))
        let version = try #require(NftVersion(version))
        var compiled = ByteBuffer()
        var found = ByteBuffer()
        for (family, cidr) in [(IPFamily.ipv4, "10.96.0.0/12"), (.ipv6, "fd00:10:96::/112")] {
            let view = try Self.view(file: "live/\(name).yaml", family)
            let options = NftablesCompiler.Options(serviceCIDRs: [
                Written(try #require(IPPrefix(cidr)), text: cidr)
            ])
            NftablesOutput(view, options: options, spelling: .kernel(version)).write(to: &compiled)
        }
        dump.sorted().canonicalized().writeListing(to: &found, version: version)
        let (live, ours) = (Self.sortedObjects(found.string), Self.sortedObjects(compiled.string))
        #expect(live == ours, "\(Golden.difference(of: ours, from: live))")
    }

    /// Objects of a listing, sorted: a dump has sets and maps mixed.
    private static func sortedObjects(_ listing: String) -> String {
        listing.split(separator: "\n\n").sorted().joined(separator: "\n\n")
    }

    @Test(arguments: Fixtures.cases(in: "compile"))
    func theTransactionMakesTheTable(_ name: String) throws {
        let compile = try CompileCase(name, mode: .nftables)
        for family in IPFamily.allCases {
            let view = compile.view(family)
            var transaction = ByteBuffer()
            NftablesOutput(view, options: .init(), spelling: .tool, isTransaction: true).write(to: &transaction)
            var table = ByteBuffer()
            try NftablesRuleset(parsing: transaction.bytes).sorted().writeCommands(to: &table)
            Golden.expect(table.string, equals: "compile/\(name)/nftables.ipv\(family.rawValue).nft")
        }
    }

    @Test func theTransactionIsInKubeProxysOrder() throws {
        let view = try CompileCase("session-affinity-600s-nodeport", mode: .nftables).view(.ipv4)
        var text = ByteBuffer()
        let cidrs = ["10.96.0.0/12", "10.112.0.0/16"].compactMap { text in
            IPPrefix(text).map { Written($0, text: text) }
        }
        NftablesOutput(view, options: .init(serviceCIDRs: cidrs), spelling: .tool, isTransaction: true)
            .write(to: &text)
        Golden.expect(text.string, equals: "nftables/transaction.nft")
    }

    // MARK: Collisions

    private static let colliding = """
        apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: shop}
        spec: {clusterIP: 10.96.0.1, externalIPs: [198.51.100.1], ports: [{port: 80, protocol: TCP}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: b, namespace: shop}
        spec:
          clusterIP: 10.96.0.2
          type: NodePort
          externalIPs: [198.51.100.1]
          ports: [{port: 80, protocol: TCP, nodePort: 30080}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: c, namespace: shop}
        spec: {clusterIP: 10.96.0.3, type: NodePort, ports: [{port: 80, protocol: TCP, nodePort: 30080}]}
        """

    @Test func collisionsNameBothServices() throws {
        let view = try Self.view(text: Self.colliding, .ipv4)
        let findings = NftablesCompiler(view).findings
        #expect(findings.map(\.rule) == ["NFT-001", "NFT-001"])
        #expect(
            findings.map(\.message) == [
                "198.51.100.1:80/tcp is claimed by shop/a and by shop/b",
                "node port 30080/tcp is claimed by shop/b and by shop/c",
            ])
        #expect(findings.allSatisfy { $0.advice?.contains("visits last") == true })
    }

    @Test func theLastServiceWins() throws {
        let view = try Self.view(text: Self.colliding, .ipv4)
        var table = ByteBuffer()
        NftablesOutput(view, options: .init(), spelling: .tool).write(to: &table)
        let element = "add element ip kube-proxy no-endpoint-services { 198.51.100.1 . tcp . 80"
        let lines = table.string.split(separator: "\n").filter { $0.hasPrefix(element) }
        #expect(lines == ["\(element) comment \"shop/b\" : goto reject-chain }"])
        var transaction = ByteBuffer()
        NftablesOutput(view, options: .init(), spelling: .tool, isTransaction: true).write(to: &transaction)
        let about = transaction.string.split(separator: "\n").filter { $0.contains("{ 198.51.100.1 . tcp . 80") }
        #expect(
            about == [
                "\(element) comment \"shop/a\" : goto reject-chain }",
                "delete element ip kube-proxy no-endpoint-services { 198.51.100.1 . tcp . 80 }",
                "\(element) comment \"shop/b\" : goto reject-chain }",
            ])
    }

    @Test func aCommentThatNftRefusesIsFound() throws {
        let (namespace, name) = (String(repeating: "n", count: 63), String(repeating: "s", count: 63))
        let port = String(repeating: "p", count: 15)
        let text = """
            apiVersion: v1
            kind: Service
            metadata: {name: \(name), namespace: \(namespace)}
            spec: {clusterIP: 10.96.0.1, ports: [{name: \(port), port: 80, protocol: TCP}]}
            """
        let findings = NftablesCompiler(try Self.view(text: text, .ipv4)).findings
        #expect(findings.map(\.rule) == ["NFT-003"])
        #expect(findings.first?.message.contains("comment of 143 bytes") == true)
    }

    @Test func onlyTheSelectedServiceIsCompiled() throws {
        let view = try CompileCase("several-services-sorted", mode: .nftables).view(.ipv4)
        let place = try #require(view.servicePorts.firstIndex { $0.usesClusterChain })
        var text = ByteBuffer()
        NftablesOutput(view, options: .init(), spelling: .tool, selected: [place]).write(to: &text)
        let port = view.servicePorts[place]
        let chains = text.string.split(separator: "\n").filter { $0.hasPrefix("add chain") }
        #expect(!chains.isEmpty && chains.allSatisfy { $0.contains("-\(port.namespace)/\(port.name)/") })
        #expect(text.string.contains("add element ip kube-proxy cluster-ips { \(port.clusterIP) }"))
    }

    // MARK: Views

    private static func view(file: String, _ family: IPFamily) throws -> ProxyView {
        view(try Fixtures.bytes(file), family)
    }

    private static func view(text: String, _ family: IPFamily) throws -> ProxyView { view(Array(text.utf8), family) }

    private static let addresses = ["192.168.0.10", "fd00:192:168::10"].compactMap { IPAddress($0) }

    private static func view(_ bytes: [UInt8], _ family: IPFamily) -> ProxyView {
        let manifests = ManifestReader.read([Source(name: "manifests", bytes: bytes)])
        var configuration = ProxyConfiguration()
        configuration.mode = .nftables
        configuration.clusterCIDR = ["10.244.0.0/16", "fd00:10:244::/56"].compactMap { text in
            IPPrefix(text).map { Written($0, text: text) }
        }
        var remarks: [Finding] = []
        let node = NodeContext(
            NodeFacts(name: "node-a", addresses: Self.addresses, zone: "zone-a"), in: manifests,
            configuration: configuration, remarks: &remarks)
        return ProxyView(of: manifests, on: node, family: family)
    }
}
