import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// What no golden of ipvs mode shows.
@Suite struct IPVSCompilerTests {
    private func view(_ services: String, _ configure: (inout ProxyConfiguration) -> Void = { _ in }) -> ProxyView {
        let manifests = ManifestReader.read([Source(name: "a.yaml", text: services)])
        var node = NodeContext()
        node.addresses = ["192.168.0.10", "fd00:192:168::a"].compactMap { IPAddress($0) }
        node.configuration.mode = .ipvs
        configure(&node.configuration)
        return ProxyView(of: manifests, on: node, family: .ipv4)
    }

    private func service(_ name: String, _ rest: String) -> String {
        "---\nkind: Service\napiVersion: v1\nmetadata: {name: \(name), namespace: shop}\nspec: {\(rest)}\n"
    }

    private func text(_ output: IPVSOutput) -> String {
        var buffer = ByteBuffer()
        output.write(to: &buffer)
        return buffer.string
    }

    @Test func twoServicesThatClaimOneVirtualServer() throws {
        let ports = "ports: [{port: 80}], externalIPs: [198.51.100.7]"
        let view = view(
            service("web", "clusterIP: 10.96.0.1, \(ports)") + service("api", "clusterIP: 10.96.0.2, \(ports)"))
        let findings = IPVSCompiler(view).findings
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.severity == .warning)
        #expect(finding.message.contains("shop/api and shop/web both claim 198.51.100.7:80/tcp"))
        #expect(IPVSCompiler(view).ruleset().servers.virtualServers.count == 3)
    }

    /// One Service may have an address twice, and that is no collision.
    @Test func oneServiceWithAnAddressTwice() {
        let view = view(
            service("web", "clusterIP: 10.96.0.1, ports: [{port: 80}], externalIPs: [198.51.100.7, 198.51.100.7]"))
        #expect(IPVSCompiler(view).findings == [])
        #expect(IPVSCompiler(view).ruleset().servers.virtualServers.count == 2)
        #expect(IPVSCompiler(view).ruleset().addresses.map(\.description) == ["10.96.0.1", "198.51.100.7"])
    }

    /// An address that the node has on another interface is served, but not given to kube-ipvs0.
    @Test func anAddressOfTheNodeIsNotBound() {
        let view = view(service("web", "clusterIP: 10.96.0.1, ports: [{port: 80}], externalIPs: [192.168.0.10]"))
        let ruleset = IPVSCompiler(view).ruleset()
        #expect(ruleset.servers.virtualServers.count == 2)
        #expect(ruleset.addresses.map(\.description) == ["10.96.0.1"])
    }

    /// Without an address for node ports kube-proxy forgets the health-check port, too.
    @Test func nodePortWithoutAddress() {
        let manifests = service(
            "web",
            "type: LoadBalancer, clusterIP: 10.96.0.1, ports: [{port: 80, nodePort: 30080}], "
                + "externalTrafficPolicy: Local, healthCheckNodePort: 32000")
        func elements(_ addresses: [String]) -> Int {
            let view = view(manifests) { configuration in
                configuration.nodePortAddresses = addresses.compactMap { text in
                    IPPrefix(text).map { .network($0, text: text) }
                }
            }
            return IPVSCompiler(view).ruleset().sets.elements.count
        }
        // Cluster IP and its address; else with the health-check port, and the node port in two sets.
        #expect(elements(["10.0.0.0/8"]) == 2)
        #expect(elements([]) == 5)
    }

    @Test func allTextsStandUnderTheirNames() {
        let view = view(service("web", "clusterIP: 10.96.0.1, ports: [{port: 80}]"))
        let all = text(IPVSOutput(view, spelling: .tool))
        let headings = all.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(headings == ["# ipvsadm", "# ipset", "# iptables", "# addresses"])
        let parts = IPVSPart.allCases.map { "# \($0.rawValue)\n" + text(IPVSOutput(view, spelling: .tool, part: $0)) }
        #expect(all == parts.joined())
    }

    @Test func someServicesOnly() {
        let view = view(
            service("api", "clusterIP: 10.96.0.2, ports: [{port: 81}]")
                + service("web", "clusterIP: 10.96.0.1, ports: [{port: 80}]"))
        #expect(
            text(IPVSOutput(view, spelling: .tool, selected: [1])) == """
                # ipvsadm
                -A -t 10.96.0.1:80 -s rr
                # ipset
                add KUBE-CLUSTER-IP 10.96.0.1,tcp:80
                add KUBE-IPVS-IPS 10.96.0.1
                # iptables
                *nat
                COMMIT
                *filter
                COMMIT
                # addresses
                10.96.0.1

                """)
    }

    @Test func kernelSettingsAndExcludedNetworksAreNoted() {
        let view = view("") { configuration in
            configuration.ipvsStrictARP = true
            configuration.ipvsExcludeCIDRs = ["198.51.100.0/24", "fd00::/8"].compactMap { IPPrefix($0) }
        }
        let notes = IPVSCompiler(view).notes
        #expect(notes.count == 2)
        #expect(notes[0].message.contains("net.ipv4.vs.conntrack=1") && notes[0].message.contains("arp_announce=2"))
        #expect(notes[1].message.hasSuffix("in 198.51.100.0/24"))
    }

    /// A scheduler stands in every virtual server's line: only those that kube-proxy takes are let in.
    @Test func anUnknownSchedulerIsRefused() {
        let text = """
            kind: KubeProxyConfiguration
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            ipvs: {scheduler: "rr\\n-C"}

            """
        let manifests = ManifestReader.read([Source(name: "a.yaml", text: text)])
        #expect(manifests.findings.map(\.severity) == [.error])
        #expect(manifests.proxyConfigurations.allSatisfy { ProxyConfiguration($0).ipvsScheduler == "rr" })
    }
}
