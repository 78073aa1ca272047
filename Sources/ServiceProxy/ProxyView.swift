import Addressing
import Manifests

/// What kube-proxy on one node knows of the cluster, for one family: the service ports and, for each, the
/// endpoints that its traffic may go to. It knows nothing of rules.
public struct ProxyView: Sendable {
    /// The family.
    public let family: IPFamily
    /// Whose view it is.
    public let node: NodeContext
    /// How this node's pods are told from others.
    public let localDetector: LocalDetector
    /// Where node ports answer.
    public let nodePortAddresses: NodePortAddresses
    /// The service ports, sorted by namespace, name, port name and protocol.
    public private(set) var servicePorts: [ServicePort] = []
    /// The endpoints of all service ports.
    public private(set) var endpoints: [Endpoint] = []
    /// What the lists of `EndpointLists` point into.
    public private(set) var endpointIndices: [UInt32] = []
    /// The texts that addresses and endpoints refer to where they aren't spelled canonically.
    public private(set) var spellings: SymbolTable
    /// The Services that kube-proxy leaves out, and why.
    public private(set) var omitted: [Omission: [Int]] = [:]

    /// Why a Service gets no rules.
    public enum Omission: Sendable, Hashable, CaseIterable {
        /// The label `service.kubernetes.io/service-proxy-name` gives it to another proxy.
        case otherProxy
        /// `clusterIP: None`.
        case headless
        /// `type: ExternalName`.
        case externalName
        /// It has no cluster IP yet: the API server gives it one.
        case noClusterIP
        /// Its cluster IPs are of the other family.
        case otherFamily
    }

    /// The view of `node` on `manifests`, for one family.
    public init(of manifests: ManifestSet, on node: NodeContext, family: IPFamily) {
        self.family = family
        self.node = node
        spellings = manifests.symbols
        localDetector = LocalDetector(node, family: family)
        nodePortAddresses = NodePortAddresses(node, family: family)
        addServicePorts(manifests)
        addEndpoints(manifests)
    }

    /// Whether a node port of this view is also reachable as localhost:NODEPORT.
    public var servesLocalhostNodePorts: Bool {
        family == .ipv4 && node.configuration.localhostNodePorts && nodePortAddresses.containsIPv4Loopback
    }

    /// The endpoints in one of a service port's lists, in the order in which rules number them.
    public func endpoints(_ list: Range<Int>, of port: ServicePort) -> some Collection<Endpoint> {
        endpointIndices[list].lazy.map { endpoints[port.endpoints.all.lowerBound + Int($0)] }
    }

    private mutating func addServicePorts(_ manifests: ManifestSet) {
        for (place, service) in manifests.services.enumerated() {
            if let reason = omission(of: service) {
                omitted[reason, default: []].append(place)
                continue
            }
            guard let clusterIP = clusterIP(of: service) else { continue }
            let facts = ServiceFacts(service, family: family, node: node, spellings: &spellings)
            for port in service.ports {
                servicePorts.append(facts.servicePort(port, of: service, at: place, clusterIP: clusterIP))
            }
        }
        servicePorts.sort { a, b in
            if a.namespace != b.namespace { return a.namespace.utf8.lexicographicallyPrecedes(b.namespace.utf8) }
            if a.name != b.name { return a.name.utf8.lexicographicallyPrecedes(b.name.utf8) }
            if a.portName != b.portName { return a.portName.utf8.lexicographicallyPrecedes(b.portName.utf8) }
            return a.transport.sortText < b.transport.sortText
        }
    }

    private func omission(of service: Service) -> Omission? {
        let labels = service.metadata.labels
        if labels[.serviceProxyName] != nil { return .otherProxy }
        if node.behavior.headlessLabelHidesServices && labels[.headless] != nil { return .headless }
        if service.isHeadless { return .headless }
        if service.type == .externalName { return .externalName }
        if service.clusterIP == nil { return .noClusterIP }
        return clusterIP(of: service) == nil ? .otherFamily : nil
    }

    /// The Service's cluster IP of the view's family: the address at the family's place in `ipFamilies`.
    private func clusterIP(of service: Service) -> IPAddress? {
        if service.ipFamilies.isEmpty {
            return service.clusterIP.flatMap { $0.value.family == family ? $0.value : nil }
        }
        guard let place = service.ipFamilies.firstIndex(of: family), place < service.clusterIPs.count else {
            return nil
        }
        return service.clusterIPs[place].value
    }

    private mutating func addEndpoints(_ manifests: ManifestSet) {
        let slices = SliceIndex(manifests.endpointSlices, family: family, behavior: node.behavior)
        let selection = EndpointSelection(node, symbols: manifests.symbols)
        var merge = EndpointMerge(node, symbols: manifests.symbols)
        for place in servicePorts.indices {
            let port = servicePorts[place]
            let start = endpoints.count
            for number in slices.slices(of: port) {
                let slice = manifests.endpointSlices[number]
                for slicePort in slice.ports
                where slicePort.name == port.portName && slicePort.transport == port.transport {
                    merge.add(slice, port: slicePort.port)
                }
            }
            merge.finish(into: &endpoints)
            servicePorts[place].endpoints = selection.lists(
                of: endpoints[start...], for: port, indices: &endpointIndices)
        }
    }
}

extension TransportProtocol {
    /// What ports of equal name are sorted by: the protocol as manifests write it.
    fileprivate var sortText: String { "\(manifestName)" }
}
