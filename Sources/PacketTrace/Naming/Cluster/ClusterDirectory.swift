import Addressing
import Diagnostics
import Manifests

/// Everything of the input that packets come from or go to, found by name, address and port. It is made once; no
/// question walks over all Services or pods.
///
/// Pods, Ingresses and the targets of `ExternalName` Services are known only if the input was read with
/// `keepingObjects`, and pods that are yet to be made only with `readingWorkloads`.
public struct ClusterDirectory: Sendable {
    /// What it was made from.
    public let manifests: ManifestSet
    /// The domain of cluster DNS: `cluster.local`, without a dot at its end.
    public let domain: String
    let pods: PodDirectory
    let ingresses: IngressDirectory
    let places: ManifestPlaces
    private var services: [NamespacedName: Int] = [:]
    private var slices: [NamespacedName: [Int]] = [:]
    private var claims: [IPAddress: [AddressClaim]] = [:]
    private var nodePorts: [NodePort: [Int]] = [:]
    private var nodes: [String: Int] = [:]
    private var nodeAddresses: [IPAddress: Int] = [:]
    private var podNetworks: [PodNetwork] = []
    private var externalNames: [NamespacedName: String] = [:]
    /// The namespaces that something of the input is in.
    let namespaces: Set<String>

    /// A Service that has an address.
    struct AddressClaim: Sendable {
        /// Its place in `ManifestSet.services`.
        let service: Int
        /// What the address is to it.
        let role: Destination.Role
    }

    private struct NodePort: Hashable {
        var port: UInt16
        var transport: TransportProtocol
    }

    private struct PodNetwork: Sendable {
        var prefix: IPPrefix
        var node: Int
    }

    /// The directory of `manifests`.
    public init(_ manifests: ManifestSet, domain: String = "cluster.local") {
        self.manifests = manifests
        self.domain = domain.lowercased().split(separator: ".").joined(separator: ".")
        places = ManifestPlaces(manifests.sources)
        pods = PodDirectory(manifests, places: places)
        ingresses = IngressDirectory(manifests)
        var namespaces = pods.namespaces
        for (place, service) in manifests.services.enumerated() {
            namespaces.insert(service.metadata.namespace)
            services[NamespacedName(service.metadata.namespace, service.metadata.name)] = place
        }
        for object in manifests.objects where object.kind == "Namespace" { namespaces.insert(object.name) }
        self.namespaces = namespaces.union(["default", "kube-system"])
        for (place, slice) in manifests.endpointSlices.enumerated() where !slice.serviceName.isEmpty {
            slices[NamespacedName(slice.metadata.namespace, slice.serviceName), default: []].append(place)
        }
        for (place, service) in manifests.services.enumerated() { addAddresses(of: service, at: place) }
        addNodes()
        for object in manifests.objects where object.kind == "Service" && object.group.isEmpty {
            guard let target = object.root["spec"]["externalName"].nonEmpty else { continue }
            externalNames[NamespacedName(object.effectiveNamespace, object.name)] = target
        }
    }

    private mutating func addAddresses(of service: Service, at place: Int) {
        for address in service.clusterIPs {
            claims[address.value, default: []].append(AddressClaim(service: place, role: .clusterIP))
        }
        for address in service.externalIPs {
            claims[address.value, default: []].append(AddressClaim(service: place, role: .externalIP))
        }
        for ingress in service.loadBalancerIngress {
            claims[ingress.address.value, default: []].append(AddressClaim(service: place, role: .loadBalancer))
        }
        for port in service.ports where port.nodePort != 0 {
            nodePorts[NodePort(port: port.nodePort, transport: port.transport), default: []].append(place)
        }
    }

    private mutating func addNodes() {
        for (place, node) in manifests.nodes.enumerated() {
            nodes[node.metadata.name] = place
            for address in node.internalAddresses + node.externalAddresses where nodeAddresses[address] == nil {
                nodeAddresses[address] = place
            }
            podNetworks += node.podCIDRs.map { PodNetwork(prefix: $0.value.masked, node: place) }
        }
        podNetworks.sort { $0.prefix.address < $1.prefix.address }
    }

    // MARK: Questions

    /// The place of a Service in `ManifestSet.services`; nil if there is none of the name.
    func service(_ name: NamespacedName) -> Int? { services[name] }

    /// The Services that have an address.
    func claims(of address: IPAddress) -> [AddressClaim] { claims[address] ?? [] }

    /// The Services that have a node port.
    func services(withNodePort port: UInt16, _ transport: TransportProtocol) -> [Int] {
        nodePorts[NodePort(port: port, transport: transport)] ?? []
    }

    /// A Service's slices, by their places in `ManifestSet.endpointSlices`.
    func slices(of name: NamespacedName) -> [Int] { slices[name] ?? [] }

    /// The name that an `ExternalName` Service stands for.
    func externalName(of name: NamespacedName) -> String? { externalNames[name] }

    /// A Node by its name.
    func node(_ name: String) -> Node? { nodes[name].map { manifests.nodes[$0] } }

    /// The Node that has an address.
    func node(at address: IPAddress) -> Node? { nodeAddresses[address].map { manifests.nodes[$0] } }

    /// The Node whose pod network an address is of.
    func node(ofPodNetworkWith address: IPAddress) -> Node? {
        var (low, high) = (0, podNetworks.count)
        while low < high {
            let middle = (low + high) / 2
            if podNetworks[middle].prefix.address <= address { low = middle + 1 } else { high = middle }
        }
        // Pod networks of nodes are apart from each other, so only the one that begins last can have it.
        guard low > 0, podNetworks[low - 1].prefix.contains(address) else { return nil }
        return manifests.nodes[podNetworks[low - 1].node]
    }

    /// The name of the node that a pod with an address is on; empty if it isn't known.
    func nodeName(ofPodAt address: IPAddress) -> String {
        if let pod = pods.pod(at: address), !pod.nodeName.isEmpty { return pod.nodeName }
        if let symbol = pods.nodeSymbol(ofEndpoint: address), symbol != .empty {
            return manifests.symbols.name(symbol)
        }
        return node(ofPodNetworkWith: address)?.metadata.name ?? ""
    }

    /// The namespace and name of a Service by its place.
    func name(of service: Int) -> NamespacedName {
        let metadata = manifests.services[service].metadata
        return NamespacedName(metadata.namespace, metadata.name)
    }

    /// Where a Service's name stands.
    func location(ofService place: Int) -> SourceLocation? {
        let metadata = manifests.services[place].metadata
        return places.location(metadata.nameRange, in: metadata.source)
    }
}

extension Service {
    /// The protocol and number of a port, for messages: `http 80/tcp`, `80/tcp`.
    static func words(_ port: Port) -> String {
        let number = "\(port.port)/\(port.transport.name)"
        return port.name.isEmpty ? number : "\(port.name.escapedForMessage) \(number)"
    }

    /// All ports, for messages.
    var portWords: String {
        ports.isEmpty ? "no port" : Words.list(ports.map(Self.words), atMost: 8)
    }
}

extension ClusterDirectory {
    /// What reports call who has an address: `pod shop/web-1 on node-a`; nil if the input doesn't know.
    public func owner(of address: IPAddress) -> String? {
        if let node = node(at: address) { return "node \(node.metadata.name.escapedForMessage)" }
        let nodeName = nodeName(ofPodAt: address)
        let on = nodeName.isEmpty ? "" : "on \(nodeName.escapedForMessage)"
        guard let pod = pods.pod(at: address) else { return on.isEmpty ? nil : on }
        return on.isEmpty ? pod.label : "\(pod.label) \(on)"
    }
}
