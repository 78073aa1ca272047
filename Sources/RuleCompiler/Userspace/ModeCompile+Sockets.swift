import Addressing
import Manifests
import ServiceProxy

/// A socket of kube-proxy in userspace mode, and what is behind it.
public struct UserspaceSocket: Sendable, Hashable {
    /// The port of the node that it listens at.
    public let port: UInt16
    /// The protocol.
    public let transport: TransportProtocol
    /// The key of the service port that it serves.
    public let key: String
    /// The ready endpoints, which get connections in turn.
    public let endpoints: [SocketAddress]
    /// The seconds of session affinity; nil without affinity.
    public let affinitySeconds: UInt32?
}

extension ModeCompile {
    /// kube-proxy's own sockets in userspace mode; none in other modes.
    ///
    /// kube-proxy's balancer takes the ready addresses of a Service's Endpoints, wherever they are, and knows no traffic
    /// policies (Kubernetes 1.25, pkg/proxy/userspace/roundrobin.go).
    public func userspaceSockets() -> [UserspaceSocket] {
        guard case .userspace(let view) = subject else { return [] }
        let ports = UserspaceCompiler(view, ports: request.proxyPorts).proxyPorts
        let known = ProxyView(of: manifests, on: view.node, family: view.family)
        let services = Dictionary(known.servicePorts.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        return zip(view.servicePorts, ports).compactMap { portal, port in
            guard let port else { return nil }
            let service = services[portal.key]
            let endpoints = service.map { known.endpoints[$0.endpoints.all].filter(\.isReady).map(\.socket) } ?? []
            return UserspaceSocket(
                port: port, transport: portal.transport, key: portal.key, endpoints: endpoints,
                affinitySeconds: service?.affinitySeconds)
        }
    }
}
