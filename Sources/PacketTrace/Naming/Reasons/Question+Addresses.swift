import Addressing
import Diagnostics
import Manifests
import ServiceProxy

/// Reasons that lie in the address that packets are sent to.
extension Question {
    func addressReasons(
        _ port: ServicePort, _ service: Service, _ place: Int, _ name: NamespacedName
    ) -> [Reason] {
        guard outcome.isFailed, !isUserspace else { return [] }
        switch destination.role {
        case .nodePort: return nodePortReasons(name)
        case .loadBalancer: return loadBalancerReasons(port, service, place, name)
        default: return []
        }
    }

    // MARK: Node ports

    private func nodePortReasons(_ name: NamespacedName) -> [Reason] {
        let address = destination.address
        let configuration = proxy.node.configuration
        if address.isLoopback { return [loopbackReason(name)] }
        let addresses = proxy.nodePortAddresses
        guard !addresses.matchesAll, !addresses.addresses.contains(address) else { return [] }
        let list = addresses.addresses.map(\.description)
        let where_ = list.isEmpty ? "on no address of \(nodeWords) that is known" : "only on \(Words.list(list))"
        if configuration.nodePortAddresses.isEmpty {
            return [
                Reason(
                    "in \(configuration.mode.rawValue) mode node ports answer \(where_), the node's primary address,"
                        + " not on"
                        + " \(address)",
                    change: "set nodePortAddresses to networks with \(address) in kube-proxy's configuration")
            ]
        }
        return [
            Reason(
                "node ports answer \(where_) by nodePortAddresses, not on \(address)",
                change: "add a network with \(address) to nodePortAddresses in kube-proxy's configuration")
        ]
    }

    /// Why a node port doesn't answer on a loopback address.
    private func loopbackReason(_ name: NamespacedName) -> Reason {
        let configuration = proxy.node.configuration
        let change = "use another address of the node"
        if proxy.family == .ipv6 {
            return Reason(
                "node ports never answer on ::1: Linux lets packets to loopback addresses leave the loopback"
                    + " interface only"
                    + " for IPv4 (route_localnet)", change: change)
        }
        guard configuration.mode == .iptables else {
            return Reason(
                "node ports don't answer on \(destination.address) in \(configuration.mode.rawValue) mode, only in"
                    + " iptables"
                    + " mode", change: change)
        }
        if !configuration.localhostNodePorts {
            return Reason(
                "node ports don't answer on \(destination.address): iptables.localhostNodePorts is false",
                change: "set it to true, or \(change)")
        }
        if !proxy.nodePortAddresses.containsIPv4Loopback {
            return Reason(
                "node ports don't answer on \(destination.address): nodePortAddresses has no loopback network",
                change: "add 127.0.0.0/8 to nodePortAddresses, or \(change)")
        }
        return Reason(
            "loopback addresses are the node's own: only its own processes reach Service \(name) there", change: change)
    }

    // MARK: Load balancers

    private func loadBalancerReasons(
        _ port: ServicePort, _ service: Service, _ place: Int, _ name: NamespacedName
    ) -> [Reason] {
        let address = destination.address
        guard port.loadBalancerVIPs.contains(where: { $0.value == address }) else {
            let entry = service.loadBalancerIngress.first { $0.address.value == address }
            return [
                Reason(
                    "the load balancer of Service \(name) has ipMode Proxy: \(address) is answered by the load balancer"
                        + " itself, and kube-proxy makes no rules for it",
                    change: "trace from the load balancer to a node port",
                    place: entry.flatMap { directory.places.location($0.address.range, in: service.metadata.source) }
                        ?? directory.location(ofService: place))
            ]
        }
        guard outcome.isDropped, !port.sourceRanges.isEmpty else { return [] }
        let family = proxy.family
        let client = source.address(family) ?? proxy.node.address(family)
        guard !port.sourceRanges.contains(where: { $0.value.contains(client) }) else { return [] }
        let range = service.sourceRanges.first { $0.value.family == family }
        return [
            Reason(
                "\(client) isn't in spec.loadBalancerSourceRanges of Service \(name):"
                    + " \(Words.list(port.sourceRanges.map(\.value.description)))",
                change: "add \(IPPrefix(host: client)) to them",
                place: range.flatMap { directory.places.location($0.range, in: service.metadata.source) }
                    ?? directory.location(ofService: place))
        ]
    }
}
