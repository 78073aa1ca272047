import Addressing
import Manifests
import PacketTrace
import ServiceProxy
import Testing

@Suite("names of sources") struct SourceNamesTests {
    private let cluster: ShopCluster

    init() throws { cluster = try ShopCluster() }

    private static let pods: [(text: String, label: String, addresses: [String], interface: PacketInterface)] = [
        ("pod/shop/web-1", "pod shop/web-1", ["10.244.0.5", "fd00:10:244::5"], .pod),
        ("shop/web-1", "pod shop/web-1", ["10.244.0.5", "fd00:10:244::5"], .pod),
        ("pod/shop/web-2", "pod shop/web-2", ["10.244.1.5"], .outside),
        ("pod/shop/app=web,tier=front", "pod shop/web-1", ["10.244.0.5", "fd00:10:244::5"], .pod),
        ("shop/tier=front", "pod shop/web-1", ["10.244.0.5", "fd00:10:244::5"], .pod),
        ("deployment/shop/web", "pod shop/web-1", ["10.244.0.5", "fd00:10:244::5"], .pod),
        ("deploy/shop/web", "pod shop/web-1", ["10.244.0.5", "fd00:10:244::5"], .pod),
        // Only an endpoint tells of this one.
        ("pod/shop/db-1", "pod shop/db-1", ["10.244.1.30"], .outside),
        ("10.244.0.5", "10.244.0.5, pod shop/web-1", ["10.244.0.5"], .pod),
        ("10.244.1.31", "10.244.1.31, an endpoint", ["10.244.1.31"], .outside),
        ("10.244.0.99", "10.244.0.99, a pod", ["10.244.0.99"], .pod),
        ("10.244.1.99", "10.244.1.99, a pod", ["10.244.1.99"], .outside),
        // An ended pod doesn't have its address any more.
        ("10.244.1.77", "10.244.1.77, a pod", ["10.244.1.77"], .outside),
        ("203.0.113.7", "203.0.113.7, outside the cluster", ["203.0.113.7"], .outside),
        ("external:10.244.0.5", "10.244.0.5, outside the cluster", ["10.244.0.5"], .outside),
        ("external:[2001:db8::7]", "2001:db8::7, outside the cluster", ["2001:db8::7"], .outside),
        ("node/node-a", "node node-a", ["192.168.0.10", "fd00:192:168::a"], .process),
        ("node/node-b", "node node-b", ["192.168.0.11"], .outside),
        ("192.168.0.10", "192.168.0.10, node node-a", ["192.168.0.10"], .process),
        ("kube-system/agent", "pod kube-system/agent", ["192.168.0.11"], .outside),
        ("node", "a process of the node", [], .process),
        ("127.0.0.1", "a process of the node", [], .process),
    ]

    @Test(arguments: pods.indices)
    func sourcesByName(_ place: Int) throws {
        let (text, label, addresses, interface) = Self.pods[place]
        let source = try cluster.source(text)
        #expect(source.label == label)
        #expect(source.addresses.map(\.description) == addresses)
        #expect(source.interface(on: cluster.node) == interface)
    }

    @Test func podsOnTheHostNetworkAreProcessesOfTheirNode() throws {
        let source = try cluster.source("kube-system/agent")
        #expect(source.kind == .node)
        let onNodeB = try ShopCluster(node: "node-b")
        #expect(source.interface(on: onNodeB.node) == .process)
    }

    @Test func packetsOfAnotherNodeMeetItsRulesFirst() throws {
        let source = try cluster.source("pod/shop/web-2")
        let note = try #require(source.notes(on: cluster.node).last)
        #expect(note.text.contains("is on node node-b"))
        #expect(note.change == "follow them there with --node node-b")
        let onNodeB = try ShopCluster(node: "node-b")
        #expect(source.notes(on: onNodeB.node) == [])
    }

    @Test func podsThatAreYetToBeMadeHavePlaceholders() throws {
        let source = try cluster.source("deployment/shop/later")
        #expect(source.label == "a pod of Deployment shop/later")
        #expect(source.addresses.count == 2)
        #expect(source.notes.contains { $0.text.contains("assumed") })
        #expect(source.notes.contains { $0.text.contains("of 2 pods the first one") })
        // The same address as --derive-endpoints gives it.
        let expanded = cluster.manifests.expandedPods().flatMap { $0 }
        #expect(expanded.contains { $0.addresses == source.addresses })
    }

    @Test func podsOfStatefulSetsHaveNames() throws {
        let source = try cluster.source("pod/shop/queue-1")
        #expect(source.label == "pod shop/queue-1")
        let set = try cluster.source("statefulset/shop/queue")
        #expect(set.label == "pod shop/queue-0")
        #expect(set.addresses != source.addresses)
    }

    @Test func anyClientHasAnAddressThatNothingElseHas() throws {
        let source = try cluster.source("external")
        #expect(source.addresses.map(\.description) == ["203.0.113.254", "2001:db8:ffff::fe"])
        let text = ShopCluster.text.replacing("203.0.113.50", with: "203.0.113.254")
        let other = try ShopCluster(text).source("external")
        #expect(other.address(.ipv4)?.description == "203.0.113.253")
    }

    @Test func clusterIPsAreNoSources() throws {
        let source = try cluster.source("10.96.0.20")
        #expect(
            source.notes.contains {
                $0.text.contains(
                    "is an address of Service shop/web: no packet comes from"
                        + " it")
            })
    }

    private static let wrong: [(text: String, part: String)] = [
        ("pod/shop/wbe-1", "did you mean shop/web-1"),
        ("pod/web-1", "has no pod default/web-1"),
        ("pod/shop/done", "has ended"),
        ("pod/shop/app=nothing", "no pod of namespace shop"),
        ("pod/shop/=x", "is no label"),
        ("deployment/shop/wbe", "did you mean web"),
        ("node/node-c", "did you mean node-a"),
        ("external:shop", "is no IP address"),
        ("web", "names no source"),
        ("", "names no source"),
        ("shop/", "names no source"),
        ("gadget/shop/web", "is no kind that has pods"),
    ]

    @Test(arguments: wrong.indices)
    func wrongSourcesAreExplained(_ place: Int) throws {
        let error = try cluster.sourceError(Self.wrong[place].text)
        #expect("\(error)".contains(Self.wrong[place].part), "\(error)")
    }
}
