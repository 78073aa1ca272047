import Addressing
import Manifests

/// `spec.loadBalancerSourceRanges` as kube-proxy reads them.
struct SourceRanges {
    /// One entry that is a network.
    struct Entry {
        /// The entry.
        let field: FieldCursor
        /// The network.
        let network: IPPrefix
    }

    /// The entries that are networks; blanks around them don't count.
    let entries: [Entry]

    init(_ service: ServiceObject) {
        entries = service.sourceRanges.items.compactMap { field in
            let words = (field.string ?? "").split(whereSeparator: \.isWhitespace)
            guard words.count == 1, let network = words.first.flatMap({ IPPrefix(String($0)) }) else { return nil }
            return Entry(field: field, network: network)
        }
    }

    /// The networks of a family that packets may come from; nil if they may come from anywhere.
    func restriction(_ family: IPFamily) -> [IPPrefix]? {
        let own = entries.map(\.network).filter { $0.family == family }
        return own.isEmpty || own.contains { $0.length == 0 } ? nil : own
    }

    /// Whether packets of any family are kept out.
    var restrictAnything: Bool { IPFamily.allCases.contains { restriction($0) != nil } }
}

extension ServiceObject {
    /// `spec.loadBalancerSourceRanges`.
    var sourceRanges: FieldCursor { spec["loadBalancerSourceRanges"] }

    /// `status.loadBalancer.ingress`.
    var ingress: [FieldCursor] { field["status"]["loadBalancer"]["ingress"].items }

    /// The addresses in `status` that nodes catch.
    var caughtIPs: [FieldCursor] {
        ingress.filter { $0["ipMode"].string != "Proxy" }.map { $0["ip"] }.filter { $0.nonEmpty != nil }
    }

    /// Whether its ports have node ports: it says so, or gets them.
    var getsNodePorts: Bool {
        switch type {
        case "NodePort": true
        case "LoadBalancer":
            spec["allocateLoadBalancerNodePorts"].bool != false || ports.contains { $0.nodePort != 0 }
        default: false
        }
    }
}

extension IPPrefix {
    /// Whether all addresses of `other` are among its own.
    func covers(_ other: IPPrefix) -> Bool { length <= other.length && contains(other.address) }
}
