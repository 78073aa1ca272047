import Addressing
import Diagnostics
import Manifests
import Netfilter
import PacketTrace
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// Every reason is asked of a real trace through compiled rules: it must fit how the packets really end.
@Suite("reasons for where packets end") struct PathReasonsTests {
    struct Question: Sendable, CustomTestStringConvertible {
        let folder: String
        var modes: [ProxyMode] = [.iptables, .ipvs]
        let from: String
        let to: String
        /// What the first reason says, all of it.
        let text: String
        var change: String?
        /// The line that it is about.
        var line: Int?
        var testDescription: String { "\(folder): \(from) → \(to)" }
    }

    static let failures: [Question] = [
        Question(
            folder: "clusterip-no-endpoints", from: "10.244.0.200", to: "web.default:80",
            text: "Service default/web has no EndpointSlice in the input",
            change: "add its EndpointSlices to the input, or let them be made of pods with --derive-endpoints"),
        Question(
            folder: "clusterip-endpoints-not-ready", from: "10.244.0.200", to: "10.96.0.20:80",
            text: "none of the 1 endpoint of Service default/web is ready: 10.244.0.5:8080 (not ready)",
            change: "make the pods ready: see why their readiness probes fail"),
        Question(
            folder: "internal-traffic-local-no-local", from: "10.244.0.200", to: "web.default",
            text: "internalTrafficPolicy of Service default/web is Local and node node-a has no endpoint that could"
                + " take"
                + " connections; they are on node-b (2)",
            change: "set internalTrafficPolicy to Cluster, or run a pod of the Service on every node that has clients"),
        Question(
            folder: "loadbalancer-local-policy-no-local", modes: [.iptables], from: "external:198.51.100.99",
            to: "203.0.113.10:80",
            text: "externalTrafficPolicy of Service default/web is Local and node node-a has no endpoint that could"
                + " take"
                + " connections; they are on node-b (2)"),
        Question(
            folder: "loadbalancer-source-ranges", from: "external:198.51.100.99", to: "203.0.113.10:80",
            text: "198.51.100.99 isn't in spec.loadBalancerSourceRanges of Service default/web: 203.0.113.0/25,"
                + " 10.0.0.0/8",
            change: "add 198.51.100.99/32 to them"),
        Question(
            folder: "loadbalancer-ipmode-proxy", from: "external:198.51.100.99", to: "203.0.113.10:80",
            text: "the load balancer of Service default/web has ipMode Proxy: 203.0.113.10 is answered by the load"
                + " balancer"
                + " itself, and kube-proxy makes no rules for it"),
        Question(
            folder: "slice-port-name-mismatch", from: "10.244.0.200", to: "10.96.0.20:80",
            text: "no EndpointSlice of Service default/web has a port named \"http\" (TCP): they have \"https\" (TCP)",
            change: "names and protocols of the ports must be those of the Service's ports"),
        Question(
            folder: "other-service-proxy", from: "10.244.0.200", to: "10.96.0.20:80",
            text: "Service default/web has the label service.kubernetes.io/service-proxy-name: kube-proxy leaves it to"
                + " another proxy",
            change: "remove the label"),
        Question(
            folder: "nodeport-no-localhost", modes: [.iptables], from: "node", to: "127.0.0.1:30080",
            text: "node ports don't answer on 127.0.0.1: iptables.localhostNodePorts is false"),
        Question(
            folder: "nodeport-addresses", modes: [.iptables], from: "node", to: "127.0.0.1:30080",
            text: "node ports don't answer on 127.0.0.1: nodePortAddresses has no loopback network"),
        Question(
            folder: "nodeport", modes: [.ipvs], from: "node", to: "127.0.0.1:30080",
            text: "node ports don't answer on 127.0.0.1 in ipvs mode, only in iptables mode"),
        Question(
            folder: "nodeport", from: "10.244.0.200", to: "[fd00:192:168::a]:30080",
            text: "10.244.0.200, a pod has no IPv6 address, so nothing it sends gets to fd00:192:168::a"),
        Question(
            folder: "nodeport", from: "fd00:10:244::c8", to: "[fd00:192:168::a]:30080",
            text: "Service default/web has no IPv6 cluster IP: kube-proxy makes no IPv6 rules for it, not for its"
                + " node ports"
                + " and other addresses either"),
        Question(
            folder: "nodeport", from: "10.244.0.200", to: "192.168.0.11:30080",
            text: "192.168.0.11 is an address of node node-b: node node-a passes the packets on, and the rules there"
                + " decide",
            change: "follow them there with --node node-b"),
        Question(
            folder: "clusterip-three-endpoints", from: "10.244.0.200", to: "10.96.0.20:81",
            text: "Service default/web has no port 81/tcp: it has http 80/tcp, and nothing else of its address is"
                + " translated"),
        Question(
            folder: "clusterip-three-endpoints", from: "10.244.0.200", to: "10.96.0.20:8080",
            text: "Service default/web has no port 8080/tcp: that is the port of its pods, behind port 80",
            change: "use port 80"),
        Question(
            folder: "clusterip-three-endpoints", from: "10.244.0.200", to: "10.96.0.20:80/udp",
            text: "Service default/web has no port 80/udp: it has http 80/tcp, and nothing else of its address is"
                + " translated",
            change: "use 80/tcp"),
        Question(
            folder: "clusterip-three-endpoints", modes: [.iptables], from: "10.244.0.200", to: "icmp:web.default",
            text: "10.96.0.20 is a cluster IP of Service default/web: it is on no interface and only its ports are"
                + " forwarded, so the ping leaves the node untranslated and nobody answers"),
        Question(
            folder: "clusterip-three-endpoints", modes: [.ipvs], from: "10.244.0.200", to: "icmp:web.default",
            text: "10.96.0.20 is a cluster IP of Service default/web: only its ports are forwarded, and a rule turns"
                + " all"
                + " else away"),
        Question(
            folder: "clusterip-three-endpoints", from: "external:198.51.100.99", to: "10.244.0.5:8080",
            text: "10.244.0.5 is an address of a pod: outside the cluster nobody has a route to it unless the"
                + " network was"
                + " told to, and kube-proxy has no rules for it"),
    ]

