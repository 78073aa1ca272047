import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// Compiles a node's view to what kube-proxy programs in ipvs mode (Kubernetes, pkg/proxy/ipvs/proxier.go).
///
/// kube-proxy applies virtual servers and sets in random order. Here virtual servers are in order of protocol, address
/// and port, real servers in order of address and port, sets by name, elements and addresses by their texts.
public struct IPVSCompiler: Sendable {
    /// What is compiled.
    public let view: ProxyView
    /// What depends on the caller.
    public let options: Options

    /// What kube-proxy's rules contain beyond what the view says.
    public struct Options: Sendable, Hashable {
        /// The jumps from built-in chains, which kube-proxy adds one by one.
        public var includesJumps: Bool

        /// Without jumps unless they are asked for.
        public init(includesJumps: Bool = false) { self.includesJumps = includesJumps }
    }

    /// A compiler of `view`.
    public init(_ view: ProxyView, options: Options = Options()) {
        self.view = view
        self.options = options
    }

    /// The whole ruleset.
    public func ruleset() -> IPVSRuleset {
        let services = IPVSServices(view, places: view.servicePorts.indices)
        var result = ruleset(services)
        var rules = IPVSRules(view, services, options: options)
        result.rules = rules.ruleset()
        return result
    }

    /// What belongs to some service ports, by their places in the view: sets have only their elements, and rules
    /// that serve all Services are left out.
    public func ruleset(of places: some Sequence<Int>) -> IPVSRuleset {
        let services = IPVSServices(view, places: places)
        var result = ruleset(services)
        result.sets.sets.removeAll { $0.elementCount == 0 }
        var rules = IPVSRules(view, services, options: options)
        result.rules = rules.serviceRules()
        return result
    }

    /// Everything but the rules.
    private func ruleset(_ services: IPVSServices) -> IPVSRuleset {
        var result = IPVSRuleset(family: view.family)
        result.servers = virtualServers(services)
        result.sets = services.table
        for set in KubeIPSet.allCases where set != .ipvsIPs || view.node.behavior.ipvsFiltersAccess {
            let name = result.sets.texts.add(set.name(view.family))
            let members = result.sets.sortedByText(services.elements[set.rawValue], spelling: .tool)
            result.sets.add(
                .init(name: name, type: set.row.type, header: set.header(view.family)), elements: members)
        }
        let bound = result.sets.sortedByText(services.elements[KubeIPSet.ipvsIPs.rawValue], spelling: .tool)
        result.addresses = bound.compactMap { if case .address(let address) = $0 { address } else { nil } }
        return result
    }

    /// The virtual servers in order. Of two with one address, port and protocol the later service port's stays:
    /// kube-proxy changes the server that it finds.
    private func virtualServers(_ services: IPVSServices) -> VirtualServerTable {
        var table = VirtualServerTable()
        let settings = view.node.configuration
        let scheduler = table.texts.add(settings.ipvsScheduler)
        // A source hash without the port would send all clients behind one address to one endpoint.
        let hashesPorts = settings.ipvsScheduler == "mh" && view.node.behavior.ipvsMaglevHashesPorts
        let flags: VirtualServerTable.SchedulerFlags = hashesPorts ? .second : []
        table.realServers = services.realServers
        for server in services.servers.sorted(by: Self.precedes) {
            let socket = SocketAddress(server.address, port: server.port)
            var virtual = VirtualServerTable.VirtualServer(
                service: .socket(server.transport, socket), scheduler: scheduler,
                persistence: view.servicePorts[server.place].affinitySeconds.map {
                    .init(seconds: $0, prefixLength: view.family.bitWidth)
                })
            virtual.flags = flags
            virtual.firstRealServer = UInt32(server.members.lowerBound)
            virtual.realServerCount = UInt32(server.members.count)
            if table.virtualServers.last?.service == virtual.service { table.virtualServers.removeLast() }
            table.virtualServers.append(virtual)
        }
        return table
    }

    /// By protocol, address and port, then by the order of the service ports.
    static func precedes(_ a: IPVSServices.Server, _ b: IPVSServices.Server) -> Bool {
        if a.transport != b.transport { return a.transport.rawValue < b.transport.rawValue }
        if a.address != b.address { return a.address < b.address }
        return a.port != b.port ? a.port < b.port : a.place < b.place
    }
}
