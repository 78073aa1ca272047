import Manifests

/// An Endpoints object as rules see it.
struct EndpointsObject: Sendable {
    /// The object.
    let field: FieldCursor
    /// `namespace`, `default` if it says none.
    let namespace: String
    /// `metadata.name`, which is that of its Service.
    let name: String

    init(_ object: ManifestObject) {
        field = object.root
        namespace = object.effectiveNamespace
        name = object.name
    }

    /// `subsets`.
    var subsets: [FieldCursor] { field["subsets"].items }

    /// The label or annotation that keeps the mirror from making slices of it; nil if it may.
    var optOut: FieldCursor? {
        let label = field["metadata"]["labels"][key: "endpointslice.kubernetes.io/skip-mirror"]
        if label.string == "true" { return label }
        let leader = field["metadata"]["annotations"][key: "control-plane.alpha.kubernetes.io/leader"]
        return leader.isWritten ? leader : nil
    }

    /// The label that is copied to its slices and hides them from kube-proxy; nil if it doesn't have it.
    var headlessLabel: FieldCursor? {
        let label = field["metadata"]["labels"][key: SliceObject.headlessLabel]
        return label.isWritten ? label : nil
    }

    /// Whether a controller wrote it.
    var isControllers: Bool {
        let metadata = field["metadata"]
        return field.object.isFromCluster
            || metadata["labels"][key: "endpoints.kubernetes.io/managed-by"].isPresent
            || metadata["annotations"][key: "endpoints.kubernetes.io/last-change-trigger-time"].isPresent
    }
}

extension ManifestObject {
    /// Whether it was read from a cluster: only the API server sets these fields.
    var isFromCluster: Bool {
        let metadata = root["metadata"]
        return metadata["uid"].nonEmpty != nil || metadata["resourceVersion"].nonEmpty != nil
    }
}

extension SliceObject {
    /// The label, of any value, that keeps a slice from kube-proxy.
    static let headlessLabel = "service.kubernetes.io/headless"

    /// The label of the Service that the slice belongs to.
    var serviceNameLabel: FieldCursor { field["metadata"]["labels"][key: "kubernetes.io/service-name"] }

    /// The label of who looks after the slice.
    var managedBy: FieldCursor { field["metadata"]["labels"][key: "endpointslice.kubernetes.io/managed-by"] }

    /// Who looks after the slice.
    enum Manager: String {
        /// The controller that makes slices of the pods that a Service selects.
        case selector = "endpointslice-controller.k8s.io"
        /// The controller that makes slices of Endpoints objects.
        case mirror = "endpointslicemirroring-controller.k8s.io"
    }

    /// Which of Kubernetes' own controllers the slice says it belongs to; nil for none of them.
    var manager: Manager? { managedBy.string.flatMap { Manager(rawValue: $0) } }

    /// Whether a controller wrote the slice: it says so, and it has what no one writes by hand.
    var isControllers: Bool {
        manager != nil && (field.object.isFromCluster || !field["metadata"]["ownerReferences"].items.isEmpty)
    }

    /// Whether it has the label that keeps it from kube-proxy.
    var isHiddenFromProxy: Bool { labels[Self.headlessLabel] != nil }

    /// Whether it holds addresses rather than domain names: kube-proxy takes no others.
    var isAddressed: Bool { addressType == "IPv4" || addressType == "IPv6" }
}
