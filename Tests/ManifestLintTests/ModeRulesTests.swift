import ManifestLint
import Testing

/// The rules of the groups that begin with MODE: one probe for each condition.
@Suite struct ModeRulesTests {
    typealias Probe = RuleProbe

    static let iptables = "proxy: {mode: iptables}"
    static let ipvs = "proxy: {mode: ipvs}"
    static let nftables = "proxy: {mode: nftables}"
    static let local = Probe.service("type: NodePort, externalTrafficPolicy: Local, ports: [{port: 80}]")
    static let nodePort = Probe.service("type: NodePort, ports: [{port: 80, nodePort: 30080}]")
    static let argument = "spec.template.spec.containers[0].args[0]"
    static let externalIP = Probe.service("externalIPs: [192.168.50.10], ports: [{port: 80}]")
    static let nodeA = "nodes: [{name: node-a, addresses: [192.168.50.10]}]"

    /// A Deployment with one argument.
    static func client(_ argument: String, _ fields: String = "hostNetwork: true, ", ports: String = "") -> String {
        Probe.deployment("\(fields)containers: [{name: c, image: i, args: ['\(argument)']\(ports)}]")
    }

    static let anyMode: [RuleProbe] = [
        RuleProbe(
            "MODE-ANY-001", "a literal address, unknown mode",
            Probe.service("clusterIP: 10.96.0.7, ports: [{port: 80}]") + client("http://10.96.0.7:81/"),
            ["note \(argument): is lost in routing in iptables mode, and rejected"]),
        RuleProbe(
            "MODE-ANY-001", "nftables", Probe.service("ports: [{port: 80}]") + client("https://web.default.svc/"),
            cluster: nftables, ["note \(argument): the packet is rejected"]),
        RuleProbe("MODE-ANY-001", "a declared port", Probe.service("ports: [{port: 80}]") + client("http://web/")),
        RuleProbe(
            "MODE-ANY-001", "headless", Probe.service("clusterIP: None, ports: [{port: 80}]") + client("http://web:81/")
        ),
        RuleProbe(
            "MODE-ANY-002", "no range of pods", local, cluster: "proxy: {mode: iptables, clusterCIDR: ''}",
            ["warning spec.externalTrafficPolicy"]),
        RuleProbe(
            "MODE-ANY-002", "unknown mode", local, cluster: "proxy: {clusterCIDR: ''}",
            ["note spec.externalTrafficPolicy: in iptables and nftables mode"]),
        RuleProbe("MODE-ANY-002", "ipvs falls back", local, cluster: "proxy: {mode: ipvs, clusterCIDR: ''}"),
        RuleProbe(
            "MODE-ANY-002", "by the node's range", local, cluster: "proxy: {mode: iptables, detectLocalMode: NodeCIDR}"),
        RuleProbe(
            "MODE-ANY-002", "the other family only",
            Probe.service("type: NodePort, externalTrafficPolicy: Local, ipFamilies: [IPv6], ports: [{port: 80}]"),
            cluster: "proxy: {mode: nftables, clusterCIDR: 10.244.0.0/16}",
            ["warning spec.externalTrafficPolicy: IPv6 pods"]),
        RuleProbe(
            "MODE-ANY-003", "in nftables mode", nodePort + client("--url=http://localhost:30080/x"), cluster: nftables,
            ["warning \(argument): nftables mode has no node ports on loopback"]),
        RuleProbe("MODE-ANY-003", "in iptables mode", nodePort + client("127.0.0.1:30080"), cluster: iptables),
        RuleProbe(
            "MODE-ANY-003", "with IPv6", nodePort + client("[::1]:30080"), cluster: iptables,
            ["warning \(argument): no proxy mode has IPv6"]),
        RuleProbe(
            "MODE-ANY-003", "switched off", nodePort + client("127.0.0.1:30080"),
            cluster: "proxy: {mode: iptables, localhostNodePorts: false}", ["warning \(argument): localhostNodePorts"]),
        RuleProbe(
            "MODE-ANY-003", "left out", nodePort + client("127.0.0.1:30080"),
            cluster: "proxy: {mode: iptables, nodePortAddresses: [192.0.2.0/24]}",
            ["warning \(argument): nodePortAddresses leaves loopback out"]),
        RuleProbe(
            "MODE-ANY-003", "unknown mode", nodePort + client("127.0.0.1:30080"), ["note \(argument): only iptables"]),
        RuleProbe(
            "MODE-ANY-003", "a pod's own loopback", nodePort + client("127.0.0.1:30080", ""), cluster: iptables,
            ["warning \(argument): the pod's loopback address is its own"]),
        RuleProbe(
            "MODE-ANY-003", "a port of its own",
            nodePort + client("127.0.0.1:30080", "", ports: ", ports: [{containerPort: 30080}]"), cluster: nftables),
        RuleProbe("MODE-ANY-003", "another port", nodePort + client("127.0.0.1:30081"), cluster: nftables),
        RuleProbe("MODE-ANY-003", "another host", nodePort + client("10.127.0.0.1:30080"), cluster: nftables),
        RuleProbe(
            "MODE-ANY-003", "an image",
            nodePort + Probe.deployment("containers: [{name: c, image: 'localhost:30080/app:1'}]"), cluster: nftables,
            ["warning spec.template.spec.containers[0].image"]),
        RuleProbe(
            "MODE-ANY-003", "a probe",
            nodePort
                + Probe.deployment(
                    "containers: [{name: c, image: i, livenessProbe: {httpGet: {host: 127.0.0.1, port: 30080}}}]"),
            cluster: nftables, ["warning spec.template.spec.containers[0].livenessProbe.httpGet.host"]),
        RuleProbe(
            "MODE-ANY-003", "a node port of the cluster", client("127.0.0.1:30090"),
            cluster: "{existing: {nodePorts: [30090]}, proxy: {mode: ipvs}}", ["warning \(argument)"]),
    ]

