import Netfilter

extension NftablesDraft.BaseChains {
    /// kube-proxy 1.30 to 1.33: everything is asked in front of DNAT, but for the cluster IPs.
    static let inFrontOfDNAT = Self(
        hooks: [
            (.earlierPrerouting, .init(.filter, .prerouting, priority: -110)),
            (.filterInput, .init(.filter, .input, priority: -110)),
            (.filterForward, .init(.filter, .forward, priority: -110)),
            (.filterOutput, .init(.filter, .output, priority: -110)),
            (.outputAfterDNAT, .init(.filter, .output, priority: -90)),
        ] + natHooks,
        jumps: checksOfEndpoints + [
            .init(.earlierPrerouting, .firewallCheck, new: true),
            .init(.filterOutput, .firewallCheck, new: true),
        ] + natJumps + [
            .init(.filterForward, .clusterIPsCheck, new: true),
            .init(.outputAfterDNAT, .clusterIPsCheck, new: true),
        ],
        areMadeAnew: true)

    /// kube-proxy 1.29: three filters that ask for endpoints and source ranges alike.
    static let threeFilters = Self(
        hooks: [
            (.filterInput, .init(.filter, .input, priority: -101)),
            (.filterForward, .init(.filter, .forward, priority: -101)),
            (.filterOutput, .init(.filter, .output, priority: -101)),
        ] + natHooks,
        jumps: [
            .init(.filterInput, .endpointsCheck, new: true),
            .init(.filterForward, .endpointsCheck, new: true),
            .init(.filterOutput, .endpointsCheck, new: true),
            .init(.filterForward, .forward, new: false),
            .init(.filterInput, .firewallCheck, new: true),
            .init(.filterOutput, .firewallCheck, new: true),
            .init(.filterForward, .firewallCheck, new: true),
        ] + natJumps,
        areMadeAnew: false)
}
