import Addressing
import Bytes
import Manifests

/// What all ports of a Service have in common, for one family.
struct ServiceFacts {
    private let externalPolicyIsLocal: Bool
    private let externalIPs: [Spelled<IPAddress>]
    private let servedExternalIPs: [Spelled<IPAddress>]
    private let loadBalancerVIPs: [Spelled<IPAddress>]
    private let sourceRanges: [Spelled<IPPrefix>]
    private let healthCheckNodePort: UInt16
    private let allowsHints: Bool

    init(_ service: Service, family: IPFamily, node: NodeContext, spellings: inout SymbolTable) {
        let keepsTexts = node.behavior.keepsServiceTexts
        let isExternal =
            service.type == .loadBalancer || service.type == .nodePort
            || (service.type == .clusterIP && !service.externalIPs.isEmpty)
        externalPolicyIsLocal = service.externalPolicyIsLocal && isExternal
        externalIPs = service.externalIPs.filter { $0.value.family == family }
            .map { spellings.spelled($0, isKept: keepsTexts) }
        servedExternalIPs = node.behavior.servesExternalIPs ? externalIPs : []
        loadBalancerVIPs = service.loadBalancerIngress.filter { entry in
            entry.address.value.family == family && !(entry.isProxy && node.behavior.skipsProxyModeIngress)
        }.map { spellings.spelled($0.address, isKept: keepsTexts) }
        let ranges = service.sourceRanges.filter { $0.value.family == family }.map { written in
            let range = spellings.spelled(written, isKept: keepsTexts)
            return node.behavior.masksSourceRanges ? Spelled(range.value.masked, text: range.text) : range
        }
        let isLifted = node.behavior.allAddressesLiftSourceRanges && ranges.contains { $0.value.length == 0 }
        sourceRanges = isLifted ? [] : ranges
        healthCheckNodePort =
            service.type == .loadBalancer && externalPolicyIsLocal ? service.healthCheckNodePort : 0
        allowsHints = Self.allowsHints(service.metadata, node.behavior.topologyAnnotation)
    }

    /// Whether the Service's annotations let the hints on its slices count.
    private static func allowsHints(_ metadata: ObjectMetadata, _ wanted: Behavior.TopologyAnnotation) -> Bool {
        let hints = metadata.annotations[.topologyAwareHints]
        switch wanted {
        case .notNeeded: return true
        case .auto: return hints == "Auto" || hints == "auto"
        case .anythingButDisabled:
            return !["", "disabled", "Disabled"].contains(hints ?? metadata.annotations[.topologyMode] ?? "")
        }
    }

    /// One port of the Service.
    func servicePort(_ port: Service.Port, of service: Service, at place: Int, clusterIP: IPAddress) -> ServicePort {
        let (namespace, name) = (service.metadata.namespace, service.metadata.name)
        let key = port.name.isEmpty ? "\(namespace)/\(name)" : "\(namespace)/\(name):\(port.name)"
        var hashed = ByteBuffer()
        hashed.append(key)
        hashed.append(port.transport.name)
        return ServicePort(
            namespace: namespace, name: name, portName: port.name, transport: port.transport, key: key,
            clusterIP: clusterIP, port: port.port, nodePort: port.nodePort, affinitySeconds: service.affinitySeconds,
            externalPolicyIsLocal: externalPolicyIsLocal, internalPolicyIsLocal: service.internalPolicyIsLocal,
            externalIPs: servedExternalIPs,
            isExternallyAccessible: port.nodePort != 0 || !loadBalancerVIPs.isEmpty || !externalIPs.isEmpty,
            loadBalancerVIPs: loadBalancerVIPs, sourceRanges: sourceRanges, healthCheckNodePort: healthCheckNodePort,
            allowsHints: allowsHints, hash: ChainHash(of: hashed), service: place)
    }
}
