import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// What ipvs mode consists of for one case of `fixtures/compile`, both families, compiled by proxyplan.
struct IPVSRules {
    /// Each family's.
    let families: [(family: IPFamily, view: ProxyView)]

    /// - Parameter folder: the folder below `fixtures/` that holds the manifests, as `compile/nodeport`.
    init(_ folder: String) throws {
        let sources = try ["manifests.yaml", "kube-proxy.yaml"].map {
            Source(name: $0, bytes: try Fixtures.bytes("\(folder)/\($0)"))
        }
        let manifests = ManifestReader.read(sources)
        let configuration = ProxyConfiguration(try #require(manifests.proxyConfigurations.first), mode: .ipvs)
        var remarks: [Finding] = []
        let node = NodeContext(
            NodeFacts(name: "node-a"), in: manifests, configuration: configuration, remarks: &remarks)
        families = IPFamily.allCases.map { ($0, ProxyView(of: manifests, on: node, family: $0)) }
    }

    /// One part of one family.
    func text(_ family: IPFamily, _ part: IPVSPart, _ spelling: Spelling) -> String {
        var buffer = ByteBuffer()
        for entry in families where entry.family == family {
            IPVSOutput(entry.view, options: .init(includesJumps: true), spelling: spelling, part: part)
                .write(to: &buffer)
        }
        return buffer.string
    }

    /// One part of both families, IPv4 first.
    func text(_ part: IPVSPart, _ spelling: Spelling) -> String {
        text(.ipv4, part, spelling) + text(.ipv6, part, spelling)
    }

    /// What `ip -batch` makes kube-ipvs0 of.
    var addressCommands: String {
        let addresses = text(.addresses, .tool).split(separator: "\n")
        let lines = ["link add kube-ipvs0 type dummy"] + addresses.map { "address add \($0) dev kube-ipvs0" }
        return lines.joined(separator: "\n") + "\n"
    }
}
