import Addressing
import Diagnostics
import Manifests

/// What the caller says about the node, over what its Node object says.
public struct NodeFacts: Sendable {
    /// The node's name; nil for the configuration's `hostnameOverride`, or else a node without local endpoints.
    public var name: String?
    /// Its addresses, instead of those in the Node object.
    public var addresses: [IPAddress]
    /// Its zone, instead of the one in the Node object.
    public var zone: String?

    /// Facts about a node.
    public init(name: String? = nil, addresses: [IPAddress] = [], zone: String? = nil) {
        self.name = name
        self.addresses = addresses
        self.zone = zone
    }
}

extension NodeContext {
    /// The node that `facts` and `configuration` mean, with what `manifests` know of it, and remarks about what is
    /// assumed.
    public init(
        _ facts: NodeFacts, in manifests: ManifestSet, configuration: ProxyConfiguration,
        version: KubernetesVersion? = nil, remarks: inout [Finding]
    ) {
        let given = facts.name ?? configuration.hostnameOverride
        let name = Self.nodeName(given)
        let node = manifests.nodes.first { $0.metadata.name == name }
        let version = version ?? Self.version(of: node, remarks: &remarks)
        let behavior = Behavior(for: version, featureGates: configuration.featureGates)
        if let node {
            self.init(node, configuration: configuration, behavior: behavior)
        } else {
            self.init()
            self.name = name
            self.configuration = configuration
            self.behavior = behavior
            remarks.append(Self.remark(onMissing: name, among: manifests.nodes, facts))
        }
        if !facts.addresses.isEmpty { addresses = facts.addresses }
        if let zone = facts.zone { self.zone = zone }
        if configuration.nodePortAddresses.contains(.primary) && !behavior.knowsPrimaryNodePortAddress {
            remarks.append(
                Finding(
                    rule: "VIEW-009", severity: .warning,
                    message: "kube-proxy \(version) doesn't know \"primary\" in nodePortAddresses and refuses to start",
                    advice: "list the networks, or use 1.31 or newer"))
        }
        if configuration.detectLocalMode == .nodeCIDR && podCIDRs.isEmpty {
            remarks.append(
                Finding(
                    rule: "VIEW-005", severity: .warning,
                    message: "the node's pod CIDR isn't known: rules that tell its pods from others are left out",
                    advice: "add the Node object to the input"))
        }
    }

    /// The version that a Node says it runs, as far as it is known; the newest if it says none.
    private static func version(of node: Node?, remarks: inout [Finding]) -> KubernetesVersion {
        guard let node, !node.version.isEmpty, let version = KubernetesVersion(node.version) else { return .newest }
        let nearest = min(max(version, .oldest), .newest)
        if nearest != version {
            remarks.append(
                Finding(
                    rule: "VIEW-008", severity: .warning, object: node.reference,
                    message: "kube-proxy \(version) isn't known: the rules are those of \(nearest)",
                    advice: "known: \(KubernetesVersion.oldest) to \(KubernetesVersion.newest)"))
        }
        return nearest
    }

    /// The name as kube-proxy compares it: without blanks around it, in lower case.
    private static func nodeName(_ text: String) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ")).lowercased()
    }

    private static func remark(onMissing name: String, among nodes: [Node], _ facts: NodeFacts) -> Finding {
        if name.isEmpty {
            return Finding(
                rule: "VIEW-001", severity: .note,
                message: "no node is named: the rules are those of a node without local endpoints",
                advice: "name one with --node")
        }
        let known = nodes.map(\.metadata.name)
        let listed = known.prefix(5).joined(separator: ", ") + (known.count > 5 ? ", …" : "")
        return Finding(
            rule: "VIEW-002", severity: known.isEmpty ? .note : .warning,
            message: "the input has no Node \"\(name)\": its addresses, zone and pod CIDRs aren't known",
            advice: known.isEmpty ? "add the Node object, or --node-ip and --zone" : "the input has \(listed)")
    }
}
