import Addressing
import Diagnostics
import Manifests
import ServiceProxy
import Testing

/// One folder of `fixtures/compile`, read as `proxyplan compile manifests.yaml --config kube-proxy.yaml --node node-a`
/// reads it.
public struct CompileCase {
    /// What was read.
    public let manifests: ManifestSet
    /// Node node-a.
    public let node: NodeContext

    /// Reads `fixtures/compile/NAME`.
    public init(_ name: String, mode: ProxyMode? = nil, version: KubernetesVersion = .newest) throws {
        try self.init(folder: "compile/\(name)", mode: mode, version: version)
    }

    /// Reads `manifests.yaml` and `kube-proxy.yaml` in a folder of `fixtures`.
    public init(folder: String, mode: ProxyMode? = nil, version: KubernetesVersion = .newest) throws {
        let sources = try ["manifests.yaml", "kube-proxy.yaml"].map {
            Source(name: $0, bytes: try Fixtures.bytes("\(folder)/\($0)"))
        }
        manifests = ManifestReader.read(sources)
        #expect(manifests.findings == [])
        let configuration = ProxyConfiguration(try #require(manifests.proxyConfigurations.first), mode: mode)
        var remarks: [Finding] = []
        node = NodeContext(
            NodeFacts(name: "node-a"), in: manifests, configuration: configuration, version: version,
            remarks: &remarks)
        #expect(remarks.allSatisfy { $0.rule == "VIEW-009" })
    }

    /// The node's view of the case.
    public func view(_ family: IPFamily) -> ProxyView { ProxyView(of: manifests, on: node, family: family) }
}
