import Addressing

/// A set of kube-proxy's, by its name.
package struct KubeSetName: Sendable, Hashable {
    /// The family of the Services that it is for.
    package let family: IPFamily
    /// What it holds.
    package let purpose: Purpose

    /// What kube-proxy's sets hold, by what their names say behind `KUBE-` or `KUBE-6-`.
    package enum Purpose: String, Sendable, CaseIterable {
        case clusterIP = "CLUSTER-IP"
        case externalIP = "EXTERNAL-IP"
        case externalIPLocal = "EXTERNAL-IP-LOCAL"
        case loadBalancer = "LOAD-BALANCER"
        case loadBalancerLocal = "LOAD-BALANCER-LOCAL"
        case firewall = "LOAD-BALANCER-FW"
        case sourceIP = "LOAD-BALANCER-SOURCE-IP"
        case sourceNetwork = "LOAD-BALANCER-SOURCE-CIDR"
        case nodePortTCP = "NODE-PORT-TCP"
        case nodePortLocalTCP = "NODE-PORT-LOCAL-TCP"
        case nodePortUDP = "NODE-PORT-UDP"
        case nodePortLocalUDP = "NODE-PORT-LOCAL-UDP"
        case nodePortSCTP = "NODE-PORT-SCTP-HASH"
        case nodePortLocalSCTP = "NODE-PORT-LOCAL-SCTP-HASH"
        case healthCheck = "HEALTH-CHECK-NODE-PORT"
        case loopBack = "LOOP-BACK"
        case boundAddresses = "IPVS-IPS"
        /// A set that no version known here makes.
        case unknown = ""

        /// Whether each of its elements is an address that a Service is served on.
        package var isOfAddresses: Bool {
            switch self {
            case .clusterIP, .externalIP, .externalIPLocal, .loadBalancer: true
            default: false
            }
        }

        /// The protocol of node ports that are elements by their numbers alone.
        package var transport: TransportProtocol? {
            switch self {
            case .nodePortTCP, .nodePortLocalTCP: .tcp
            case .nodePortUDP, .nodePortLocalUDP: .udp
            default: nil
            }
        }
    }

    /// The longest name that the kernel takes; kube-proxy cuts longer ones.
    private static let longestName = 31

    private static let names: [IPFamily: [(name: ArraySlice<UInt8>, purpose: Purpose)]] = Dictionary(
        uniqueKeysWithValues: IPFamily.allCases.map { family in
            (
                family,
                Purpose.allCases.filter { $0 != .unknown }.map { purpose in
                    (Array("\(prefix(family))\(purpose.rawValue)".utf8).prefix(longestName), purpose)
                }
            )
        })

    private static func prefix(_ family: IPFamily) -> String { family == .ipv4 ? "KUBE-" : "KUBE-6-" }

    /// The set with this name, if it is one of kube-proxy's.
    package init?(_ name: UnsafeRawBufferPointer) {
        guard name.starts(with: Self.prefix(.ipv4).utf8) else { return nil }
        let family: IPFamily = name.starts(with: Self.prefix(.ipv6).utf8) ? .ipv6 : .ipv4
        self.family = family
        purpose = Self.names[family]?.first { $0.name.elementsEqual(name) }?.purpose ?? .unknown
    }
}