    static let narrowings: [Question] = [
        Question(
            folder: "loadbalancer-local-policy-no-local", modes: [.ipvs], from: "external:198.51.100.99",
            to: "203.0.113.10:80",
            text:
                "externalTrafficPolicy of Service default/web is Local and node node-a has no endpoint that could take"
                + " connections: in ipvs mode kube-proxy then sends them to all endpoints without masquerading, on node-b"
                + " (2), whose answers go past node node-a, so that the client doesn't know them"),
        Question(
            folder: "topology-zone-hints", from: "10.244.0.200", to: "10.96.0.20:80",
            text: "hints on the EndpointSlices of Service default/web keep connections on node node-a to the 2 of 3"
                + " ready"
                + " endpoints meant for zone zone-a"),
        Question(
            folder: "topology-node-hints", from: "10.244.0.200", to: "10.96.0.20:80",
            text: "hints on the EndpointSlices of Service default/web keep connections on node node-a to the 1 of 2"
                + " ready"
                + " endpoints meant for node node-a"),
        Question(
            folder: "terminating-all-serving", from: "10.244.0.200", to: "10.96.0.20:80",
            text: "no endpoint of Service default/web is ready: connections still go to those that are being deleted"
                + " but"
                + " serve, 10.244.0.5:8080 (being deleted), 10.244.1.5:8080 (being deleted)"),
        Question(
            folder: "terminating-mixed", from: "10.244.0.200", to: "10.96.0.20:80",
            text: "2 endpoints of 3 get no connections: 10.244.0.6:8080 (being deleted), 10.244.1.5:8080 (being"
                + " deleted, no"
                + " longer serving)"),
        Question(
            folder: "internal-traffic-local", from: "10.244.0.200", to: "10.96.0.20:80",
            text: "internalTrafficPolicy of Service default/web is Local: of 3 ready endpoints only 1 on node node-a"
                + " counts;"
                + " all are on node-a (1), node-b (2)",
            change: "set internalTrafficPolicy to Cluster to use all"),
        Question(
            folder: "nodeport-local-policy", from: "external:198.51.100.99", to: "node:30080",
            text: "externalTrafficPolicy of Service default/web is Local: of 3 ready endpoints only 1 on node node-a"
                + " counts;"
                + " all are on node-a (1), node-b (2)"),
        Question(
            folder: "clusterip-three-endpoints", from: "external:198.51.100.99", to: "10.96.0.20:80",
            text: "10.96.0.20 is a cluster IP: outside the cluster nobody has a route to it, so these packets come"
                + " to the"
                + " node only if the network was told to send them there"),
    ]

