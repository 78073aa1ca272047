import Addressing
import Foundation
import Netfilter
import TestSupport
import Testing

/// What `proxyplan balance` prints.
private enum BalanceText {
    static func of(_ mode: String, _ family: RulesFamily, _ spelling: String, _ weights: [Int]) async throws -> String {
        let (virtual, prefix) = family == .ipv4 ? ("10.0.0.1:80/tcp", "10.1.0.") : ("[fd00::1]:80/tcp", "[fd00:1::")
        var arguments = ["balance", "--vip", virtual, "--mode", mode, "--spelling", spelling]
        for (place, weight) in weights.enumerated() {
            arguments += ["--backend", "\(prefix)\(place + 1)\(family == .ipv4 ? "" : "]"):8080=\(weight)"]
        }
        let result = try await Proxyplan.run(arguments)
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }

    static let weights = [[1], [1, 1, 1], [3, 1], [5, 0, 3, 2], Array(repeating: 1, count: 40), [65535, 1, 8]]

    static func withoutTable(_ text: String) -> String {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { "\($0)\n" }.joined()
    }
}

extension Kernel {
    /// What `proxyplan balance` prints is taken by the kernel, table and all, and read back as it says.
    @Suite("balance round trip") struct BalanceRoundTripTests {
        @Test(arguments: Backend.allCases, RulesFamily.allCases)
        func iptables(_ backend: Backend, _ family: RulesFamily) async throws {
            try KernelAvailability.require()
            for mode in ["iptables", "userspace"] {
                let weights = BalanceText.weights.filter { mode == "iptables" || Set($0).count == 1 }
                var texts: [(key: String, value: String)] = []
                for set in weights {
                    texts.append(("\(set.count)-\(set[0])", try await BalanceText.of(mode, family, "tool", set)))
                }
                let loads = try await RoundTrip.loads(texts, backend, family)
                try #require(loads.count == weights.count)
                for (load, set) in zip(loads, weights) {
                    #expect(load.status == 0 && load.complaints.isEmpty, "\(load)")
                    let expected = SavedRules(try await BalanceText.of(mode, family, "kernel", set))
                    #expect(SavedRules(load.dump).differences(from: expected, wording: true) == [])
                }
            }
        }

        @Test(arguments: RulesFamily.allCases)
        func nftables(_ family: RulesFamily) async throws {
            try KernelAvailability.require()
            let version = try #require(try await NftablesRoundTrip.version())
            var texts: [NftablesRoundTrip.Text] = []
            for set in BalanceText.weights {
                texts.append(.init(name: "\(set)", text: try await BalanceText.of("nftables", family, "tool", set)))
            }
            let loads = try await NftablesRoundTrip.loads(texts)
            try #require(loads.count == BalanceText.weights.count)
            for (load, set) in zip(loads, BalanceText.weights) {
                #expect(load.status == 0, "\(load.name): \(load.errors)")
                if version != .v1_0_6 { continue }
                let expected = BalanceText.withoutTable(try await BalanceText.of("nftables", family, "kernel", set))
                let listing = load.listing.split(separator: "\n").map { "\($0)\n" }.joined()
                #expect(listing == expected, "\(load.name):\n\(Golden.difference(of: listing, from: expected))")
            }
        }

        @Test(.enabled(if: UserModeLinux.shouldRun, UserModeLinux.comment))
        func ipvs() async throws {
            try UserModeLinux.require()
            var files: [String: String] = [:]
            var names: [String] = []
            for family in RulesFamily.allCases {
                for (place, set) in BalanceText.weights.enumerated() {
                    names.append("\(family.rawValue)-\(place)")
                    // ipvsadm doesn't pass over comments.
                    let text = BalanceText.withoutTable(try await BalanceText.of("ipvs", family, "tool", set))
                    files["\(family.rawValue)-\(place)"] = text
                }
            }
            let script = """
                while read -r name; do
                    unshare -n sh -c "ip link set lo up && ipvsadm -R <$name && ipvsadm -Sn >$name.saved" 2>&1
                    echo "$name $?"
                    cat "$name.saved"
                done
                """
            let result = try await UserModeLinux.run(
                script, input: names.map { "\($0)\n" }.joined(), files: files, seconds: 120)
            try #require(result.status == 0, "\(result.errors)")
            var expected = ""
            for family in RulesFamily.allCases {
                for (place, set) in BalanceText.weights.enumerated() {
                    expected += "\(family.rawValue)-\(place) 0\n"
                    expected += BalanceText.withoutTable(try await BalanceText.of("ipvs", family, "kernel", set))
                }
            }
            #expect(result.output == expected, "\(Golden.difference(of: result.output, from: expected))")
        }
    }
}
