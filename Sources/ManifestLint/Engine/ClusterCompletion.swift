import Addressing
import Diagnostics
import Manifests

extension ClusterDescription {
    /// The description with what the input says in the place of what is unknown: its ServiceCIDRs and Nodes,
    /// kube-proxy's configuration, and those of kubeadm and the kubelets.
    public func completed(from manifests: ManifestSet) -> ClusterDescription {
        var cluster = self
        let isServiceRangeSaid = !serviceCIDRs.isEmpty
        KubeadmConfiguration(manifests.objects).complete(&cluster)
        if !isServiceRangeSaid { cluster.addServiceCIDRs(of: manifests) }
        cluster.completeProxy(from: manifests)
        cluster.completeNodes(from: manifests)
        cluster.admissionPlugins.formUnion(Self.admissionPlugins(in: manifests.objects))
        if cluster.podCIDRs.isEmpty {
            cluster.podCIDRs = cluster.proxy?.clusterCIDR.map(\.value) ?? []
            for network in cluster.podCIDRs { cluster.places[.podCIDR(network)] = cluster.places[.clusterCIDR] }
        }
        return cluster
    }

    /// The networks of ServiceCIDR objects come beside the one that kubeadm was told.
    private mutating func addServiceCIDRs(of manifests: ManifestSet) {
        var known = Set(serviceCIDRs)
        for network in manifests.serviceCIDRs.flatMap({ $0.cidrs.map(\.value) }) where known.insert(network).inserted {
            serviceCIDRs.append(network)
        }
        for object in manifests.objects where object.kind == "ServiceCIDR" {
            for item in object.root["spec"]["cidrs"].items {
                guard let network = IPPrefix(item.text), places[.serviceCIDR(network)] == nil else { continue }
                places[.serviceCIDR(network)] = item
            }
        }
    }

    private mutating func completeProxy(from manifests: ManifestSet) {
        guard proxy == nil, let configuration = manifests.proxyConfigurations.last else { return }
        proxy = configuration
        proxyIsComplete = true
        // One that is a text in a ConfigMap isn't kept as an object.
        let fields: [(ClusterFact, StaticString)] = [
            (.proxyMode, "mode"), (.clusterCIDR, "clusterCIDR"), (.nodePortAddresses, "nodePortAddresses"),
        ]
        guard let written = manifests.objects.last(where: { $0.kind == "KubeProxyConfiguration" })?.root else { return }
        for (fact, name) in fields where written[name].isWritten { places[fact] = written[name] }
        if written["ipvs"]["strictARP"].isWritten { places[.strictARP] = written["ipvs"]["strictARP"] }
    }

    private mutating func completeNodes(from manifests: ManifestSet) {
        guard nodes.isEmpty else { return }
        let written = Dictionary(
            manifests.objects.lazy.filter { $0.kind == "Node" }.map { ($0.name, $0.root) }, uniquingKeysWith: { $1 })
        nodes = manifests.nodes.map { node in
            var described = Node()
            described.name = node.metadata.name
            described.addresses = node.internalAddresses + node.externalAddresses
            described.podCIDRs = node.podCIDRs.map(\.value)
            if let object = written[node.metadata.name] {
                described.readState(object)
                notePlaces(of: object, into: &described)
            }
            return described
        }
    }

    /// Notes where a Node object's facts stand, and its kernel's version.
    private mutating func notePlaces(of object: FieldCursor, into node: inout Node) {
        let kernel = object["status"]["nodeInfo"]["kernelVersion"]
        node.kernel = kernel.nonEmpty
        places[.kernel(node: node.name)] = kernel
        for item in object["status"]["addresses"].items {
            guard let address = IPAddress(item["address"].text) else { continue }
            places[.nodeAddress(node: node.name, address)] = item["address"]
        }
        let networks = object["spec"]["podCIDRs"].items
        for item in networks.isEmpty ? [object["spec"]["podCIDR"]] : networks {
            guard let network = IPPrefix(item.text) else { continue }
            places[.nodePodCIDR(node: node.name, network)] = item
        }
    }
}
