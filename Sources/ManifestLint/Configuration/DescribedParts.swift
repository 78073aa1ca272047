import Addressing
import Diagnostics
import Manifests

/// A node while its description is read.
struct DescribedNode {
    var node = ClusterDescription.Node()
    var places = ClusterPlaces()
    /// Its name, which its fields' places need before it is their turn.
    private let name: String

    init(called name: String) { self.name = name }

    /// The fields of a node.
    static let fields = ConfigurationFields<DescribedNode>([
        "name": { $0.node.name = $2.text($1) ?? "" },
        "addresses": { described, field, reader in
            described.node.addresses = described.addresses(field, &reader) { .nodeAddress(node: $0, $1) }
        },
        "entryAddresses": { described, field, reader in
            described.node.entryAddresses = described.addresses(field, &reader) { .entryAddress(node: $0, $1) }
        },
        "podCIDR": { $0.addPodCIDRs($1, &$2) },
        "podCIDRs": { $0.addPodCIDRs($1, &$2) },
        "labels": { $0.node.labels = $2.stringMap($1) },
        "kernel": { described, field, reader in
            described.node.kernel = reader.text(field)
            described.places[.kernel(node: described.name)] = field
        },
        "nft": { described, field, reader in
            described.node.nftVersion = reader.text(field)
            described.places[.nftVersion(node: described.name)] = field
        },
        "taints": { described, field, reader in
            for item in reader.items(field) {
                var taint = NodeTaint(key: "", effect: "NoSchedule")
                taintFields.read(item, into: &taint, &reader)
                described.node.taints.append(taint)
            }
        },
        "ready": { $0.node.isReady = $2.bool($1) ?? true },
        "hostPorts": { described, field, reader in
            for item in reader.items(field) {
                guard let port = reader.port(item) else { continue }
                described.node.hostPorts.insert(port)
                described.places[.hostPort(node: described.name, port)] = item
            }
        },
    ])

    /// The fields of a taint.
    static let taintFields = ConfigurationFields<NodeTaint>([
        "key": { $0.key = $2.text($1) ?? "" },
        "value": { $0.value = $2.text($1) ?? "" },
        "effect": { $0.effect = $2.text($1) ?? "" },
    ])

    private mutating func addPodCIDRs(_ field: FieldCursor, _ reader: inout ConfigurationReader) {
        for item in reader.itemsOrOne(field) {
            guard let network = reader.network(item) else { continue }
            node.podCIDRs.append(network)
            places[.nodePodCIDR(node: name, network)] = item
        }
    }

    private mutating func addresses(
        _ field: FieldCursor, _ reader: inout ConfigurationReader, _ fact: (String, IPAddress) -> ClusterFact
    ) -> [IPAddress] {
        var addresses: [IPAddress] = []
        for item in reader.itemsOrOne(field) {
            guard let address = reader.address(item) else { continue }
            addresses.append(address)
            places[fact(name, address)] = item
        }
        return addresses
    }
}

/// A load balancer implementation while its description is read.
struct DescribedLoadBalancer {
    var loadBalancer = ClusterDescription.LoadBalancer()
    var places = ClusterPlaces()

    /// The fields of a load balancer implementation.
    static let fields = ConfigurationFields<DescribedLoadBalancer>([
        "implementation": { $0.loadBalancer.implementation = $2.text($1) ?? "" },
        "targetsNodePorts": { $0.loadBalancer.targetsNodePorts = $2.bool($1) },
        "classes": { $0.loadBalancer.classes = $2.texts($1) },
        "addresses": { described, field, reader in
            for item in reader.itemsOrOne(field) {
                guard let network = reader.network(item) else { continue }
                described.loadBalancer.addresses.append(network)
                described.places[.loadBalancerNetwork(network)] = item
            }
        },
    ])
}

/// kube-proxy's configuration while its description is read.
struct DescribedProxy {
    var configuration = KubeProxyConfiguration()
    var places = ClusterPlaces()

    /// The fields of kube-proxy's configuration.
    static let fields = ConfigurationFields<DescribedProxy>([
        "mode": { described, field, reader in
            described.configuration.mode = reader.text(field)
            described.places[.proxyMode] = field
        },
        "clusterCIDR": { described, field, reader in
            described.places[.clusterCIDR] = field
            guard let text = reader.text(field) else { return }
            for part in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
                guard let network = IPPrefix(part) else {
                    reader.report(field, "\(part.asJSON) is no network", advice: "write CIDRs with commas between them")
                    return
                }
                described.configuration.clusterCIDR.append(Written(network, text: part, range: field.range))
            }
        },
        "detectLocalMode": { described, field, reader in
            guard let word = reader.text(field) else { return }
            typealias Mode = KubeProxyConfiguration.DetectLocalMode
            described.configuration.detectLocalMode = Mode(rawValue: word)
            if described.configuration.detectLocalMode == nil {
                reader.reportUnknown(field, "mode", among: Mode.allCases.map(\.rawValue))
            }
        },
        "nodePortAddresses": { described, field, reader in
            described.places[.nodePortAddresses] = field
            for item in reader.itemsOrOne(field) {
                if item.string == "primary" {
                    described.configuration.nodePortAddresses.append(.primary)
                } else if let network = reader.network(item) {
                    described.configuration.nodePortAddresses.append(.network(network, text: item.text))
                }
            }
        },
        "featureGates": { described, field, reader in
            for entry in reader.entries(field) {
                described.configuration.featureGates[entry.key.text] = reader.bool(entry.value)
            }
        },
        "masqueradeAll": { described, field, reader in
            let all = reader.bool(field)
            described.configuration.iptables.masqueradeAll = all
            described.configuration.nftables.masqueradeAll = all
        },
        "localhostNodePorts": { $0.configuration.localhostNodePorts = $2.bool($1) },
        "strictARP": { described, field, reader in
            described.configuration.ipvs.strictARP = reader.bool(field)
            described.places[.strictARP] = field
        },
    ])
}
