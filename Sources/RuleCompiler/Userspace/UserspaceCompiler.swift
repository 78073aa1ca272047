import Diagnostics
import Netfilter
import ServiceProxy

/// Compiles a node's view to the rules that kube-proxy up to 1.25 programs in userspace mode
/// (Kubernetes 1.25, pkg/proxy/userspace/proxier.go). They lead packets to kube-proxy's own sockets and know no
/// endpoints.
public struct UserspaceCompiler: Sendable {
    /// What is compiled.
    public let view: UserspaceView
    /// The port of kube-proxy's socket for each service port of the view; nil where none is left.
    public let proxyPorts: [UInt16?]

    /// A compiler of `view` with the ports of kube-proxy's sockets.
    public init(_ view: UserspaceView, ports: ProxyPorts = ProxyPorts()) {
        self.view = view
        proxyPorts = ports.assigned(to: view)
    }

    /// The whole ruleset, with the jumps from built-in chains.
    public func ruleset() -> IptablesRuleset {
        var draft = UserspaceDraft(view)
        draft.add(portals(view.servicePorts.indices), withJumps: true)
        return draft.rules.ruleset
    }

    /// The rules of some service ports, by their places in the view.
    public func rules(of places: some Sequence<Int>) -> IptablesRuleset {
        var draft = UserspaceDraft(view)
        draft.add(portals(places), withJumps: false)
        return draft.rules.ruleset
    }

    /// What is worth knowing about the result: service ports that get no rules because the proxy ports ran out.
    public var findings: [Finding] {
        let missing = proxyPorts.count { $0 == nil }
        guard missing > 0 else { return [] }
        return [
            Finding(
                rule: "USERSPACE-001", severity: .error,
                message: "there are more service ports than proxy ports: \(missing) get no rules",
                advice: "begin with a lower proxy port")
        ]
    }

    private func portals(_ places: some Sequence<Int>) -> [UserspaceDraft.Portals] {
        places.compactMap { place in
            guard view.servicePorts.indices.contains(place) else { return nil }
            return proxyPorts[place].map { .init(view.servicePorts[place], proxyPort: $0, family: view.family) }
        }
    }
}
