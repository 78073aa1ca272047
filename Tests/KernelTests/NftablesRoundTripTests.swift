import Bytes
import Diagnostics
import Foundation
import Netfilter
import ServiceProxy
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

        /// Older versions, as a table or as a first sync.
        /// The table of 1.29 can't be loaded: its rules name chains that come later.
        private static let older = [(29, true), (30, false), (32, true), (35, false)]

        /// Rules of older versions. Those that nft or the kernel refuse are the ones that a finding is about.
        @Test(arguments: older, RulesFamily.allCases)
        func olderVersionsLoadAndReadBack(
            _ older: (minor: Int, isTransaction: Bool), _ family: RulesFamily
        ) async throws {
            let version = try await version()
            let names = Fixtures.cases(in: "compile").filter {
                VersionGolden.path($0, minor: older.minor, "nftables.\(family.rawValue).nft") != nil
            }
            let cases = try names.map {
                try NftablesRules("compile/\($0)", kubernetes: KubernetesVersion(minor: older.minor))
            }
            let loads = try await NftablesRoundTrip.loads(
                zip(names, cases).map {
                    .init(name: $0, text: $1.text(family, .tool, isTransaction: older.isTransaction))
                })
            try #require(loads.count == cases.count)
            for (load, rules) in zip(loads, cases) {
                let name = "1.\(older.minor) \(load.name)"
                let isRefused = rules.findings(family).contains { ["NFT-004", "NFT-005"].contains($0.rule) }
                #expect((load.status != 0) == isRefused, "\(name): \(load.errors)")
                if isRefused { continue }
                let listing = rules.text(family, .kernel(version), isTransaction: older.isTransaction)
                expectEqual(try sortedElements(load.listing, version), listing, "\(name): nft list ruleset")
                try expectEqual(
                    json: load.json, rules.text(family, .json(version), isTransaction: older.isTransaction), name)
            }
        }

        /// The listing with its elements in order: nft has none for keys of several parts with a network in them, it
        /// compares numbers that aren't there.
        private func sortedElements(_ listing: String, _ version: NftVersion) throws -> String {
            guard listing.contains("flags interval") else { return listing }
            var sorted = ByteBuffer()
            try NftablesRuleset(parsing: Array(listing.utf8)).canonicalized().writeListing(
                to: &sorted, version: version)
            return sorted.string
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
