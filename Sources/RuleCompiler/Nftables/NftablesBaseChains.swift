import Netfilter
import ServiceProxy

extension NftablesDraft {
    /// The base chains of a version and the jumps from them, in kube-proxy's order.
    struct BaseChains: Sendable {
        /// Where each base chain hangs.
        let hooks: [(chain: FixedChain, base: NftablesRuleset.BaseChain)]
        /// The jumps from them.
        let jumps: [Jump]
        /// Whether they are removed first, in case that an earlier version hooked them elsewhere.
        let areMadeAnew: Bool

        /// Those of a version.
        static func of(_ behavior: Behavior) -> BaseChains {
            switch behavior.nftablesBaseChains {
            case .beforeAndAfterDNAT: beforeAndAfterDNAT
            case .inFrontOfDNAT: inFrontOfDNAT
            case .threeFilters: threeFilters
            }
        }

        private static let beforeAndAfterDNAT = BaseChains(
            hooks: [
                (.prerouting, .init(.filter, .prerouting, priority: -110)),
                (.outputBeforeDNAT, .init(.filter, .output, priority: -110)),
                (.filterInput, .init(.filter, .input, priority: 0)),
                (.filterForward, .init(.filter, .forward, priority: 0)),
                (.filterOutput, .init(.filter, .output, priority: 0)),
            ] + natHooks,
            jumps: checksOfEndpoints + [
                Jump(.prerouting, .firewallCheck, new: true),
                Jump(.outputBeforeDNAT, .firewallCheck, new: true),
            ] + natJumps + [
                Jump(.filterForward, .clusterIPsCheck, new: true),
                Jump(.filterOutput, .clusterIPsCheck, new: true),
            ],
            areMadeAnew: true)

        static let natHooks: [(chain: FixedChain, base: NftablesRuleset.BaseChain)] = [
            (.natPrerouting, .init(.nat, .prerouting, priority: -100)),
            (.natOutput, .init(.nat, .output, priority: -100)),
            (.natPostrouting, .init(.nat, .postrouting, priority: 100)),
        ]
        static let natJumps = [
            Jump(.natOutput, .services, new: false),
            Jump(.natPrerouting, .services, new: false),
            Jump(.natPostrouting, .masquerading, new: false),
        ]
        static let checksOfEndpoints = [
            Jump(.filterInput, .nodePortEndpointsCheck, new: true),
            Jump(.filterInput, .serviceEndpointsCheck, new: true),
            Jump(.filterForward, .serviceEndpointsCheck, new: true),
            Jump(.filterOutput, .serviceEndpointsCheck, new: true),
        ]
    }

    /// A jump from a base chain.
    struct Jump: Sendable {
        let source: FixedChain
        let target: FixedChain
        /// Whether only packets that begin a connection jump.
        let isForNewConnections: Bool

        init(_ source: FixedChain, _ target: FixedChain, new: Bool) {
            (self.source, self.target, isForNewConnections) = (source, target, new)
        }
    }
}
