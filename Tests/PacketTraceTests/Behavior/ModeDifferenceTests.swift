import Addressing
import Foundation
import PacketTrace
import ServiceProxy
import TestSupport
import Testing

/// Iptables, nftables and ipvs mode do the same with every packet, but for what the manual says.
@Suite("differences between modes") struct ModeDifferenceTests {
    private static let pairs: [(ProxyMode, ProxyMode)] = [
        (.iptables, .nftables), (.iptables, .ipvs), (.nftables, .ipvs),
    ]

    /// What no fixture of the compilers has: networks of Services.
    private static let serviceCIDR = """
        apiVersion: networking.k8s.io/v1
        kind: ServiceCIDR
        metadata: {name: kubernetes}
        spec: {cidrs: [10.96.0.0/12, "fd00:10:96::/112"]}
        """

    @Test func modesDifferOnlyAsTheManualSays() throws {
        var seen: Set<String> = []
        var cases = try Fixtures.cases(in: "compile").map { try BehaviorCase($0) }
        cases.append(try BehaviorCase("clusterip-three-endpoints", adding: Self.serviceCIDR))
        for item in cases {
            for (from, to) in Self.pairs {
                for family in IPFamily.allCases {
                    let changes = try item.comparison(.init(mode: from), .init(mode: to), family).changes()
                    for change in changes {
                        for target in change.targets {
                            let known = ModeDifference.all.first { $0.explains(target, of: change, from, to) }
                            if let known { seen.insert(known.title) }
                            #expect(
                                known != nil,
                                """
                                \(item.name), \(family), \(from.rawValue) to \(to.rawValue): \
                                \(change.service ?? "no Service"), \(change.state): \(target), \
                                \(change.before) → \(change.after)
                                """)
                        }
                    }
                }
            }
        }
        #expect(seen == Set(ModeDifference.all.map(\.title)))
    }

    @Test func theManualNamesAllOfThem() throws {
        let url = Fixtures.packageRoot.appendingPathComponent("man/proxyplan-diff.1")
        let manual = try String(contentsOf: url, encoding: .utf8)
        for difference in ModeDifference.all {
            #expect(manual.contains(".It \(difference.title)\n"), "\(difference.title)")
        }
    }

    @Test(arguments: Fixtures.cases(in: "compile"), [ProxyMode.iptables, .nftables, .ipvs, .userspace])
    func nothingDiffersFromItself(_ name: String, _ mode: ProxyMode) throws {
        let version = mode == .userspace ? KubernetesVersion(minor: 25) : .newest
        let proxy = BehaviorCase.Proxy(mode: mode, version: version)
        let item = try BehaviorCase(name)
        for family in IPFamily.allCases {
            #expect(try item.comparison(proxy, proxy, family).changes().isEmpty)
        }
    }
}
