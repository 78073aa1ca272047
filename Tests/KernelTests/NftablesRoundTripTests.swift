import Foundation
import Netfilter
import TestSupport
import Testing

extension Kernel {
    /// Every case's table in nftables mode is taken by the kernel, and nft then prints what proxyplan says it prints.
    @Suite("nftables round trip") struct NftablesRoundTripTests {
        private static let folders = Fixtures.cases(in: "compile").map { "compile/\($0)" }

        /// The installed nft's version, if its listings are known.
        private func version() async throws -> NftVersion {
            try KernelAvailability.require()
            return try #require(try await NftablesRoundTrip.version())
        }

        @Test(arguments: RulesFamily.allCases)
        func goldensLoadAndReadBack(_ family: RulesFamily) async throws {
            let version = try await version()
            let loads = try await NftablesRoundTrip.loads(
                Self.folders.map {
                    .init(name: $0, text: try Fixtures.text("\($0)/nftables.\(family.rawValue).nft"))
                })
            try #require(loads.count == Self.folders.count)
            for load in loads {
                #expect(load.status == 0, "\(load.name): \(load.errors)")
                let rules = try NftablesRules(load.name)
                expectEqual(load.listing, rules.text(family, .kernel(version)), "\(load.name): nft list ruleset")
                try expectEqual(json: load.json, rules.text(family, .json(version)), load.name)
            }
        }

        @Test(arguments: RulesFamily.allCases)
        func transactionsLoadAndReadBack(_ family: RulesFamily) async throws {
            let version = try await version()
            let loads = try await NftablesRoundTrip.loads(
                Self.folders.map {
                    .init(name: $0, text: try NftablesRules($0).text(family, .tool, isTransaction: true))
                })
            for load in loads {
                #expect(load.status == 0, "\(load.name): \(load.errors)")
                let listing = try NftablesRules(load.name).text(family, .kernel(version), isTransaction: true)
                expectEqual(load.listing, listing, load.name)
            }
        }

        /// 1.0.6 doesn't read comments of sets and maps from JSON.
        @Test(arguments: RulesFamily.allCases)
        func jsonLoads(_ family: RulesFamily) async throws {
            let version = try await version()
            let loads = try await NftablesRoundTrip.loads(
                Self.folders.map {
                    .init(name: $0, text: try NftablesRules($0).text(family, .json(version)), isJSON: true)
                })
            for load in loads {
                #expect(load.status == 0, "\(load.name): \(load.errors)")
                let expected = try NftablesRules(load.name).text(family, .json(version))
                try expectEqual(
                    json: load.json, expected, load.name, setComments: version >= NftVersion(1, 1, 0))
            }
        }

        private func expectEqual(
            json text: String, _ expected: String, _ name: String, setComments: Bool = true
        ) throws {
            let listed = try NftablesJSON.objects(text, setComments: setComments)
            let compiled = try NftablesJSON.objects(expected, setComments: setComments)
            for kind in Set(listed.keys).union(compiled.keys) {
                expectEqual(
                    (listed[kind] ?? []).joined(separator: "\n"), (compiled[kind] ?? []).joined(separator: "\n"),
                    "\(name): nft -j list ruleset, \(kind)")
            }
        }

        private func expectEqual(_ text: String, _ expected: String, _ name: String) {
            if text != expected {
                Issue.record("\(name):\n\(Golden.difference(of: text, from: expected))")
            }
        }
    }
}
