import Addressing
import Bytes
import Netfilter
import TestSupport
import Testing

/// Addresses whose text for the tool isn't the canonical one.
@Suite struct AddressSpellingTests {
    /// A rule takes no more room for it: rulesets have millions of these.
    @Test func rulesAreNoLarger() {
        #expect(MemoryLayout<IptablesRuleset.Option>.stride == 24)
        #expect(MemoryLayout<IptablesRuleset.Rule>.stride == 40)
        #expect(MemoryLayout<NftablesRuleset.Value>.stride == 24)
        #expect(MemoryLayout<NftablesRuleset.Element>.stride == 48)
        #expect(MemoryLayout<NftablesRuleset.Statement>.stride == 40)
    }

    @Test(arguments: [0, 1, 65_534, 65_535, 65_536, 0xFF_FFFE])
    func anIndexComesBack(_ index: Int) {
        #expect(AddressSpelling(index: index).index == index)
    }

    @Test(arguments: [-1, 0xFF_FFFF, Int.max, Int.min])
    func whatCannotBeCountedIsCanonical(_ index: Int) {
        #expect(AddressSpelling(index: index) == .canonical)
        #expect(AddressSpelling(index: index).index == nil)
    }

    private func ruleset(_ texts: [String]) throws -> IptablesRuleset {
        let address = try #require(IPAddress("10.0.0.1"))
        var ruleset = IptablesRuleset(family: .ipv4)
        var table = IptablesRuleset.Table(name: ruleset.texts.add("nat"))
        let chain = ruleset.addChain(named: ruleset.texts.add("A"))
        for text in texts {
            let spelling = text.isEmpty ? .canonical : ruleset.addSpelling(ruleset.texts.add(text))
            let socket = text.isEmpty ? .canonical : ruleset.addSpelling(ruleset.texts.add("\(text):80"))
            let first = UInt32(table.options.count)
            table.options += [
                .source(.init(address, spelling: spelling)), .destination(.init(address, spelling: spelling)),
                .virtualService(.init(address, .tcp, port: 80, spelling: spelling)),
            ]
            table.rules.append(
                .init(
                    chain: chain, firstOption: first, optionCount: 3,
                    target: .dnat(SocketAddress(address, port: 80), socket)))
        }
        ruleset.tables = [table]
        return ruleset
    }

    private func lines(_ ruleset: IptablesRuleset, _ spelling: Spelling) -> [String] {
        var buffer = ByteBuffer()
        ruleset.write(to: &buffer, spelling: spelling)
        return buffer.string.split(separator: "\n").filter { $0.hasPrefix("-A") }.map(String.init)
    }

    @Test func theToolGetsTheText() throws {
        let odd = try ruleset(["010.0.0.1", ""])
        #expect(
            lines(odd, .tool) == [
                "-A A -s 010.0.0.1 -d 010.0.0.1 -m ipvs --vaddr 010.0.0.1 --vproto tcp --vport 80 "
                    + "-j DNAT --to-destination 010.0.0.1:80",
                "-A A -s 10.0.0.1 -d 10.0.0.1 -m ipvs --vaddr 10.0.0.1 --vproto tcp --vport 80 "
                    + "-j DNAT --to-destination 10.0.0.1:80",
            ])
        let kernel = lines(odd, .kernel)
        #expect(kernel.count == 2 && kernel[0] == kernel[1] && !kernel[0].contains("010"))
    }

    @Test func rulesAreComparedWithTheirTexts() throws {
        let odd = try ruleset(["", "010.0.0.1"])
        #expect(odd.hasSameRules(as: odd))
        // Other places in the list of spellings, the same texts.
        var other = try ruleset(["10.0.0.01", "010.0.0.1"])
        let plain = try ruleset(["", ""])
        #expect(!odd.hasSameRules(as: other) && !odd.hasSameRules(as: plain) && !plain.hasSameRules(as: odd))
        other.tables[0].rules.removeFirst()
        var tail = odd
        tail.tables[0].rules.removeFirst()
        #expect(other.hasSameRules(as: tail))
        #expect(odd.canonicalized().hasSameRules(as: plain.canonicalized()))
    }

    @Test func setsHaveTheTextForTheToolOnly() throws {
        var table = IPSetTable()
        let address = try #require(IPAddress("10.0.0.1"))
        let network = try #require(IPPrefix("10.1.2.3/8"))
        let odd = table.addSpelled(
            .addressPortNetwork(address, .tcp, 80, network), text: table.texts.add("010.0.0.1,tcp:80,10.1.2.3/08"))
        let name = table.texts.add("A")
        table.add(
            .init(name: name, type: .addressPortNetwork, header: .hash(.init(family: .ipv4))),
            elements: [odd, .addressPortNetwork(address, .tcp, 80, network.masked)])
        var tool = ByteBuffer()
        var kernel = ByteBuffer()
        table.write(to: &tool, spelling: .tool)
        table.canonicalized().write(to: &kernel, spelling: .kernel)
        #expect(tool.string.hasSuffix("\nadd A 010.0.0.1,tcp:80,10.1.2.3/08\nadd A 10.0.0.1,tcp:80,10.0.0.0/8\n"))
        #expect(kernel.string.split(separator: "\n").dropFirst() == ["add A 10.0.0.1,tcp:80,10.0.0.0/8"])
    }
}
