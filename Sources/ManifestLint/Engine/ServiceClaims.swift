import Addressing
import Diagnostics
import Manifests

/// What Services claim, each with all claims to it, in the order of the input.
public struct ServiceClaims: Sendable {
    /// One Service's claim.
    public struct Claim: Sendable {
        /// The Service.
        public let service: ServiceObject
        /// The field that makes it.
        public let field: FieldCursor
    }

    /// The cluster IPs that Services pin.
    public private(set) var clusterIPs: [IPAddress: [Claim]] = [:]
    /// The node ports that Services pin, those for health checks too.
    public private(set) var nodePorts: [Int64: [Claim]] = [:]
    /// The external IPs; one claim a Service, for all of its ports.
    public private(set) var externalIPs: [IPAddress: [Claim]] = [:]
    /// The load balancer addresses, of status and of `loadBalancerIP`; one claim a Service, for all of its ports.
    public private(set) var loadBalancerIPs: [IPAddress: [Claim]] = [:]

    /// The load balancer addresses that nodes catch: those of status that aren't of `ipMode: Proxy`.
    public private(set) var nodeLevelIPs: [IPAddress: [Claim]] = [:]

    init(_ services: [ServiceObject]) {
        for service in services where service.type != "ExternalName" {
            for field in service.clusterIPs {
                if let address = field.string.flatMap({ IPAddress($0) }) {
                    clusterIPs[address, default: []].append(Claim(service: service, field: field))
                }
            }
            addNodePorts(of: service)
            guard service.isProxied else { continue }
            Self.add(service, service.spec["externalIPs"].items, to: &externalIPs)
            if service.type == "LoadBalancer" {
                let ingress = service.field["status"]["loadBalancer"]["ingress"].items
                Self.add(service, ingress.map { $0["ip"] } + [service.spec["loadBalancerIP"]], to: &loadBalancerIPs)
                let caught = ingress.filter { $0["ipMode"].string != "Proxy" }.map { $0["ip"] }
                Self.add(service, caught, to: &nodeLevelIPs)
            }
        }
    }

    private mutating func addNodePorts(of service: ServiceObject) {
        for port in service.ports where port.nodePort != 0 {
            nodePorts[port.nodePort, default: []].append(Claim(service: service, field: port.field["nodePort"]))
        }
        let healthCheck = service.spec["healthCheckNodePort"]
        if let number = healthCheck.integer, number != 0 {
            nodePorts[number, default: []].append(Claim(service: service, field: healthCheck))
        }
    }

    /// Adds each of `fields` that is an address; one Service claims an address once.
    private static func add(
        _ service: ServiceObject, _ fields: [FieldCursor], to claims: inout [IPAddress: [Claim]]
    ) {
        var seen: Set<IPAddress> = []
        for field in fields {
            guard let address = field.string.flatMap({ IPAddress($0) }), seen.insert(address).inserted else { continue }
            claims[address, default: []].append(Claim(service: service, field: field))
        }
    }
}