    static let ipvsMode: [RuleProbe] = [
        RuleProbe(
            "MODE-IPVS-002", "a gateway", Probe.service("externalIPs: [192.168.50.1], ports: [{port: 80}]"),
            cluster: "{proxy: {mode: ipvs}, hostAddresses: [192.168.50.1], \(nodeA)}",
            ["error spec.externalIPs[0]: the host of that address"]),
        RuleProbe("MODE-IPVS-002", "another mode", externalIP, cluster: "{proxy: {mode: nftables}, \(nodeA)}"),
        RuleProbe(
            "MODE-IPVS-002", "unknown mode", externalIP, cluster: nodeA, ["note spec.externalIPs[0]: in ipvs mode"]),
        RuleProbe(
            "MODE-IPVS-002", "a wish",
            Probe.service(
                "type: LoadBalancer, loadBalancerIP: 192.168.50.10, ports: [{port: 80}]"),
            cluster: "{proxy: {mode: ipvs}, \(nodeA)}", ["warning spec.loadBalancerIP"]),
        RuleProbe(
            "MODE-IPVS-003", "both policies",
            Probe.service(
                "type: NodePort, internalTrafficPolicy: Local, externalTrafficPolicy: Local, ports: [{port: 80}]"),
            cluster: ipvs, ["warning spec.internalTrafficPolicy", "warning spec.externalTrafficPolicy"]),
        RuleProbe("MODE-IPVS-003", "another mode", local, cluster: iptables),
        RuleProbe(
            "MODE-IPVS-003", "unknown mode", local, ["note spec.externalTrafficPolicy: they drop the packets"]),
        RuleProbe(
            "MODE-IPVS-003", "a pod on every node",
            Probe.service("internalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80}]")
                + Probe.deployment(kind: "DaemonSet"),
            cluster: "{proxy: {mode: ipvs}, nodes: [{name: a}, {name: b}]}"),
        RuleProbe(
            "MODE-IPVS-003", "a pod on some nodes",
            Probe.service("internalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80}]")
                + Probe.deployment(
                    kind: "DaemonSet", "nodeSelector: {disk: ssd}, containers: [{name: c, image: i}]"),
            cluster: "{proxy: {mode: ipvs}, nodes: [{name: a, labels: {disk: ssd}}, {name: b}]}",
            ["warning spec.internalTrafficPolicy"]),
        RuleProbe(
            "MODE-IPVS-004", "a load balancer's",
            Probe.service(
                "type: LoadBalancer, ports: [{port: 80}]", status: "loadBalancer: {ingress: [{ip: 198.51.100.0}]}"),
            cluster: ipvs, ["warning status.loadBalancer.ingress[0].ip"]),
        RuleProbe(
            "MODE-IPVS-004", "one that packets don't arrive with",
            Probe.service(
                "type: LoadBalancer, ports: [{port: 80}]",
                status: "loadBalancer: {ingress: [{ip: 198.51.100.0, ipMode: Proxy}]}"), cluster: ipvs),
    ]

