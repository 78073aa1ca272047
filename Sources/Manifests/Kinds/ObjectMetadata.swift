import Diagnostics

/// What proxyplan needs of an object's `metadata`.
public struct ObjectMetadata: Sendable {
    /// `name`.
    public var name = ""
    /// `namespace`; `default` where a namespaced object has none, empty for cluster-wide objects.
    public var namespace = ""
    /// The labels that kube-proxy or the mirroring controller look at.
    public var labels: [KnownLabel: String] = [:]
    /// The annotations that kube-proxy or the mirroring controller look at.
    public var annotations: [KnownAnnotation: String] = [:]
    /// The source it was read from: its place in `ManifestSet.sources`.
    public var source = 0
    /// Where the object stands in it.
    public var range = SourceRange(start: 0, end: 0)
    /// Where `name` stands in it; the object's place if it has none.
    public var nameRange = SourceRange(start: 0, end: 0)

    /// Labels with a meaning for kube-proxy.
    public enum KnownLabel: String, CaseIterable, Sendable {
        /// Names the Service that a slice belongs to.
        case serviceName = "kubernetes.io/service-name"
        /// Another proxy than kube-proxy cares for the object.
        case serviceProxyName = "service.kubernetes.io/service-proxy-name"
        /// The slice's Service has no cluster IP.
        case headless = "service.kubernetes.io/headless"
        /// The zone of a node.
        case zone = "topology.kubernetes.io/zone"
        /// Who maintains a slice.
        case managedBy = "endpointslice.kubernetes.io/managed-by"
        /// Keeps an Endpoints object from being mirrored.
        case skipMirror = "endpointslice.kubernetes.io/skip-mirror"
    }

    /// Annotations with a meaning for kube-proxy.
    public enum KnownAnnotation: String, CaseIterable, Sendable {
        /// Topology-aware routing, the older name.
        case topologyAwareHints = "service.kubernetes.io/topology-aware-hints"
        /// Topology-aware routing.
        case topologyMode = "service.kubernetes.io/topology-mode"
        /// Marks an Endpoints object that is a lock of a leader election.
        case leader = "control-plane.alpha.kubernetes.io/leader"
    }
}

extension DecodingContext {
    private enum Field: String, CaseIterable {
        case name, namespace, labels, annotations
    }
    private static let fields = FieldNames<Field>()
    private static let labels = FieldNames<ObjectMetadata.KnownLabel>()
    private static let annotations = FieldNames<ObjectMetadata.KnownAnnotation>()

    /// The `metadata` at `index`.
    mutating func metadata(
        _ tree: borrowing ValueTree, _ index: Int, isNamespaced: Bool, nameRule: NameRule
    ) -> ObjectMetadata {
        var metadata = ObjectMetadata()
        metadata.range = tree.nodes[0].range
        metadata.nameRange = metadata.range
        if isNamespaced { metadata.namespace = "default" }
        forEachField(tree, of: index, Self.fields) { context, tree, field, value in
            switch field {
            case .name:
                metadata.name = context.objectName(tree, value, rule: nameRule) ?? ""
                metadata.nameRange = tree.nodes[value].range
            case .namespace:
                let namespace = context.dnsLabel(tree, value, rule: "CL-006")
                if isNamespaced, let namespace { metadata.namespace = namespace }
            case .labels: metadata.labels = context.known(tree, value, Self.labels)
            case .annotations: metadata.annotations = context.known(tree, value, Self.annotations)
            }
        }
        return metadata
    }

    /// The entries of a string map whose keys proxyplan knows; the values of others aren't looked at.
    private mutating func known<Key: Hashable>(
        _ tree: borrowing ValueTree, _ index: Int, _ names: FieldNames<Key>
    ) -> [Key: String] {
        var entries: [Key: String] = [:]
        forEachField(tree, of: index, names) { context, tree, key, value in
            // An explicit null is decoded as the empty string.
            entries[key] = tree.nodes[value].kind == .null ? "" : context.string(tree, value)
        }
        return entries
    }

    private mutating func objectName(_ tree: borrowing ValueTree, _ index: Int, rule: NameRule) -> String? {
        switch rule {
        case .label(let id): return dnsLabel(tree, index, rule: id)
        case .subdomain(let id):
            guard isString(tree, index) else { return nil }
            if tree.withText(of: index, { DNSName.isSubdomain($0) }) { return tree.text(of: index) }
            report(
                id, tree, at: index, "\(tree.excerpt(of: index)) is no DNS subdomain",
                advice: "use at most 253 of a-z, 0-9, '-' and '.', each part with a letter or digit at both ends")
            return nil
        }
    }
}

/// Which names a kind's objects may have, and the rule that a wrong one breaks.
enum NameRule: Sendable {
    case label(String)
    case subdomain(String)
}
