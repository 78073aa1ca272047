import Manifests

/// How the ports of one Service and of its endpoints meet: by name and protocol, as in kube-proxy.
struct PortJoin: Sendable {
    /// An endpoint port and the slice or subset that has it.
    struct Leftover: Sendable {
        /// The slice or subset.
        let group: EndpointGroup
        /// The port.
        let port: SliceObject.Port
    }

    /// The ports of the Service that no endpoint port serves.
    let unserved: [ServiceObject.Port]
    /// The endpoint ports that have a number and serve no port of the Service.
    let leftovers: [Leftover]

    init(_ service: ServiceObject, _ groups: [EndpointGroup]) {
        let wanted = Set(service.ports.map(\.key))
        var served: Set<PortKey> = []
        var leftovers: [Leftover] = []
        for group in groups {
            for port in group.ports where port.port != nil && port.port != 0 {
                if wanted.contains(port.key) {
                    served.insert(port.key)
                } else {
                    leftovers.append(Leftover(group: group, port: port))
                }
            }
        }
        unserved = service.ports.filter { !served.contains($0.key) }
        self.leftovers = leftovers
    }

    /// Joins the ports of a Service; nil if kube-proxy makes no rules for it, or nothing is known of its endpoints.
    init?(_ service: ServiceObject, in context: LintContext) {
        guard service.isKubeProxys else { return nil }
        let groups = context.groups(of: service)
        guard !groups.isEmpty else { return nil }
        self.init(service, groups)
    }
}
