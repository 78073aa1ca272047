import Addressing
import Bytes
import Foundation
import Netfilter
import RuleCompiler
import TestSupport
import Testing

extension Kernel {
    /// Compile fixtures in ipvs mode are taken by a kernel, and are read back as the kernel spelling says.
    @Suite("ipvs round trip", .enabled(if: UserModeLinux.shouldRun, UserModeLinux.comment))
    struct IPVSRoundTripTests {
        /// Thirty cases spread over all, sixty rulesets; every case if everything is to be tried.
        private static let cases: [String] = {
            let all = Fixtures.cases(in: "compile")
            let wanted = UserModeLinux.triesEverything ? all.count : 30
            return (0..<wanted).map { all[$0 * all.count / wanted] }
        }()

        /// A load that the kernel refuses: that must be seen.
        private static let refused = [
            "refused.addresses": "", "refused.ipset": "add MISSING 10.0.0.1\n", "refused.ipvsadm": "",
            "refused.ip4": "",
            "refused.ip6": "",
        ]

        @Test func casesLoadAndReadBack() async throws {
            try UserModeLinux.require()
            var files: [String: String] = [:]
            var given: [String: IPVSRules] = [:]
            for name in Self.cases {
                let rules = try IPVSRules("compile/\(name)")
                given[name] = rules
                files["\(name).ipset"] = rules.text(.ipset, .tool)
                files["\(name).ipvsadm"] = rules.text(.ipvsadm, .tool)
                files["\(name).ip4"] = rules.text(.ipv4, .iptables, .tool)
                files["\(name).ip6"] = rules.text(.ipv6, .iptables, .tool)
                files["\(name).addresses"] = rules.addressCommands
            }
            files.merge(Self.refused) { $1 }
            let script = try String(
                contentsOf: Fixtures.packageRoot.appendingPathComponent("Tests/KernelTests/ipvs-roundtrip.sh"),
                encoding: .utf8)
            let result = try await UserModeLinux.run(
                script, input: (Self.cases + ["refused"]).joined(separator: "\n") + "\n", files: files,
                seconds: 60 + 6 * Self.cases.count)
            try #require(result.status == 0, "\(result.errors)")
            var loads = IPVSLoad.parse(result.output)
            let last = loads.popLast()
            let refused = try #require(last)
            #expect(refused.status != 0 && refused.complaints.count == 1, "\(refused)")
            #expect(loads.map(\.name) == Self.cases, "every case was loaded, in order")
            for load in loads {
                #expect(load.status == 0 && load.complaints.isEmpty, "\(load.name): \(load.complaints)")
                try check(load, try #require(given[load.name]))
            }
        }

        private func check(_ load: IPVSLoad, _ rules: IPVSRules) throws {
            expect(load, "ipvsadm -Sn", rules.text(.ipvsadm, .kernel)) { $0 }
            try expect(load, "ipvsadm -Ln", rules.text(.ipvsadm, .kernel)) { list in
                var buffer = ByteBuffer()
                try VirtualServerTable(parsing: Array(list.utf8)).write(to: &buffer, spelling: .kernel)
                return buffer.string
            }
            try expect(load, "ipset save", rules.text(.ipset, .kernel)) { try Self.canonicalSets($0) }
            for (tool, family) in [("iptables-save", IPFamily.ipv4), ("ip6tables-save", .ipv6)] {
                expect(load, tool, rules.text(family, .iptables, .kernel)) { Self.withoutRemarks($0) }
            }
            let bound = try BoundAddresses(parsing: Array((load.dumps["ip address"] ?? "").utf8))
            let wanted = rules.text(.addresses, .tool).split(separator: "\n").map(String.init)
            #expect(Set(bound.addresses.map(\.description)) == Set(wanted), "\(load.name): addresses")
        }

        private func expect(
            _ load: IPVSLoad, _ tool: String, _ wanted: String, _ prepare: (String) throws -> String
        ) rethrows {
            let found = try prepare(load.dumps[tool] ?? "")
            #expect(found == wanted, "\(load.name): \(tool)\n\(Golden.difference(of: found, from: wanted))")
        }

        /// The sets of a dump in the order of the kernel spelling: those of IPv4 first.
        private static func canonicalSets(_ dump: String) throws -> String {
            var buffer = ByteBuffer()
            try IPSetTable(parsing: Array(dump.utf8)).canonicalized().write(to: &buffer, spelling: .kernel)
            let lines = buffer.string.split(separator: "\n")
            let isIPv6 = { (line: Substring) in line.split(separator: " ")[1].hasPrefix("KUBE-6-") }
            return (lines.filter { !isIPv6($0) } + lines.filter(isIPv6)).map { $0 + "\n" }.joined()
        }

        private static func withoutRemarks(_ dump: String) -> String {
            dump.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0 + "\n" }.joined()
        }
    }
}

/// What became of one load: see `ipvs-roundtrip.sh`.
struct IPVSLoad {
    let name: String
    let status: Int
    var complaints: [String] = []
    /// What each tool printed.
    var dumps: [String: String] = [:]

    static func parse(_ output: String) -> [IPVSLoad] {
        var loads: [IPVSLoad] = []
        var tool = ""
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("== ") {
                let words = line.split(separator: " ")
                loads.append(IPVSLoad(name: String(words[1]), status: words.last.flatMap { Int($0) } ?? -1))
            } else if loads.isEmpty || line.isEmpty {
                continue
            } else if line.hasPrefix("! ") {
                loads[loads.count - 1].complaints.append(String(line.dropFirst(2)))
            } else if line.hasPrefix("-- ") {
                tool = String(line.dropFirst(3))
            } else {
                loads[loads.count - 1].dumps[tool, default: ""] += line + "\n"
            }
        }
        return loads
    }
}
