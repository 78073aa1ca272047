import Bytes

/// Whose a chain of iptables is and what it is for, by its name.
package enum IptablesChainName: Sendable, Hashable {
    /// One of the kernel's own: `PREROUTING` …
    case builtIn
    /// One of kube-proxy's that serves all Services.
    case fixed(Fixed)
    /// One of kube-proxy's that belongs to a service port or an endpoint; its name ends in a hash.
    case hashed(Hashed)
    /// kube-proxy's own mark that nobody has flushed the tables.
    case canary
    /// Anything else: kubelet's, a network plugin's, a user's.
    case foreign

    /// Chains that serve all Services, in any mode and version.
    package enum Fixed: String, Sendable, CaseIterable {
        case services = "KUBE-SERVICES"
        case externalServices = "KUBE-EXTERNAL-SERVICES"
        case nodePorts = "KUBE-NODEPORTS"
        case postrouting = "KUBE-POSTROUTING"
        case markMasquerade = "KUBE-MARK-MASQ"
        case forward = "KUBE-FORWARD"
        case proxyFirewall = "KUBE-PROXY-FIREWALL"
        /// kubelet writes into this one too.
        case firewall = "KUBE-FIREWALL"
        case ipvsNodePort = "KUBE-NODE-PORT"
        case ipvsLoadBalancer = "KUBE-LOAD-BALANCER"
        case ipvsFilter = "KUBE-IPVS-FILTER"
        case ipvsOutFilter = "KUBE-IPVS-OUT-FILTER"
        case ipvsSourceRanges = "KUBE-SOURCE-RANGES-FIREWALL"
        case portalsHost = "KUBE-PORTALS-HOST"
        case portalsContainer = "KUBE-PORTALS-CONTAINER"
        case nodePortHost = "KUBE-NODEPORT-HOST"
        case nodePortContainer = "KUBE-NODEPORT-CONTAINER"
        case nodePortNonLocal = "KUBE-NODEPORT-NON-LOCAL"
    }

    /// Chains of one service port or endpoint.
    package enum Hashed: String, Sendable, CaseIterable {
        case cluster = "KUBE-SVC-"
        case local = "KUBE-SVL-"
        case external = "KUBE-EXT-"
        case firewall = "KUBE-FW-"
        case endpoint = "KUBE-SEP-"
    }

    /// The names of the kernel's chains.
    private static let builtInNames: [StaticString] = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]
    private static let fixedNames = Fixed.allCases.map { (name: Array($0.rawValue.utf8), fixed: $0) }
    private static let hashedPrefixes = Hashed.allCases.map { (prefix: Array($0.rawValue.utf8), hashed: $0) }
    private static let canaryName = Array("KUBE-PROXY-CANARY".utf8)
    private static let ownPrefix = Array("KUBE-".utf8)

    /// What the chain with this name is.
    package init(_ name: UnsafeRawBufferPointer) {
        guard name.starts(with: Self.ownPrefix) else {
            self = Self.builtInNames.contains { name.equals($0) } ? .builtIn : .foreign
            return
        }
        for entry in Self.hashedPrefixes where name.starts(with: entry.prefix) {
            self = .hashed(entry.hashed)
            return
        }
        for entry in Self.fixedNames where name.elementsEqual(entry.name) {
            self = .fixed(entry.fixed)
            return
        }
        self = name.elementsEqual(Self.canaryName) ? .canary : .foreign
    }

    /// Whether kube-proxy makes chains of this name.
    package var isOwn: Bool { self != .builtIn && self != .foreign }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are those of `text`.
    fileprivate func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount
            && elementsEqual(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
