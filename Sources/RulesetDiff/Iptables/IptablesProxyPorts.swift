import ProxyNames
import Addressing
import Bytes
import Netfilter

extension IptablesRuleset {
    /// The ruleset with the ports of kube-proxy's sockets that another has, of userspace mode.
    ///
    /// The kernel chooses these ports while kube-proxy runs, so that no compile knows them; what counts is that all
    /// rules of a service port have the same one. Of several in the rules of one service port the most frequent is
    /// taken, the first of equals.
    func withProxyPorts(of live: IptablesRuleset) -> IptablesRuleset {
        let wanted = live.proxyPorts()
        if wanted.isEmpty { return self }
        let own = proxyPorts()
        var result = self
        for table in result.tables.indices {
            for place in result.tables[table].rules.indices {
                let rule = result.tables[table].rules[place]
                guard isPortal(rule), let key = key(of: rule, result.tables[table]), let port = wanted[key],
                    let old = own[key], port != old
                else { continue }
                result.replace(old, with: port, in: place, ofTable: table)
            }
        }
        return result
    }

    private mutating func replace(_ old: UInt16, with port: UInt16, in place: Int, ofTable table: Int) {
        switch tables[table].rules[place].target {
        case .redirect(old): tables[table].rules[place].target = .redirect(port: port)
        case .dnat(let socket, let spelling) where socket.port == old:
            tables[table].rules[place].target = .dnat(SocketAddress(socket.address, port: port), spelling)
        case .accept: tables[table].replaceDestinationPort(old, with: port, in: place)
        default: break
        }
    }

    // MARK: Learning

    /// The port of each service port's socket, by the comment of its rules.
    private func proxyPorts() -> [String: UInt16] {
        var counts: [String: [(port: UInt16, count: Int)]] = [:]
        for table in tables {
            for rule in table.rules where isPortal(rule) {
                guard let key = key(of: rule, table), let port = proxyPort(of: rule, table) else { continue }
                if let place = counts[key]?.firstIndex(where: { $0.port == port }) {
                    counts[key]?[place].count += 1
                } else {
                    counts[key, default: []].append((port, 1))
                }
            }
        }
        return counts.compactMapValues { ports in
            let most = ports.lazy.map(\.count).max()
            return ports.first { $0.count == most }?.port
        }
    }

    /// Whether a rule stands in one of the chains of userspace mode.
    private func isPortal(_ rule: Rule) -> Bool {
        guard Int(rule.chain.index) < chainNames.count else { return false }
        return texts.withBytes(of: chainNames[Int(rule.chain.index)]) { name in
            switch IptablesChainName(name) {
            case .fixed(.portalsHost), .fixed(.portalsContainer), .fixed(.nodePortHost), .fixed(.nodePortContainer),
                .fixed(.nodePortNonLocal):
                true
            default: false
            }
        }
    }

    private func key(of rule: Rule, _ table: Table) -> String? {
        for case .comment(let text) in table.options(of: rule) { return texts.string(text) }
        return nil
    }

    private func proxyPort(of rule: Rule, _ table: Table) -> UInt16? {
        switch rule.target {
        case .redirect(let port): return port
        case .dnat(let socket, _): return socket.port
        case .accept:
            for case .destinationPort(let match) in table.options(of: rule) { return match.lower }
            return nil
        default: return nil
        }
    }
}

extension IptablesRuleset.Table {
    /// Gives a rule options of its own, with another port in place of one that destinations are compared with.
    fileprivate mutating func replaceDestinationPort(_ old: UInt16, with port: UInt16, in place: Int) {
        let start = options.count
        for option in options(of: rules[place]) {
            if case .destinationPort(let match) = option, match.lower == old, match.upper == old {
                options.append(.destinationPort(.init(port, port, negated: match.negated)))
            } else {
                options.append(option)
            }
        }
        rules[place].firstOption = UInt32(start)
    }
}
