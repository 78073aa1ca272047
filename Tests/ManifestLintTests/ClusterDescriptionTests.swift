import Addressing
import Diagnostics
import ManifestLint
import Manifests
import TestSupport
import Testing

/// The cluster description: read from a file, completed from the input.
@Suite struct ClusterDescriptionTests {
    @Test func everyFieldIsRead() {
        let text = """
            kubernetesVersion: "1.36"
            serviceCIDRs: [10.96.0.0/12, "fd00:10:96::/112"]
            podCIDRs: [10.244.0.0/16]
            nodePortRange: 30000-31000
            clusterDNS: 10.96.0.10
            clusterDomain: example.test
            proxy: {mode: nftables, clusterCIDR: 10.244.0.0/16, nodePortAddresses: [primary], strictARP: true}
            loadBalancer: {implementation: metallb, classes: [example.com/a], addresses: [192.0.2.0/24]}
            nodes:
            - {name: node-a, addresses: [192.168.0.10], podCIDR: 10.244.0.0/24, labels: {zone: z1}, kernel: "6.1", hostPorts: [22]}
            namespaces: [shop]
            existing: {clusterIPs: [10.96.0.7], nodePorts: [30007], services: [shop/db]}

            """
        var problems: [Finding] = []
        let cluster = ClusterDescription(reading: Source(name: "c.yaml", text: text), problems: &problems)
        #expect(problems == [])
        #expect(cluster.kubernetesVersion == "1.36")
        #expect(cluster.serviceFamilies == [.ipv4, .ipv6])
        #expect(cluster.podCIDRs.map(\.description) == ["10.244.0.0/16"])
        #expect(cluster.nodePortRange == 30000...31000)
        #expect(cluster.clusterDNS.map(\.description) == ["10.96.0.10"])
        #expect(cluster.clusterDomain == "example.test")
        #expect(cluster.proxy?.mode == "nftables" && cluster.proxy?.ipvs.strictARP == true)
        #expect(cluster.loadBalancer?.implementation == "metallb" && cluster.loadBalancer?.classes == ["example.com/a"])
        #expect(cluster.nodes.first?.labels == ["zone": "z1"] && cluster.nodes.first?.hostPorts == [22])
        #expect(cluster.namespaces == ["shop"] && cluster.existingServices == ["shop/db"])
        #expect(cluster.existingNodePorts == [30007] && cluster.existingClusterIPs.count == 1)
    }

    @Test(arguments: [
        ("serviceCIDR: [10.96.0.0/12]", "unknown field"), ("serviceCIDRs: [x]", "is no network"),
        ("nodePortRange: 5-1", "is no range"), ("clusterDNS: [dns]", "is no IP address"),
        ("nodes: [{hostPorts: [70000]}]", "is no port number"),
    ])
    func aWrongFieldIsAProblemWithItsPlace(_ text: String, _ message: String) {
        var problems: [Finding] = []
        _ = ClusterDescription(reading: Source(name: "c.yaml", text: text), problems: &problems)
        #expect(problems.count == 1)
        #expect(problems.first?.message.contains(message) == true)
        #expect(problems.first?.location?.line == 1)
    }

    @Test func theInputCompletesIt() {
        let text = """
            apiVersion: networking.k8s.io/v1
            kind: ServiceCIDR
            metadata: {name: kubernetes}
            spec: {cidrs: [10.96.0.0/16]}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: node-a, labels: {topology.kubernetes.io/zone: z1, disk: ssd}}
            spec: {podCIDR: 10.244.0.0/24}
            status: {addresses: [{type: InternalIP, address: 192.168.0.10}]}

            """
        let cluster = ClusterDescription().completed(from: LintCase.read(text, "test.yaml"))
        #expect(cluster.serviceFamilies == [.ipv4])
        #expect(cluster.nodes.map(\.name) == ["node-a"])
        #expect(cluster.nodes.first?.labels["disk"] == "ssd")
        #expect(cluster.nodes.first?.podCIDRs.map(\.description) == ["10.244.0.0/24"])
    }
}
