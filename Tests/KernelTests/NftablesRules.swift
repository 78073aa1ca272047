import Addressing
import Bytes
import Diagnostics
import Foundation
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport

/// The texts of nftables mode for one folder of fixtures with manifests, compiled for node-a.
struct NftablesRules {
    private let manifests: ManifestSet
    private let node: NodeContext

    /// - Parameters:
    ///   - folder: the folder below `fixtures/`, as `compile/nodeport`.
    ///   - kubernetes: the version of kube-proxy.
    init(_ folder: String, kubernetes: KubernetesVersion = .newest) throws {
        let sources = try ["manifests.yaml", "kube-proxy.yaml"].map {
            Source(name: $0, bytes: try Fixtures.bytes("\(folder)/\($0)"))
        }
        manifests = ManifestReader.read(sources)
        let written = manifests.proxyConfigurations.first ?? KubeProxyConfiguration()
        var remarks: [Finding] = []
        node = NodeContext(
            NodeFacts(name: "node-a"), in: manifests, configuration: ProxyConfiguration(written, mode: .nftables),
            version: kubernetes, remarks: &remarks)
    }

    /// What is wrong with the rules.
    func findings(_ family: RulesFamily) -> [Finding] {
        let view = ProxyView(of: manifests, on: node, family: family == .ipv4 ? .ipv4 : .ipv6)
        return NftablesCompiler(view).findings
    }

    /// The text in one spelling.
    func text(_ family: RulesFamily, _ spelling: NftablesSpelling, isTransaction: Bool = false) -> String {
        let view = ProxyView(of: manifests, on: node, family: family == .ipv4 ? .ipv4 : .ipv6)
        var buffer = ByteBuffer()
        NftablesOutput(
            view, options: .init(manifests: manifests), spelling: spelling, isTransaction: isTransaction
        ).write(to: &buffer)
        return buffer.string
    }
}

/// Loads many texts with nft and reads each back, all in one process.
enum NftablesRoundTrip {
    /// A text to load.
    struct Text {
        let name: String
        let text: String
        var isJSON = false
    }

    /// What became of one text.
    struct Load {
        let name: String
        let status: Int
        let errors: String
        let listing: String
        let json: String
    }

    struct Failure: Error {
        let status: Int32
        let errors: String
    }

    /// The version of nft that is installed here.
    static func version() async throws -> NftVersion? {
        let words = try await Tool.run("nft", ["--version"]).output.split(separator: " ")
        return words.lazy.compactMap { NftVersion(String($0)) }.first
    }

    /// Each line of standard input is a load: its number, `-j` or `--`, and a file. What comes of it lies beside the
    /// file. Each load has a network namespace of its own, with the bridge that rules of versions up to 1.33 name.
    private static let script = """
        while read -r option file; do
            [ "$option" = -j ] && option="-j -f" || option=-f
            unshare -n sh -c "ip link add cni0 type bridge; nft $option $file && nft list ruleset >$file.list && nft -j list ruleset >$file.json" 2>$file.errors
            echo $?
        done
        """

    static func loads(_ texts: [Text]) async throws -> [Load] {
        let folder = try ScratchDirectory()
        var input = ""
        for (index, text) in texts.enumerated() {
            let path = try folder.write(text.text, to: "\(index)")
            input += "\(text.isJSON ? "-j" : "--") \(path)\n"
        }
        let result = try await PrivateNamespace.run(["bash", "-c", script], input: input, seconds: 120)
        guard result.status == 0 else { throw Failure(status: result.status, errors: result.errors) }
        let statuses = result.output.split(separator: "\n").map { Int($0) ?? -1 }
        return zip(texts.indices, statuses).map { index, status in
            func file(_ ending: String) -> String {
                let data = FileManager.default.contents(atPath: folder.path("\(index).\(ending)"))
                return String(decoding: data ?? Data(), as: UTF8.self)
            }
            return Load(
                name: texts[index].name, status: status, errors: file("errors"), listing: file("list"),
                json: file("json"))
        }
    }
}

/// The objects of an `nft -j` text, kind by kind, without handles: what is left when their order among kinds doesn't
/// count. Elements of sets of ranges have no order either.
enum NftablesJSON {
    static func objects(_ text: String, setComments: Bool = true) throws -> [String: [String]] {
        let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        var objects: [String: [String]] = [:]
        for case let object as [String: Any] in root?["nftables"] as? [Any] ?? [] {
            for (kind, value) in object {
                var fields = value as? [String: Any] ?? [:]
                fields["handle"] = nil
                let flags = fields["flags"] as? [String] ?? []
                if flags.contains("interval"), let elements = fields["elem"] as? [Any] {
                    fields["elem"] = try elements.map(line).sorted()
                }
                if !setComments && fields["type"] != nil { fields["comment"] = nil }
                objects[kind == "map" ? "set" : kind, default: []].append(try line(fields))
            }
        }
        return objects
    }

    private static func line(_ object: Any) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]), as: UTF8.self)
    }
}
