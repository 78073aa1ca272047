import Addressing
import Diagnostics
import Manifests

/// What kubeadm and the kubelets were told about the cluster: a `ClusterConfiguration` or `KubeletConfiguration`, by
/// itself or in the ConfigMap that kubeadm keeps it in.
struct KubeadmConfiguration {
    /// The ConfigMaps of `kube-system` that hold a configuration, and the key that it stands under.
    private static let configMaps = ["kubeadm-config": "ClusterConfiguration", "kubelet-config": "kubelet"]

    private var documents: [String: FieldCursor] = [:]

    /// Looks for configurations in the input; of several of a kind the last counts.
    init(_ objects: [ManifestObject]) {
        for object in objects {
            if object.kind == "ConfigMap" {
                readConfigMap(object)
            } else {
                note(object)
            }
        }
    }

    private mutating func readConfigMap(_ object: ManifestObject) {
        guard object.namespace == "kube-system", let key = Self.configMaps[object.name],
            let text = object.root["data"][key: key].string
        else { return }
        let name = "\(object.source.name)(\(object.reference), data[\(key)])"
        for document in ManifestReader.read([Source(name: name, text: text)], keepingObjects: true).objects {
            note(document)
        }
    }

    private mutating func note(_ object: ManifestObject) {
        switch (object.group, object.kind) {
        case ("kubeadm.k8s.io", "ClusterConfiguration"), ("kubelet.config.k8s.io", "KubeletConfiguration"):
            documents[object.kind] = object.root
        default: break
        }
    }

    /// Lays what is said under what the description knows already. A value that can't be read says nothing.
    func complete(_ cluster: inout ClusterDescription) {
        if let kubeadm = documents["ClusterConfiguration"] { Self.complete(&cluster, fromKubeadm: kubeadm) }
        guard let kubelet = documents["KubeletConfiguration"], cluster.clusterDNS.isEmpty else { return }
        for item in kubelet["clusterDNS"].items {
            guard let address = IPAddress(item.text) else { continue }
            cluster.clusterDNS.append(address)
            cluster.places[.clusterDNS(address)] = item
        }
    }

    private static func complete(_ cluster: inout ClusterDescription, fromKubeadm kubeadm: FieldCursor) {
        let networking = kubeadm["networking"]
        if cluster.serviceCIDRs.isEmpty {
            for network in networks(networking["serviceSubnet"]) {
                cluster.serviceCIDRs.append(network)
                cluster.places[.serviceCIDR(network)] = networking["serviceSubnet"]
            }
        }
        if cluster.podCIDRs.isEmpty {
            for network in networks(networking["podSubnet"]) {
                cluster.podCIDRs.append(network)
                cluster.places[.podCIDR(network)] = networking["podSubnet"]
            }
        }
        if cluster.clusterDomain == ClusterDescription().clusterDomain, let domain = networking["dnsDomain"].nonEmpty {
            cluster.clusterDomain = domain
        }
        if cluster.kubernetesVersion == nil {
            let version = kubeadm["kubernetesVersion"].text
            cluster.kubernetesVersion =
                version.isEmpty ? nil : version.hasPrefix("v") ? String(version.dropFirst()) : version
        }
        readNodePortRange(kubeadm["apiServer"]["extraArgs"], into: &cluster)
    }

    /// The API server's flag for node ports: in a mapping, or since v1beta4 in a list of names and values.
    private static func readNodePortRange(_ arguments: FieldCursor, into cluster: inout ClusterDescription) {
        guard cluster.places[.nodePortRange] == nil else { return }
        let name = "service-node-port-range"
        let listed = arguments.items.last { $0["name"].string == name }?["value"]
        let field = listed ?? arguments[key: name]
        var reader = ConfigurationReader(field.object.source)
        guard let range = reader.portRange(field) else { return }
        (cluster.nodePortRange, cluster.places[.nodePortRange]) = (range, field)
    }

    /// The networks in a string, with commas between them.
    private static func networks(_ field: FieldCursor) -> [IPPrefix] {
        field.text.split(separator: ",").compactMap { part in
            IPPrefix(String(part.drop { $0 == " " }))
        }
    }
}
