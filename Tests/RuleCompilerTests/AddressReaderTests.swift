import Addressing
import RuleCompiler
import TestSupport
import Testing

/// What tools make of texts that Kubernetes accepts; the kernel tests ask the tools themselves.
@Suite struct AddressReaderTests {
    @Test func addresses() {
        for entry in AddressTexts.addresses {
            let seen = AddressReader.allCases.map { words($0.reading(of: entry.text, family: entry.family)) }
            #expect(seen == entry.readings, "\(entry.text)")
        }
    }

    @Test func networks() {
        for entry in AddressTexts.networks {
            let readers: [AddressReader] = [.iptablesMatch, .nft, .ipset]
            let seen = readers.map { words($0.reading(of: entry.text, family: entry.family)) }
            #expect(seen == entry.readings, "\(entry.text)")
        }
    }

    /// Texts that nobody should ask about are refused, not trapped over.
    @Test(arguments: ["", "/", ".", ":", "1.2.3.4/", "99999999999999999999.0.0.1", "1.2.3.4/99999999999999999999999"])
    func whatIsNoAddress(_ text: String) {
        for reader in AddressReader.allCases {
            _ = reader.reading(of: text, family: .ipv4)
            _ = reader.reading(of: text, family: .ipv6)
        }
        #expect(AddressReader.iptablesMatch.reading(of: text, family: .ipv4) == .refused)
    }

    private func words(_ reading: AddressReader.Reading) -> String {
        if case .network(let network) = reading { network.description } else { "" }
    }
}
