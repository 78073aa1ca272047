import Addressing
import Diagnostics
import Manifests

extension ClusterDescription {
    /// Reads a description in YAML or JSON: a mapping of facts, each of which may be missing. What can't be read is a
    /// problem (`READ-008`) and counts as unknown.
    public init(reading source: Source, problems: inout [Finding]) {
        let document = ConfigurationDocument(source)
        problems += document.problems
        self.init()
        if let root = document.root { read(root, &problems) }
    }

    /// Reads the facts below `root`; others than those known are a problem.
    public mutating func read(_ root: FieldCursor, _ problems: inout [Finding]) {
        var reader = ConfigurationReader(root.object.source)
        Self.fields.read(root, into: &self, &reader)
        problems += reader.problems
    }

    /// The facts of a description.
    static let fields = ConfigurationFields<ClusterDescription>([
        "kubernetesVersion": { $0.kubernetesVersion = $2.text($1) },
        "serviceCIDRs": { $0.serviceCIDRs = $0.networks($1, &$2) { .serviceCIDR($0) } },
        "podCIDRs": { $0.podCIDRs = $0.networks($1, &$2) { .podCIDR($0) } },
        "podCIDR": { $0.podCIDRs = $0.networks($1, &$2) { .podCIDR($0) } },
        "externalNetworks": { $0.externalNetworks = $0.networks($1, &$2) { .externalNetwork($0) } },
        "hostAddresses": { $0.hostAddresses = $0.addresses($1, &$2) { .hostAddress($0) } },
        "clusterDNS": { $0.clusterDNS = $0.addresses($1, &$2) { .clusterDNS($0) } },
        "clusterDomain": { cluster, field, reader in
            cluster.clusterDomain = reader.text(field) ?? cluster.clusterDomain
        },
        "nodePortRange": { cluster, field, reader in
            guard let range = reader.portRange(field) else { return }
            (cluster.nodePortRange, cluster.places[.nodePortRange]) = (range, field)
        },
        "localPortRange": { cluster, field, reader in
            guard let range = reader.portRange(field) else { return }
            (cluster.localPortRange, cluster.places[.localPortRange]) = (range, field)
        },
        "serverSideApply": { $0.appliesOnServer = $2.bool($1) },
        "sctp": { $0.supportsSCTP = $2.bool($1) },
        "admissionPlugins": { $0.admissionPlugins = Set($2.texts($1)) },
        "readinessGates": { $0.readinessGates = Set($2.texts($1)) },
        "namespaces": { $0.namespaces = Set($2.texts($1)) },
        // The places change hands, since a copy of them for each node would take quadratic time.
        "proxy": { cluster, field, reader in
            var described = DescribedProxy()
            swap(&described.places, &cluster.places)
            DescribedProxy.fields.read(field, into: &described, &reader)
            swap(&described.places, &cluster.places)
            cluster.proxy = described.configuration
        },
        "loadBalancer": { cluster, field, reader in
            var described = DescribedLoadBalancer()
            swap(&described.places, &cluster.places)
            DescribedLoadBalancer.fields.read(field, into: &described, &reader)
            swap(&described.places, &cluster.places)
            cluster.loadBalancer = described.loadBalancer
        },
        "nodes": { cluster, field, reader in
            for item in reader.items(field) {
                var described = DescribedNode(called: item["name"].text)
                swap(&described.places, &cluster.places)
                DescribedNode.fields.read(item, into: &described, &reader)
                swap(&described.places, &cluster.places)
                cluster.nodes.append(described.node)
            }
        },
        "existing": { existing.read($1, into: &$0, &$2) },
    ])

    /// What exists in the cluster and isn't in the input.
    static let existing = ConfigurationFields<ClusterDescription>([
        "clusterIPs": { cluster, field, reader in
            for item in reader.items(field) {
                if let address = reader.address(item) { cluster.existingClusterIPs.insert(address) }
            }
        },
        "nodePorts": { cluster, field, reader in
            for item in reader.items(field) {
                if let port = reader.port(item) { cluster.existingNodePorts.insert(Int64(port)) }
            }
        },
        "services": { $0.existingServices = Set($2.texts($1)) },
        "secrets": { $0.existingSecrets = Set($2.texts($1)) },
        "ingressClasses": { $0.existingIngressClasses = Set($2.texts($1)) },
        "defaultIngressClass": { $0.defaultIngressClass = $2.text($1) },
    ])

    private mutating func networks(
        _ field: FieldCursor, _ reader: inout ConfigurationReader, _ fact: (IPPrefix) -> ClusterFact
    ) -> [IPPrefix] {
        var networks: [IPPrefix] = []
        for item in reader.itemsOrOne(field) {
            guard let network = reader.network(item) else { continue }
            networks.append(network)
            places[fact(network)] = item
        }
        return networks
    }

    private mutating func addresses(
        _ field: FieldCursor, _ reader: inout ConfigurationReader, _ fact: (IPAddress) -> ClusterFact
    ) -> [IPAddress] {
        var addresses: [IPAddress] = []
        for item in reader.itemsOrOne(field) {
            guard let address = reader.address(item) else { continue }
            addresses.append(address)
            places[fact(address)] = item
        }
        return addresses
    }
}