    @Test(arguments: failures) func failuresAreExplained(_ question: Question) throws {
        for mode in question.modes {
            let (reasons, reached) = try Self.answer(question, mode)
            #expect(!reached, "\(mode)")
            Self.check(reasons, question, mode)
        }
    }

    @Test(arguments: narrowings) func choicesAreExplained(_ question: Question) throws {
        for mode in question.modes {
            let (reasons, reached) = try Self.answer(question, mode)
            #expect(reached, "\(mode)")
            Self.check(reasons, question, mode)
        }
    }

    /// Where all endpoints take connections from everyone there is nothing to say.
    @Test(arguments: ["clusterip-three-endpoints", "forty-endpoints", "clusterip-one-endpoint"])
    func ordinaryPathsNeedNoReason(_ folder: String) throws {
        for mode in [ProxyMode.iptables, .ipvs] {
            let question = Question(folder: folder, from: "10.244.0.200", to: "10.96.0.20:80", text: "")
            let (reasons, reached) = try Self.answer(question, mode)
            #expect(reached)
            #expect(reasons == [])
        }
    }

    /// Pods of the cluster reach a load balancer's address under a Local policy although no endpoint is local.
    @Test func localPoliciesDontHoldForPods() throws {
        let question = Question(
            folder: "loadbalancer-local-policy-no-local", from: "10.244.0.200", to: "203.0.113.10:80", text: "")
        for mode in [ProxyMode.iptables, .ipvs] {
            let (reasons, reached) = try Self.answer(question, mode)
            #expect(reached)
            #expect(reasons == [])
        }
    }

    @Test func sentencesHaveTheTonesOfMessages() {
        for question in Self.failures + Self.narrowings {
            #expect(!question.text.hasSuffix("."))
        }
    }

    private static func check(_ reasons: [Reason], _ question: Question, _ mode: ProxyMode) {
        guard let first = reasons.first else {
            Issue.record("\(mode): no reason at all")
            return
        }
        #expect(first.text == question.text, "\(mode)")
        if let change = question.change { #expect(first.change == change, "\(mode)") }
        #expect(first.place?.file ?? "manifests.yaml" == "manifests.yaml")
    }

    private static func answer(_ question: Question, _ mode: ProxyMode) throws -> ([Reason], reached: Bool) {
        let flow = try FlowNode("compile/\(question.folder)", mode)
        let (manifests, node) = (flow.compileCase.manifests, flow.compileCase.node)
        let directory = ClusterDirectory(manifests)
        let source = try SourceNames(directory).source(question.from)
        let destinations = try DestinationNames(directory, node: node).destinations(question.to, from: source)
        let destination = try #require(destinations.first)
        let family = destination.address.family
        let tracer = flow.tracer(family)
        let interface = source.interface(on: node)
        let address =
            interface == .process ? tracer.processAddress(to: destination.address) : source.address(family)
        var endings: [Trace.Ending] = []
        if let address {
            endings = tracer.trace(destination.packet(from: address, interface: interface)).endings
            #expect(!endings.isEmpty)
        }
        let views = IPFamily.allCases.map { ProxyView(of: manifests, on: node, family: $0) }
        let reasons = PathReasons(directory, views: views)
            .reasons(for: destination, from: source, endings: endings)
        let reached = endings.contains { ending in
            guard ending.translated != nil else { return false }
            return ending.fate == .sent || ending.fate == .local
        }
        return (reasons, reached)
    }
}