    static let otherModes: [RuleProbe] = [
        RuleProbe(
            "MODE-IPT-001", "unknown mode", Probe.service("sessionAffinity: ClientIP, ports: [{port: 80}]"),
            ["note spec.sessionAffinity: in iptables mode"]),
        RuleProbe(
            "MODE-IPT-001", "headless",
            Probe.service(
                "clusterIP: None, sessionAffinity: ClientIP, ports: [{port: 80}]"), cluster: iptables),
        RuleProbe(
            "MODE-NFT-001", "a load balancer without node ports",
            Probe.service("type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80}]"),
            cluster: nftables),
        RuleProbe("MODE-NFT-001", "decided", nodePort, cluster: "proxy: {mode: nftables, nodePortAddresses: primary}"),
        RuleProbe("MODE-NFT-001", "unknown mode", nodePort, ["note spec.type: in nftables mode"]),
        RuleProbe(
            "MODE-NFT-001", "nodes of one address", nodePort, cluster: "{proxy: {mode: nftables}, \(nodeA)}",
            ["note spec.type"]),
        RuleProbe(
            "MODE-NFT-003", "a chain", client("iptables -t nat -S KUBE-SERVICES"), cluster: ipvs, ["note \(argument)"]),
        RuleProbe("MODE-NFT-003", "iptables mode", client("iptables -t nat -L"), cluster: iptables),
        RuleProbe("MODE-NFT-003", "rules of its own", client("iptables -t nat -A OUTPUT -j MARK"), cluster: nftables),
        RuleProbe("MODE-NFT-003", "saved and kept", client("iptables-save > /backup"), cluster: nftables),
        RuleProbe(
            "MODE-NFT-003", "saved and searched", client("/sbin/iptables-save | grep web"), cluster: nftables,
            ["note \(argument)"]),
        RuleProbe(
            "MODE-NFT-003", "word by word",
            Probe.deployment("containers: [{name: c, image: i, command: [iptables, -t, nat, -L]}]"), cluster: nftables,
            ["note spec.template.spec.containers[0].command[3]"]),
    ]

    @Test(arguments: anyMode + ipvsMode + otherModes) func answers(_ probe: RuleProbe) { probe.check() }

    static let described: [ClusterProbe] = [
        ClusterProbe("MODE-IPVS-001", "before it was deprecated", "{kubernetesVersion: 1.34, \(ipvs)}"),
        ClusterProbe("MODE-IPVS-001", "since 1.35", "{kubernetesVersion: 1.35, \(ipvs)}", ["note cluster.yaml:1:41"]),
        ClusterProbe(
            "MODE-IPVS-005", "strictARP isn't said", "{\(ipvs), loadBalancer: {implementation: metallb}}",
            ["warning cluster.yaml:1:16"]),
        ClusterProbe("MODE-IPVS-005", "by routes", "{\(ipvs), loadBalancer: {implementation: metallb-bgp}}"),
        ClusterProbe("MODE-IPVS-005", "another mode", "{\(nftables), loadBalancer: {implementation: metallb}}"),
        ClusterProbe(
            "MODE-NFT-002", "nft alone", "{\(nftables), nodes: [{name: a, kernel: 5.13.0-1, nft: v1.0.0}]}",
            ["error cluster.yaml:1:68: nft v1.0.0 is older than 1.0.1"]),
        ClusterProbe("MODE-NFT-002", "just new enough", "{\(nftables), nodes: [{name: a, kernel: 5.13, nft: 1.0.1}]}"),
        ClusterProbe("MODE-NFT-002", "no version", "{\(nftables), nodes: [{name: a, kernel: custom}]}"),
        ClusterProbe(
            "MODE-NFT-002", "unknown mode", "nodes: [{name: a, kernel: 4.18}]", ["note cluster.yaml:1:27"]),
        ClusterProbe(
            "MODE-IPT-002", "listed endpoints", iptables, yaml: slices(of: 1001, ready: true),
            ["note cluster.yaml:1:15: 1001 IPv4 endpoints"]),
        ClusterProbe("MODE-IPT-002", "just below", iptables, yaml: slices(of: 1000, ready: true)),
        ClusterProbe("MODE-IPT-002", "another mode", nftables, yaml: slices(of: 1001, ready: true)),
    ]

    /// A Service and one slice with many endpoints.
    static func slices(of count: Int, ready: Bool) -> String {
        let endpoints = (0..<count).map { "{addresses: [10.1.\($0 / 250).\($0 % 250 + 1)]}" }
        return Probe.service("ports: [{port: 80}]")
            + Probe.object(
                "discovery.k8s.io/v1", "EndpointSlice", "web-1",
                "addressType: IPv4\nports: [{name: '', port: 8080}]\nendpoints: [\(endpoints.joined(separator: ", "))]"
            ).replacing("{name: web-1,", with: "{name: web-1, labels: {kubernetes.io/service-name: web},")
    }

    @Test(arguments: described) func answersAboutTheCluster(_ probe: ClusterProbe) { probe.check() }
}
