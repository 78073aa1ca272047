import Addressing
import Diagnostics
import Manifests
import PacketTrace
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// One folder of `fixtures/compile` on two kube-proxies.
struct BehaviorCase {
    let manifests: ManifestSet
    let name: String

    /// The manifests of a case, and some more.
    init(_ name: String, adding text: String = "") throws {
        self.name = name
        var sources = try ["manifests.yaml", "kube-proxy.yaml"].map {
            Source(name: $0, bytes: try Fixtures.bytes("compile/\(name)/\($0)"))
        }
        if !text.isEmpty { sources.append(Source(name: "more.yaml", bytes: Array(text.utf8))) }
        manifests = ManifestReader.read(sources)
    }

    /// A kube-proxy.
    struct Proxy: Sendable, Hashable {
        var mode = ProxyMode.iptables
        var version = KubernetesVersion.newest
    }

    /// Compares what two kube-proxies make of the manifests, on node-a.
    func comparison(_ from: Proxy, _ to: Proxy, _ family: IPFamily) throws -> TrafficComparison {
        TrafficComparison(before: try side(from, family), after: try side(to, family))
    }

    func side(_ proxy: Proxy, _ family: IPFamily) throws -> TrafficComparison.Side {
        let node = try node(proxy)
        let compile = ModeCompile(manifests, on: node, family: family, request: OutputRequest())
        return TrafficComparison.Side(compile, on: node)
    }

    func node(_ proxy: Proxy) throws -> NodeContext {
        let configuration = ProxyConfiguration(
            try #require(manifests.proxyConfigurations.first), mode: proxy.mode)
        var remarks: [Finding] = []
        return NodeContext(
            NodeFacts(name: "node-a"), in: manifests, configuration: configuration, version: proxy.version,
            remarks: &remarks)
    }
}

/// What becomes of packets, roughly.
enum RoughOutcome: String {
    case served, itself, untouched, node, dropped, rejected, other

    init(_ behavior: TrafficBehavior) {
        let outcomes = Set(behavior.usual.shares.map(\.outcome))
        self = .other
        guard behavior.unknown.isEmpty, let first = outcomes.first else { return }
        if outcomes.allSatisfy({ if case .endpoint = $0 { true } else { false } }) { self = .served }
        guard outcomes.count == 1 else { return }
        switch first {
        case .endpoint: self = .served
        case .itself: self = .itself
        case .untouched: self = .untouched
        case .node: self = .node
        case .dropped: self = .dropped
        case .rejected: self = .rejected
        case .closed, .circle: self = .other
        }
    }
}
