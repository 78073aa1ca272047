import Addressing
import Bytes
import Manifests
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
        let address: Spelled<IPAddress>
        let transport: TransportProtocol
        let port: UInt16
    }

    /// The virtual servers, service port by service port.
    private(set) var servers: [Server] = []
    /// What the servers' ranges point into.
    private(set) var realServers: [VirtualServerTable.RealServer] = []
    /// A table without sets, for the elements that aren't spelled canonically.
    private(set) var table = IPSetTable()
    private var spelled: [String: IPSetTable.Element] = [:]
    /// The elements of each `KubeIPSet`, unsorted; those that are spelled point into `table`.
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
            let (address, number) = (view.address(of: endpoint), endpoint.socket.port)
            append(
                .addressPortAddress(address.value, port.transport, number, address.value), address.text, address.text,
                to: .loopBack)
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
                .addressPort(address.value, port.transport, port.port), address.text,
                to: port.externalPolicyIsLocal ? .externalIPLocal : .externalIP)
            addServer(address.value, port.port, place, outer)
            bind(address.value)
        }
        for address in port.loadBalancerVIPs {
            addLoadBalancerElements(address, port)
            addServer(address.value, port.port, place, outer)
            bind(address.value)
        }
        if port.nodePort != 0 {
            // kube-proxy stops here where no address answers: then the health-check port below isn't added either.
            if nodePortAddresses.isEmpty { return }
            addNodePortElements(port)
            for address in nodePortAddresses { addServer(address, port.nodePort, place, outer) }
        }
        if port.healthCheckNodePort != 0 { append(.port(port.healthCheckNodePort), to: .healthCheckNodePort) }
    }

    private mutating func addLoadBalancerElements(_ vip: Spelled<IPAddress>, _ port: ServicePort) {
        let (address, text) = (vip.value, vip.text)
        let element = IPSetTable.Element.addressPort(address, port.transport, port.port)
        append(element, text, to: .loadBalancer)
        if port.externalPolicyIsLocal { append(element, text, to: .loadBalancerLocal) }
        if port.sourceRanges.isEmpty { return }
        append(element, text, to: .loadBalancerFirewall)
        for range in port.sourceRanges {
            append(
                .addressPortNetwork(address, port.transport, port.port, range.value), text, range.text,
                to: .loadBalancerSourceCIDR)
        }
        if port.sourceRanges.contains(where: { $0.value.contains(nodeAddress) }) {
            append(
                .addressPortAddress(address, port.transport, port.port, address), text, text,
                to: .loadBalancerSourceIP)
        } else {
            nodeRefusals.append(.init(address: vip, transport: port.transport, port: port.port))
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

    /// Adds an element whose first and last addresses have texts of their own.
    private mutating func append(
        _ element: IPSetTable.Element, _ first: Symbol, _ last: Symbol = .empty, to set: KubeIPSet
    ) {
        guard first != .empty || last != .empty else { return append(element, to: set) }
        var canonical = ByteBuffer(minimumCapacity: 128)
        table.write(element, to: &canonical, spelling: .tool)
        var parts = canonical.string.split(separator: ",").map(String.init)
        for (place, text) in [(0, first), (2, last)] where text != .empty && place < parts.count {
            parts[place] = view.spellings.name(text)
        }
        let text = parts.joined(separator: ",")
        let known = spelled[text] ?? table.addSpelled(element, text: table.texts.add(text))
        spelled[text] = known
        append(known, to: set)
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
        dropCopies(from: start)
        return start..<realServers.count
    }

    /// The kernel has one real server for an endpoint, whatever texts kube-proxy knows it by.
    private mutating func dropCopies(from start: Int) {
        guard view.node.behavior.endpointText != .canonical else { return }
        var end = start
        for place in start..<realServers.count {
            if end > start && realServers[end - 1].socket == realServers[place].socket { continue }
            realServers[end] = realServers[place]
            end += 1
        }
        realServers.removeSubrange(end...)
    }
}

extension IPAddress {
    /// Whether it is in fe80::/10.
    fileprivate var isLinkLocal: Bool { family == .ipv6 && high >> 54 == 0x3FA }
}
