import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// The rules that spread the connections of a balance, in the way of a proxy mode, and nothing else: no masquerading, no
/// firewall, no affinity.
public struct BalanceRules: Sendable {
    /// What is balanced.
    public let balance: Balance
    /// The way.
    public let mode: ProxyMode
    /// The decimals of probabilities (iptables mode).
    public let digits: UInt8
    /// The port of kube-proxy's own socket (userspace mode).
    public let proxyPort: UInt16

    /// The first of kube-proxy's own ports where nothing else is said.
    public static let defaultProxyPort: UInt16 = 40000

    /// Throws if the mode can't do it: userspace mode knows no weights.
    public init(
        _ balance: Balance, mode: ProxyMode, digits: UInt8 = LoadBalancing.digits,
        proxyPort: UInt16 = Self.defaultProxyPort
    ) throws(Balance.Obstacle) {
        guard mode != .userspace || balance.isEven else {
            throw Balance.Obstacle(
                message: "userspace mode knows no weights: kube-proxy itself goes round its endpoints")
        }
        (self.balance, self.mode, self.digits, self.proxyPort) = (balance, mode, digits, proxyPort)
    }

    /// What each backend gets.
    public var shares: BalanceShares { BalanceShares(of: balance, mode: mode, digits: digits) }

    /// Appends the rules as text: what `iptables-restore --noflush`, `nft -f` or `ipvsadm -R` read, or what
    /// `iptables-save`, `nft list ruleset` or `ipvsadm -Sn` print.
    public func write(to buffer: inout ByteBuffer, spelling: Spelling, nftVersion: NftVersion = .v1_0_6) {
        switch (mode, spelling) {
        case (.ipvs, _): virtualServers().write(to: &buffer, spelling: spelling)
        case (.iptables, .tool), (.userspace, .tool): iptables().write(to: &buffer, spelling: .tool)
        case (.iptables, .kernel), (.userspace, .kernel):
            iptables().canonicalized().write(to: &buffer, spelling: .kernel)
        case (.nftables, .tool): nftables().writeCommands(to: &buffer)
        case (.nftables, .kernel):
            nftables().canonicalized().writeListing(to: &buffer, version: nftVersion)
        }
    }

    private var family: IPFamily { balance.virtual.address.family }

    // MARK: iptables

    /// A chain for the backends, and the jumps of packets from elsewhere and from the node itself; in userspace mode both
    /// go to kube-proxy's socket instead.
    private func iptables() -> IptablesRuleset {
        var draft = RuleDraft(family: family)
        draft.begin("nat")
        let entry: [IptablesRuleset.Option] = [
            .destination(.init(balance.virtual.address)), .protocol(.init(balance.transport)),
            .protocolModule(balance.transport), .destinationPort(.init(balance.virtual.port)),
        ]
        guard mode == .iptables else {
            draft.add("PREROUTING", entry, .redirect(port: proxyPort))
            draft.add("OUTPUT", entry, .redirect(port: proxyPort))
            return draft.ruleset
        }
        draft.declare("BALANCE")
        draft.addJump("PREROUTING", entry, to: "BALANCE")
        draft.addJump("OUTPUT", entry, to: "BALANCE")
        for (backend, choice) in zip(balance.backends, BalanceShares.choices(balance, digits: digits))
        where backend.weight > 0 {
            var options: [IptablesRuleset.Option] = [
                .protocol(.init(balance.transport)), .protocolModule(balance.transport),
            ]
            if let choice { options.append(.randomProbability(choice.written)) }
            draft.add("BALANCE", options, .dnat(backend.socket))
        }
        return draft.ruleset
    }

    // MARK: IPVS

    private func virtualServers() -> VirtualServerTable {
        var table = VirtualServerTable()
        let scheduler = table.texts.add(
            balance.isEven && balance.usedBackends.count == balance.backends.count ? "rr" : "wrr")
        var server = VirtualServerTable.VirtualServer(
            service: .socket(balance.transport, balance.virtual), scheduler: scheduler)
        table.realServers = balance.backends.map { .init($0.socket, weight: $0.weight) }
        server.realServerCount = UInt32(table.realServers.count)
        table.virtualServers = [server]
        return table
    }
}
