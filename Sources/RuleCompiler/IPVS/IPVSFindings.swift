import Addressing
import Diagnostics
import Netfilter
import ServiceProxy

extension IPVSCompiler {
    /// What is wrong with the input as far as ipvs mode goes: service ports that claim one virtual server, and sets
    /// with more elements than they take.
    public var findings: [Finding] {
        let services = IPVSServices(view, places: view.servicePorts.indices)
        return collisions(services) + overflows(services)
    }

    /// What kube-proxy does beside the texts: kernel settings, and virtual servers that it leaves alone.
    public var notes: [Finding] {
        let configuration = view.node.configuration
        let settings = IPVSSysctl.wanted(by: configuration).map { "\($0.name)=\($0.value)" }
        var notes = [
            Finding(
                rule: "IPVS-003", severity: .note,
                message: "kube-proxy also sets \(settings.joined(separator: ", "))")
        ]
        let excluded = configuration.ipvsExcludeCIDRs.filter { $0.family == view.family }
        if !excluded.isEmpty {
            notes.append(
                Finding(
                    rule: "IPVS-004", severity: .note,
                    message: "kube-proxy leaves other virtual servers alone in "
                        + excluded.map(\.description).joined(separator: ", ")))
        }
        return notes
    }

    /// Virtual servers that several service ports claim: kube-proxy lets them overwrite each other.
    private func collisions(_ services: IPVSServices) -> [Finding] {
        var findings: [Finding] = []
        var last: IPVSServices.Server?
        for server in services.servers.sorted(by: Self.precedes) {
            defer { last = server }
            guard let last, last.place != server.place, last.transport == server.transport,
                last.address == server.address, last.port == server.port
            else { continue }
            let (first, second) = (view.servicePorts[last.place], view.servicePorts[server.place])
            let socket = SocketAddress(server.address, port: server.port)
            findings.append(
                Finding(
                    rule: "IPVS-001", severity: .warning,
                    object: ObjectReference(kind: "Service", namespace: second.namespace, name: second.name),
                    message: "\(first.key) and \(second.key) both claim \(socket)/\(server.transport.name): "
                        + "kube-proxy makes one virtual server, which gets the endpoints of the one that it comes to "
                        + "last, at random; here those of \(second.key)",
                    advice: "give each Service an address or a port of its own"))
        }
        return findings
    }

    private func overflows(_ services: IPVSServices) -> [Finding] {
        KubeIPSet.allCases.compactMap { set in
            guard case .hash(let header) = set.header(view.family) else { return nil }
            let count = Set(services.elements[set.rawValue]).count
            guard count > Int(header.maxElements) else { return nil }
            return Finding(
                rule: "IPVS-002", severity: .warning,
                message: "set \(set.name(view.family)) would have \(count) elements and takes \(header.maxElements): "
                    + "kube-proxy leaves the rest out, at random",
                advice: "use another proxy mode, or fewer Services and endpoints on this node")
        }
    }
}
