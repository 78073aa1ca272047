import Addressing
import Diagnostics

/// A v1 Node, with the fields that kube-proxy's rules depend on.
public struct Node: Sendable {
    /// Name and labels.
    public var metadata = ObjectMetadata()
    /// `spec.podCIDRs`, or `spec.podCIDR` alone.
    public var podCIDRs: [Written<IPPrefix>] = []
    /// `status.addresses` of type InternalIP, in order.
    public var internalAddresses: [IPAddress] = []
    /// `status.addresses` of type ExternalIP, in order.
    public var externalAddresses: [IPAddress] = []
    /// `status.nodeInfo.kubeProxyVersion`, or else `kubeletVersion`; empty if neither is said.
    public var version = ""

    /// What the scheduler looks at; nil unless the reader was asked for workloads.
    public var state: NodeState?

    /// The zone: label `topology.kubernetes.io/zone`, empty if it has none.
    public var zone: String { metadata.labels[.zone] ?? "" }

    /// What messages call it: `Node NAME`.
    public var reference: ObjectReference { ObjectReference(kind: "Node", namespace: "", name: metadata.name) }
}

/// Reading a Node.
extension DecodingContext {
    private enum RootField: String, CaseIterable { case metadata, spec, status }
    private enum SpecField: String, CaseIterable { case podCIDR, podCIDRs }
    private enum StatusField: String, CaseIterable { case addresses, nodeInfo }
    private enum AddressField: String, CaseIterable { case type, address }
    private enum InfoField: String, CaseIterable { case kubeProxyVersion, kubeletVersion }

    private static let rootFields = FieldNames<RootField>()
    private static let specFields = FieldNames<SpecField>()
    private static let statusFields = FieldNames<StatusField>()
    private static let addressFields = FieldNames<AddressField>()
    private static let infoFields = FieldNames<InfoField>()

    /// The Node that `tree` holds.
    mutating func node(_ tree: borrowing ValueTree) -> Node {
        var node = Node()
        var single: Written<IPPrefix>?
        forEachField(tree, of: 0, Self.rootFields) { context, tree, field, value in
            switch field {
            case .metadata:
                node.metadata = context.metadata(tree, value, isNamespaced: false, nameRule: .subdomain("EP-042"))
            case .spec:
                context.forEachField(tree, of: value, Self.specFields) { context, tree, field, value in
                    switch field {
                    case .podCIDR:
                        if tree.nodes[value].textLength > 0 { single = context.prefix(tree, value, rule: "CL-001") }
                    case .podCIDRs:
                        context.forEachItem(tree, of: value) { context, tree, item in
                            if let prefix = context.prefix(tree, item, rule: "CL-001") { node.podCIDRs.append(prefix) }
                        }
                    }
                }
            case .status: context.nodeStatus(tree, value, into: &node)
            }
        }
        if node.podCIDRs.isEmpty, let single { node.podCIDRs = [single] }
        return node
    }

    private mutating func nodeStatus(_ tree: borrowing ValueTree, _ index: Int, into node: inout Node) {
        forEachField(tree, of: index, Self.statusFields) { context, tree, field, value in
            switch field {
            case .addresses:
                context.forEachItem(tree, of: value) { context, tree, item in
                    context.nodeAddress(tree, item, into: &node)
                }
            case .nodeInfo:
                var versions: [InfoField: String] = [:]
                context.forEachField(tree, of: value, Self.infoFields) { context, tree, field, value in
                    versions[field] = context.string(tree, value)
                }
                let proxy = versions[.kubeProxyVersion] ?? ""
                node.version = proxy.isEmpty ? versions[.kubeletVersion] ?? "" : proxy
            }
        }
    }

    private mutating func nodeAddress(_ tree: borrowing ValueTree, _ index: Int, into node: inout Node) {
        var (type, place) = ("", Int?.none)
        forEachField(tree, of: index, Self.addressFields) { context, tree, field, value in
            switch field {
            case .type: type = context.string(tree, value) ?? ""
            case .address: place = value
            }
        }
        guard let place, type == "InternalIP" || type == "ExternalIP" else { return }
        guard let address = address(tree, place, rule: "CL-002")?.value else { return }
        if type == "InternalIP" {
            node.internalAddresses.append(address)
        } else {
            node.externalAddresses.append(address)
        }
    }
}
