import Addressing
import Netfilter
import ServiceProxy

/// What the service ports of a view want in ipvs mode: virtual servers, elements of sets, addresses
/// (Kubernetes, pkg/proxy/ipvs/proxier.go, syncProxyRules).
struct IPVSServices {
    /// A virtual server that a service port wants.
    struct Server {
        let address: IPAddress
        let transport: TransportProtocol
        let port: UInt16
        /// The place of the service port in the view.
        let place: Int
        /// Its real servers in `realServers`.
        let members: Range<Int>
    }

    /// A load-balancer address that the node itself may not use.
    struct Refusal {
        let address: IPAddress
        let transport: TransportProtocol
        let port: UInt16
    }

    /// The virtual servers, service port by service port.
    private(set) var servers: [Server] = []
    /// What the servers' ranges point into.
    private(set) var realServers: [VirtualServerTable.RealServer] = []
    /// The elements of each `KubeIPSet`, unsorted.
    private(set) var elements = [[IPSetTable.Element]](repeating: [], count: KubeIPSet.allCases.count)
    /// The addresses that kube-ipvs0 gets, unsorted.
    private(set) var bound: [IPAddress] = []
    private(set) var nodeRefusals: [Refusal] = []

    private let view: ProxyView
    /// The node's address that source ranges are compared with.
    private let nodeAddress: IPAddress
    /// The addresses that node ports answer on.
    private let nodePortAddresses: [IPAddress]
    /// The addresses of the node's other interfaces, which kube-ipvs0 doesn't get.
    private let interfaceAddresses: Set<IPAddress>

    /// What the service ports at `places` of `view` want.
    init(_ view: ProxyView, places: some Sequence<Int>) {
        self.view = view
        nodeAddress = view.node.address(view.family)
        let own = view.node.interfaceAddresses(view.family)
        interfaceAddresses = view.node.behavior.ipvsSparesInterfaceAddresses ? Set(own) : []
        nodePortAddresses = (view.nodePortAddresses.matchesAll ? own : view.nodePortAddresses.addresses)
            .filter { !$0.isLoopback && !($0.isLinkLocal && view.nodePortAddresses.matchesAll) }
        for place in places where view.servicePorts.indices.contains(place) { add(place) }
        elements[KubeIPSet.ipvsIPs.rawValue] = bound.map { .address($0) }
    }

    private mutating func add(_ place: Int) {
        let port = view.servicePorts[place]
        for endpoint in view.endpoints[port.endpoints.all] where endpoint.isLocal {
            let (address, number) = (endpoint.socket.address, endpoint.socket.port)
            append(.addressPortAddress(address, port.transport, number, address), to: .loopBack)
        }
        let cluster = appendRealServers(port.endpoints.cluster, of: port)
        let local = port.endpoints.local.isEmpty ? cluster : appendRealServers(port.endpoints.local, of: port)
        let (inner, outer) = (
            port.internalPolicyIsLocal ? local : cluster, port.externalPolicyIsLocal ? local : cluster
        )

        addServer(port.clusterIP, port.port, place, inner)
        bound.append(port.clusterIP)
        append(.addressPort(port.clusterIP, port.transport, port.port), to: .clusterIP)

        for address in port.externalIPs {
            append(
                .addressPort(address, port.transport, port.port),
                to: port.externalPolicyIsLocal ? .externalIPLocal : .externalIP)
            addServer(address, port.port, place, outer)
            bind(address)
        }
        for address in port.loadBalancerVIPs {
            addLoadBalancerElements(address, port)
            addServer(address, port.port, place, outer)
            bind(address)
        }
        if port.nodePort != 0 {
            // kube-proxy stops here where no address answers: then the health-check port below isn't added either.
            if nodePortAddresses.isEmpty { return }
            addNodePortElements(port)
            for address in nodePortAddresses { addServer(address, port.nodePort, place, outer) }
        }
        if port.healthCheckNodePort != 0 { append(.port(port.healthCheckNodePort), to: .healthCheckNodePort) }
    }

    private mutating func addLoadBalancerElements(_ address: IPAddress, _ port: ServicePort) {
        let element = IPSetTable.Element.addressPort(address, port.transport, port.port)
        append(element, to: .loadBalancer)
        if port.externalPolicyIsLocal { append(element, to: .loadBalancerLocal) }
        if port.sourceRanges.isEmpty { return }
        append(element, to: .loadBalancerFirewall)
        for range in port.sourceRanges {
            append(.addressPortNetwork(address, port.transport, port.port, range), to: .loadBalancerSourceCIDR)
        }
        if port.sourceRanges.contains(where: { $0.contains(nodeAddress) }) {
            append(.addressPortAddress(address, port.transport, port.port, address), to: .loadBalancerSourceIP)
        } else {
            nodeRefusals.append(.init(address: address, transport: port.transport, port: port.port))
        }
    }

    private mutating func addNodePortElements(_ port: ServicePort) {
        let sets = KubeIPSet.nodePorts(port.transport)
        for set in port.externalPolicyIsLocal ? [sets.all, sets.local] : [sets.all] {
            if set.row.type == .port {
                append(.port(port.nodePort), to: set)
            } else {
                for address in nodePortAddresses {
                    append(.addressPort(address, port.transport, port.nodePort), to: set)
                }
            }
        }
    }

    private mutating func append(_ element: IPSetTable.Element, to set: KubeIPSet) {
        elements[set.rawValue].append(element)
    }

    private mutating func addServer(_ address: IPAddress, _ number: UInt16, _ place: Int, _ members: Range<Int>) {
        let transport = view.servicePorts[place].transport
        servers.append(.init(address: address, transport: transport, port: number, place: place, members: members))
    }

    /// Gives kube-ipvs0 an address unless another interface has it.
    private mutating func bind(_ address: IPAddress) {
        if !interfaceAddresses.contains(address) { bound.append(address) }
    }

    /// Appends the real servers of a list, in the order of their addresses.
    private mutating func appendRealServers(_ list: Range<Int>, of port: ServicePort) -> Range<Int> {
        let start = realServers.count
        for endpoint in view.endpoints(list, of: port) { realServers.append(.init(endpoint.socket)) }
        realServers[start...].sort { a, b in
            a.socket.address != b.socket.address ? a.socket.address < b.socket.address : a.socket.port < b.socket.port
        }
        return start..<realServers.count
    }
}

extension IPAddress {
    /// Whether it is in fe80::/10.
    fileprivate var isLinkLocal: Bool { family == .ipv6 && high >> 54 == 0x3FA }
}
