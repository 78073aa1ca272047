import Addressing
import Bytes
import Netfilter

extension FamilyRuleset {
    /// All rules, elements and real servers, each as a line, as the tools print them.
    func ruleLines() -> [RuleLine] {
        var lines: [RuleLine] = []
        iptables?.canonicalized().addLines(to: &lines)
        nftables?.canonicalized().addLines(to: &lines)
        virtualServers?.addLines(to: &lines)
        sets?.addLines(to: &lines)
        return lines
    }
}

extension IptablesRuleset {
    fileprivate func addLines(to lines: inout [RuleLine]) {
        for table in tables {
            let name = texts.string(table.name)
            for rule in table.rules {
                var buffer = ByteBuffer()
                write(rule: rule, of: table, to: &buffer, spelling: .kernel)
                buffer.truncate(to: buffer.count - 1)
                lines.append(RuleLine(table: name, container: self.name(of: rule.chain), text: buffer.string))
            }
        }
    }
}

extension NftablesRuleset {
    fileprivate func addLines(to lines: inout [RuleLine]) {
        for table in tables {
            for rule in table.rules where table.chains.indices.contains(Int(rule.chain)) {
                var buffer = ByteBuffer()
                write(rule, of: table, to: &buffer)
                let chain = texts.string(table.chains[Int(rule.chain)].name)
                lines.append(RuleLine(table: "", container: chain, text: buffer.string))
            }
            for element in table.elements where table.sets.indices.contains(Int(element.set)) {
                var buffer = ByteBuffer()
                write(element, of: table, to: &buffer)
                let set = texts.string(table.sets[Int(element.set)].name)
                lines.append(RuleLine(table: "", container: set, text: buffer.string, isElement: true))
            }
        }
    }
}

extension VirtualServerTable {
    fileprivate func addLines(to lines: inout [RuleLine]) {
        for server in virtualServers {
            guard case .socket(let transport, let socket) = server.service else { continue }
            var buffer = ByteBuffer()
            write(server, realServers(of: server), to: &buffer, spelling: .kernel)
            let container = "\(socket)/\(transport.name)"
            for line in buffer.string.split(separator: "\n") {
                lines.append(RuleLine(table: "", container: container, text: String(line)))
            }
        }
    }
}

extension IPSetTable {
    fileprivate func addLines(to lines: inout [RuleLine]) {
        for set in sets {
            for element in elements(of: set) {
                var buffer = ByteBuffer()
                write(element, to: &buffer, spelling: .kernel)
                lines.append(RuleLine(table: "", container: name(of: set), text: buffer.string, isElement: true))
            }
        }
    }
}
