extension BehaviorChange {
    /// Changes of nftables mode, the newest version first.
    static let nftables: [BehaviorChange] = newerNftables + olderNftables

    private static let newerNftables: [BehaviorChange] = [
        .init(
            "nftables-inline-mark", since: 36, .nftables,
            "rules mark packets for masquerading themselves; before, they jumped to mark-for-masquerade"
        ) { $0.nftablesMarksInline = false },
        .init(
            "nftables-hairpin-set", since: 36, .nftables,
            "set hairpin-connections has the connections of endpoints to themselves; before, a rule in "
                + "each endpoint's chain"
        ) { $0.nftablesHasHairpinSet = false },
        .init(
            "nftables-dnat", since: 36, .nftables,
            "the chain of a service port rewrites packets; before, a chain for each endpoint did, now "
                + "with session affinity only"
        ) { $0.nftablesDNATsInServiceChains = false },
        .init(
            "nftables-one-masquerade", since: 36, .nftables,
            "one rule masquerades packets to cluster IPs; before, one for each service port"
        ) { $0.nftablesInternalMasquerade = .perAddress },
        .init(
            "nftables-masquerade-port", since: 34, .nftables,
            "the rule that masquerades packets to a cluster IP doesn't ask for the port; before, it did"
        ) { $0.nftablesInternalMasquerade = .perAddressAndPort },
        .init(
            "nftables-base-chains", since: 34, .nftables,
            "endpoints and cluster IPs are checked at priority 0, source ranges in "
                + "filter-prerouting-pre-dnat and filter-output-pre-dnat; before, all at -110, in "
                + "filter-prerouting and filter-output, but for filter-output-post-dnat at -90"
        ) { $0.nftablesBaseChains = .inFrontOfDNAT },
        .init(
            "nftables-interface-names", since: 34, .nftables,
            "pods' interfaces are compared by name (iifname; late patches of 1.33 too); before, by number "
                + "(iif), which nft refuses for a prefix"
        ) { $0.nftablesComparesInterfaceNames = false },
        .init(
            "nftables-service-cidrs", since: 33, .nftables,
            "packets to unallocated addresses of ServiceCIDRs are dropped (1.30 to 1.32: with feature "
                + "gate MultiCIDRServiceAllocator)"
        ) { $0.nftablesDropsUnallocatedClusterIPs = false },
    ]

    private static let olderNftables: [BehaviorChange] = [
        .init(
            "nftables-live-elements", since: 33, .nftables,
            "a full sync changes only elements that differ from the kernel's; before, it emptied sets and maps"
        ) { $0.nftablesElementReset = .atFullSync },
        .init(
            "nftables-partial-sync", since: 31, .nftables,
            "only full syncs empty sets and maps; before, every sync did"
        ) { $0.nftablesElementReset = .always },
        .init(
            "nftables-same-element", since: 31, .nftables,
            "where two service ports have the same address and port, the later counts; before, the whole "
                + "sync failed"
        ) { $0.nftablesReplacesElements = false },
        .init(
            "nftables-primary-node-ports", since: 31, .nftables,
            "node ports answer on the primary addresses unless configured; before, on the family's node "
                + "address, loopback too"
        ) { $0.nftablesDefaultNodePorts = .nodeAddress },
        .init(
            "nftables-firewall-comments", since: 31, .nftables,
            "elements of firewall-ips have no comments; before, they named the service port"
        ) { $0.nftablesFirewall = .commentedChains },
        .init(
            "nftables-node-ports", since: 30, .nftables,
            "networks of the other family in nodePortAddresses count as none; before, as all addresses"
        ) { $0.nftablesDefaultNodePorts = .primary },
        .init(
            "nftables-listing", since: 30, .nftables,
            "a table is listed kind by kind; before, each chain with its rules, which nft doesn't load (--transaction does)"
        ) { $0.nftablesListsRulesBehindChains = true },
        .init(
            "nftables-firewall-chains", since: 30, .nftables,
            "source ranges are in a chain for each service port; before, in the sets firewall and firewall-allow"
        ) { $0.nftablesFirewall = .sets },
        .init(
            "nftables-hooks", since: 30, .nftables,
            "source ranges are asked for in filter-prerouting, node ports without endpoints in "
                + "filter-input only, and base chains are made anew at the start; before, three filters at -101 "
                + "jumped to endpoints-check and firewall-check"
        ) { $0.nftablesBaseChains = .threeFilters },
        .init(
            "nftables-cluster-ips-check", since: 30, .nftables,
            "packets to ports that a cluster IP doesn't have are rejected; before, they went on"
        ) { $0.nftablesChecksClusterIPs = false },
        .init(
            "nftables-long-names", since: 30, .nftables,
            "names of chains and sets are cut at 240 bytes behind their prefix; before, at 112"
        ) { $0.nftablesLongestName = 112 },
        .init(
            "nftables-invalid", since: 30, .nftables,
            "forwarded invalid packets go on; before, chain forward dropped them"
        ) { $0.nftablesDropsInvalidPackets = true },
    ]
}
