import Addressing
import Diagnostics
import Manifests
import ServiceProxy

/// Where Services and endpoints are written.
extension NameLookup {
    /// `port http (80/TCP)`
    static func words(for port: ServicePort) -> String {
        "port \(port.portName.isEmpty ? "" : "\(port.portName) ")(\(port.port)/\(port.transport.manifestName))"
    }

    func place(of port: ServicePort) -> NamePage.ServicePlace {
        var addresses = ["cluster IP \(port.clusterIP)"]
        addresses += port.externalIPs.map { "external IP \($0.value)" }
        addresses += port.loadBalancerVIPs.map { "load-balancer IP \($0.value)" }
        if port.nodePort != 0 { addresses.append("node port \(port.nodePort)") }
        if port.healthCheckNodePort != 0 { addresses.append("health-check port \(port.healthCheckNodePort)") }
        var place = NamePage.ServicePlace(
            name: "\(port.namespace)/\(port.name)", port: Self.words(for: port), addresses: addresses)
        guard manifests.services.indices.contains(port.service) else { return place }
        let service = manifests.services[port.service]
        guard manifests.sources.indices.contains(service.metadata.source) else { return place }
        var locator = SourceLocator(manifests.sources[service.metadata.source])
        place.location = locator.location(of: service.metadata.nameRange)
        let written = service.ports.first { $0.name == port.portName && $0.transport == port.transport }
        place.portLocation = written.map { locator.location(of: $0.range) }
        return place
    }

    func places(
        of endpoints: [Endpoint], _ port: ServicePort, _ view: ProxyView
    ) -> [NamePage.EndpointPlace] {
        var written: [IPAddress: (slice: EndpointSlice, range: SourceRange)] = [:]
        for slice in manifests.endpointSlices
        where slice.serviceName == port.name && slice.metadata.namespace == port.namespace {
            for endpoint in slice.endpoints where written[endpoint.address] == nil {
                written[endpoint.address] = (slice, endpoint.range)
            }
        }
        let used = Set(view.endpoints(port.endpoints.reachable, of: port).map(\.socket))
        var locators: [Int: SourceLocator] = [:]
        return endpoints.map { endpoint in
            var place = NamePage.EndpointPlace(
                socket: endpoint.socket.description,
                state: Self.words(for: endpoint, getsTraffic: used.contains(endpoint.socket)), object: "")
            guard let (slice, range) = written[endpoint.socket.address],
                manifests.sources.indices.contains(slice.metadata.source)
            else { return place }
            place.object = slice.reference.description
            var locator = locators[slice.metadata.source] ?? SourceLocator(manifests.sources[slice.metadata.source])
            place.location = locator.location(of: range)
            locators[slice.metadata.source] = locator
            return place
        }
    }

    private static func words(for endpoint: Endpoint, getsTraffic: Bool) -> String {
        var words = [endpoint.isReady ? "ready" : endpoint.isServing ? "not ready, but serving" : "not ready"]
        if endpoint.isTerminating { words.append("being deleted") }
        words.append(endpoint.isLocal ? "on this node" : "on another node")
        if !getsTraffic { words.append("gets no new connections") }
        return words.joined(separator: ", ")
    }
}
