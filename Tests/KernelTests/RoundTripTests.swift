import Foundation
import TestSupport
import Testing

extension Kernel {
    /// Every compile fixture's rules are taken by the kernel, and are still what they were when read back.
    @Suite("round trip") struct RoundTripTests {
        @Test(arguments: Backend.allCases, RulesFamily.allCases)
        func everyCaseLoadsAndReadsBack(_ backend: Backend, _ family: RulesFamily) async throws {
            try KernelAvailability.require()
            let folders = Fixtures.cases(in: "compile").map { "compile/\($0)" }
            try #require(!folders.isEmpty)
            let loads = try await RoundTrip.loads(folders, backend, family)
            #expect(loads.map(\.name) == folders, "every case was loaded, in order")
            for load in loads {
                try check(load, family)
            }
        }

        private func check(_ load: RoundTrip.Load, _ family: RulesFamily) throws {
            #expect(load.status == 0, "\(load.name): not loaded")
            #expect(load.complaints.isEmpty, "\(load.name): \(load.complaints.joined(separator: "; "))")
            let saved = SavedRules(load.dump)
            let expected = SavedRules(try KernelRules.savedText(load.name, family))
            #expect(saved.differences(from: expected, wording: true).isEmpty, "\(load.name)")
        }

        /// What is loaded is kube-proxy's own text and the jumps of `KernelRules`, which were written by hand.
        @Test(arguments: Fixtures.cases(in: "compile"), RulesFamily.allCases)
        func whatIsLoadedIsTheGolden(_ name: String, _ family: RulesFamily) throws {
            let golden = try Fixtures.text("compile/\(name)/iptables.\(family.rawValue).restore")
            let loaded = SavedRules(try KernelRules.restoreText("compile/\(name)", family))
            #expect(loaded.differences(from: SavedRules(KernelRules.addingJumps(to: golden)), wording: true) == [])
        }

        @Test func aRefusedTextIsSeen() async throws {
            try KernelAvailability.require()
            let texts = ["good": "*nat\n:A - [0:0]\nCOMMIT\n", "bad": "*nat\n-A MISSING -j ALSO-MISSING\nCOMMIT\n"]
            for backend in Backend.allCases {
                let loads = try await RoundTrip.loads(texts.sorted { $0.key > $1.key }, backend, .ipv4)
                #expect(loads.map(\.name) == ["good", "bad"])
                #expect(loads.map { $0.status == 0 } == [true, false])
                #expect(loads.map(\.complaints.isEmpty) == [true, false])
            }
        }
    }
}

/// Loads many texts and reads each back, all in one process: see `roundtrip.sh`.
enum RoundTrip {
    /// What became of one text.
    struct Load {
        let name: String
        let status: Int
        /// What the tools said that isn't known to be harmless.
        var complaints: [String] = []
        var dump = ""
    }

    struct Failure: Error {
        let status: Int32
        let errors: String
    }

    static func loads(_ folders: [String], _ backend: Backend, _ family: RulesFamily) async throws -> [Load] {
        try await loads(folders.map { ($0, try KernelRules.restoreText($0, family)) }, backend, family)
    }

    static func loads(
        _ texts: [(key: String, value: String)], _ backend: Backend, _ family: RulesFamily
    ) async throws -> [Load] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proxyplan-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var list = ""
        for (index, text) in texts.enumerated() {
            let file = folder.appendingPathComponent("\(index)")
            try Data(text.value.utf8).write(to: file)
            list += "\(text.key) \(backend.tool(family)) \(file.path)\n"
        }
        let script = Fixtures.packageRoot.appendingPathComponent("Tests/KernelTests/roundtrip.sh")
        let result = try await PrivateNamespace.run(["bash", script.path], input: list, seconds: 60)
        guard result.status == 0 else { throw Failure(status: result.status, errors: result.errors) }
        return parse(result.output)
    }

    private static func parse(_ output: String) -> [Load] {
        var loads: [Load] = []
        for line in output.split(separator: "\n") {
            if line.hasPrefix("== ") {
                let words = line.split(separator: " ")
                loads.append(Load(name: String(words[1]), status: words.last.flatMap { Int($0) } ?? -1))
            } else if loads.isEmpty {
                continue
            } else if line.hasPrefix("! ") {
                if !isHarmless(line.dropFirst(2)) { loads[loads.count - 1].complaints.append(String(line)) }
            } else {
                loads[loads.count - 1].dump += line + "\n"
            }
        }
        return loads
    }

    /// iptables-nft says so when rules of the other kind exist too.
    private static func isHarmless(_ line: Substring) -> Bool {
        line.isEmpty || line.hasPrefix("# Warning: iptables-legacy tables present")
            || line.hasPrefix("# Warning: ip6tables-legacy tables present")
    }
}
