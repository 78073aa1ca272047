import Addressing
import Diagnostics
import Manifests
import Netfilter
import PacketTrace
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// A node, in nftables mode unless another is said, and packets to all that its Services answer on.
struct NftablesNode {
    let manifests: ManifestSet
    let node: NodeContext
    let family: IPFamily

    /// The node of a folder of `fixtures/compile`.
    init(_ name: String, _ family: IPFamily) throws {
        self.init(try CompileCase(name, mode: .nftables), family)
    }

    /// The node of a case, in the mode that it was read for.
    init(_ compileCase: CompileCase, _ family: IPFamily) {
        (manifests, node, self.family) = (compileCase.manifests, compileCase.node, family)
    }

    /// The node on which `fixtures/live` was captured.
    init(live: String, _ family: IPFamily) throws {
        let set = ManifestReader.read([
            Source(name: live, bytes: try Fixtures.bytes("live/\(live)")),
            Source(name: "servicecidr.yaml", text: Self.serviceCIDR),
        ])
        var configuration = ProxyConfiguration(KubeProxyConfiguration(), mode: .nftables)
        configuration.clusterCIDR = ["10.244.0.0/16", "fd00:10:244::/56"].compactMap { text in
            IPPrefix(text).map { Written($0, text: text) }
        }
        var remarks: [Finding] = []
        let addresses = ["192.168.0.10", "fd00:192:168::10"].compactMap { IPAddress($0) }
        node = NodeContext(
            NodeFacts(name: "node-a", addresses: addresses, zone: "zone-a"), in: set, configuration: configuration,
            remarks: &remarks)
        (manifests, self.family) = (set, family)
    }

    /// The networks of ClusterIPs in the cluster of the captures.
    private static let serviceCIDR = """
        apiVersion: networking.k8s.io/v1
        kind: ServiceCIDR
        metadata:
          name: kubernetes
        spec:
          cidrs:
          - 10.96.0.0/12
          - fd00:10:96::/112
        """

    var view: ProxyView { ProxyView(of: manifests, on: node, family: family) }

    /// The rules that kube-proxy makes.
    var compiled: FamilyRuleset {
        ModeCompile(manifests, on: node, family: family, request: OutputRequest()).rules()
    }

    func tracer(_ rules: FamilyRuleset) -> Tracer {
        Tracer(TracedRuleset(rules), on: NodeNetwork(node, family: family))
    }

    /// A tracer of rules of nft, in text or JSON.
    func tracer(_ bytes: [UInt8]) throws -> Tracer {
        var rules = FamilyRuleset(family)
        rules.nftables =
            bytes.first == UInt8(ascii: "{")
            ? try NftablesRuleset(parsingJSON: bytes) : try NftablesRuleset(parsing: bytes)
        return tracer(rules)
    }

    // MARK: Packets

    /// Every socket that a Service answers on, one port beside each, and some that are nobody's.
    var sockets: [(socket: SocketAddress, transport: UInt8)] {
        let own = node.addresses.first { $0.family == family } ?? .loopback(family)
        let nobodys = family == .ipv4 ? ["10.96.255.1", "8.8.8.8", "10.244.0.5"] : ["fd00:10:96::ff:1", "fd00::8"]
        var sockets: [(SocketAddress, UInt8)] = (nobodys.compactMap { IPAddress($0) } + [own, .loopback(family)])
            .map { (SocketAddress($0, port: 30080), 6) }
        for port in view.servicePorts {
            let addresses = [port.clusterIP] + (port.externalIPs + port.loadBalancerVIPs).map(\.value)
            for address in addresses {
                sockets.append((SocketAddress(address, port: port.port), port.transport.rawValue))
                sockets.append((SocketAddress(address, port: port.port ^ 1), port.transport.rawValue))
            }
            guard port.nodePort != 0 else { continue }
            for address in [own, .loopback(family)] {
                sockets.append((SocketAddress(address, port: port.nodePort), port.transport.rawValue))
            }
        }
        return sockets
    }

    /// Packets to each socket: from a pod, another machine, an endpoint, and the node itself.
    func packets(_ tracer: Tracer) -> [PacketClass] {
        let texts = family == .ipv4 ? ["10.244.0.200", "192.168.0.100"] : ["fd00:10:244::c8", "fd00:192:168::64"]
        let sources = texts.compactMap { IPAddress($0) }
        let endpoint = view.endpoints.first.map(\.socket.address)
        return sockets.flatMap { socket, transport in
            let places: [(PacketInterface, IPAddress?)] = [
                (.pod, sources.first), (.outside, sources.last), (.pod, endpoint),
                (.process, tracer.processAddress(to: socket.address)),
            ]
            return places.compactMap { interface, source in
                source.map { PacketClass(from: interface, source: $0, to: socket, transport) }
            }
        }
    }
}

/// What a trace must be, whatever the rules are.
extension Trace {
    /// The sum of the probabilities for each answer to the conditions.
    func sums(_ endings: [Ending]? = nil, decided: [Condition: Bool] = [:]) -> Set<Fraction> {
        let endings = endings ?? self.endings
        let open = endings.lazy.flatMap { self.conditions(of: $0) }.first { decided[$0.condition] == nil }?.condition
        guard let open else { return [endings.reduce(.zero) { $0 + $1.probability }] }
        return [true, false].reduce(into: []) { result, holds in
            let consistent = endings.filter { ending in
                !conditions(of: ending).contains { $0.condition == open && $0.holds != holds }
            }
            result.formUnion(sums(consistent, decided: decided.merging([open: holds]) { $1 }))
        }
    }

    /// Matches that nobody knows.
    var unknown: Set<String> {
        Set(
            endings.lazy.flatMap { conditions(of: $0) }.compactMap { condition, _ in
                if case .unknown(let text) = condition { return text }
                return nil
            })
    }
}
