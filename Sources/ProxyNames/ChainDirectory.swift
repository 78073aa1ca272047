import Addressing
import Bytes
import ServiceProxy

/// Which Service port, and which endpoint, the name of a chain or set belongs to, made from a node's view.
///
/// Names hold hashes of what they stand for, so that they are found whether kube-proxy would make the chain now or not.
public struct ChainDirectory: Sendable {
    /// The views that it was made from.
    public let views: [ProxyView]

    /// The Services of some views, of one family or both.
    public init(_ views: [ProxyView]) { self.views = views }

    /// What a chain or set of a Service is for.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// Chooses among the cluster's endpoints.
        case cluster
        /// Chooses among this node's endpoints.
        case local
        /// Takes what comes from outside.
        case external
        /// Lets source ranges through.
        case firewall
        /// The same as `external`, up to 1.23 (iptables mode).
        case formerExternal
        /// Sends packets to one endpoint.
        case endpoint
        /// The clients that one endpoint served (a set of nftables mode).
        case affinity

        /// The beginning of names in iptables mode; nil where that mode has none.
        public var iptablesPrefix: StaticString? {
            switch self {
            case .cluster: "KUBE-SVC-"
            case .local: "KUBE-SVL-"
            case .external: "KUBE-EXT-"
            case .firewall: "KUBE-FW-"
            case .formerExternal: "KUBE-XLB-"
            case .endpoint: "KUBE-SEP-"
            case .affinity: nil
            }
        }

        /// The beginning of names in nftables mode; nil where that mode has none.
        public var nftablesPrefix: StaticString? {
            switch self {
            case .cluster: "service-"
            case .local: "local-"
            case .external: "external-"
            case .firewall: "firewall-"
            case .formerExternal: nil
            case .endpoint: "endpoint-"
            case .affinity: "affinity-"
            }
        }

        /// Whether it is an endpoint's.
        var isOfEndpoint: Bool { self == .endpoint || self == .affinity }
    }

    /// Whose a name is.
    public struct Owner: Sendable, Hashable {
        /// The whole name.
        public let name: String
        /// The mode whose name it is.
        public let mode: ProxyMode
        /// What it is for.
        public let purpose: Purpose
        /// The place of the view in `views`.
        public let view: Int
        /// The place of the service port in the view's.
        public let port: Int
        /// The place of the endpoint in the view's; nil if it is the whole port's.
        public let endpoint: Int?
    }

    /// The fewest characters that a name may be cut to.
    public static let shortestPrefix = 4

    /// Whose a name is, or names that begin with it, or whose hashes do. Names for both families are alike: there is an
    /// owner for each.
    public func owners(_ text: String) -> [Owner] {
        let wanted = Self.Wanted(text)
        guard let wanted else { return [] }
        var found: [Owner] = []
        for (place, view) in views.enumerated() {
            for number in view.servicePorts.indices { add(to: &found, wanted, view, place, number) }
        }
        let exact = found.filter { $0.name == text }
        return exact.isEmpty ? found : exact
    }

    /// A name that is looked for, taken apart as far as it can be.
    private struct Wanted {
        let purposes: [Purpose]
        let mode: ProxyMode?
        /// What stands behind the name's beginning.
        let rest: [UInt8]

        init?(_ text: String) {
            for purpose in Purpose.allCases {
                for (mode, prefix) in [
                    (ProxyMode.iptables, purpose.iptablesPrefix), (.nftables, purpose.nftablesPrefix),
                ] {
                    guard let prefix, text.hasPrefix(prefix.description) else { continue }
                    let rest = Array(text.utf8.dropFirst(prefix.utf8CodeUnitCount))
                    guard rest.count >= ChainDirectory.shortestPrefix else { return nil }
                    (purposes, self.mode, self.rest) = ([purpose], mode, rest)
                    return
                }
            }
            // A hash by itself.
            let rest = Array(text.utf8)
            guard (ChainDirectory.shortestPrefix...16).contains(rest.count), rest.allSatisfy(ChainHash.isSymbol) else {
                return nil
            }
            (purposes, mode, self.rest) = (Purpose.allCases, nil, rest)
        }
    }

    private func add(to found: inout [Owner], _ wanted: Wanted, _ view: ProxyView, _ place: Int, _ number: Int) {
        let port = view.servicePorts[number]
        func add(_ mode: ProxyMode, _ ending: String, _ endpoint: Int?) {
            guard ending.utf8.starts(with: wanted.rest) else { return }
            for purpose in wanted.purposes where purpose.isOfEndpoint == (endpoint != nil) {
                let prefix = mode == .iptables ? purpose.iptablesPrefix : purpose.nftablesPrefix
                guard let prefix else { continue }
                found.append(
                    Owner(
                        name: "\(prefix)\(ending)", mode: mode, purpose: purpose, view: place, port: number,
                        endpoint: endpoint))
            }
        }
        if wanted.purposes.contains(where: { !$0.isOfEndpoint }) {
            if wanted.mode != .nftables { add(.iptables, port.hash.text, nil) }
            if wanted.mode != .iptables {
                add(.nftables, Self.nftablesName(view) { port.write(nftablesPathTo: &$0) }, nil)
            }
        }
        guard wanted.purposes.contains(where: \.isOfEndpoint) else { return }
        for index in port.endpoints.all {
            let endpoint = view.endpoints[index]
            if wanted.mode != .nftables { add(.iptables, view.chainHash(of: endpoint, of: port).text, index) }
            if wanted.mode != .iptables {
                add(
                    .nftables, Self.nftablesName(view) { view.write(nftablesPathOf: endpoint, of: port, to: &$0) },
                    index)
            }
        }
    }

    /// `HASH-PATH`, cut if it is too long.
    private static func nftablesName(_ view: ProxyView, _ write: (inout ByteBuffer) -> Void) -> String {
        var path = ByteBuffer()
        write(&path)
        var name = ByteBuffer()
        name.append(ChainHash(of: path), characters: 8)
        name.append(UInt8(ascii: "-"))
        name.append(path)
        let longest = view.node.behavior.nftablesLongestName
        if name.count > longest {
            name.truncate(to: longest - 3)
            name.append("...")
        }
        return name.string
    }
}
