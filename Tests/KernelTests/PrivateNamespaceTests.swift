import TestSupport
import Testing

extension Kernel {
    /// What the kernel tests stand on.
    @Suite("private namespaces") struct PrivateNamespaceTests {
        @Test func nothingIsInside() async throws {
            try KernelAvailability.require()
            let script = "ip -brief link; iptables-nft-save; iptables-legacy-save; nft list ruleset; ls -A /run"
            let result = try await PrivateNamespace.run(["sh", "-c", script], seconds: 10)
            #expect(result.status == 0)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 1 && lines.first?.hasPrefix("lo ") == true, "one device, no rules, no files")
        }

        @Test func inputOutputErrorsAndStatusComeThrough() async throws {
            try KernelAvailability.require()
            let script = "cat; echo wrong >&2; exit 7"
            let result = try await PrivateNamespace.run(["sh", "-c", script], input: "right\n", seconds: 10)
            #expect(result.status == 7)
            #expect(result.output == "right\n")
            #expect(result.errors == "wrong\n")
        }

        @Test func theTimeLimitHolds() async throws {
            try KernelAvailability.require()
            let start = ContinuousClock.now
            let result = try await PrivateNamespace.run(["sh", "-c", "sleep 60 & sleep 60"], seconds: 1)
            #expect(result.status == PrivateNamespace.timedOut)
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }
}

/// Whether a kernel test runs, is skipped or fails.
@Suite("kernel availability") struct KernelAvailabilityTests {
    @Test func missingToolsAreNamed() {
        guard case .missing(let reason) = KernelAvailability.look(path: "/nowhere") else {
            Issue.record("there are no tools in /nowhere")
            return
        }
        #expect(reason.hasPrefix("not installed: unshare, timeout, ip, python3, nft, iptables-nft-restore, "))
    }

    @Test func aTestThatCannotRunIsSkippedExceptInContinuousIntegration() {
        let missing = KernelAvailability.missing(reason: "for this test")
        #expect(!missing.shouldRun(environment: [:]))
        #expect(!missing.shouldRun(environment: ["CI": "false"]))
        #expect(missing.shouldRun(environment: ["CI": "true"]))
        #expect(KernelAvailability.usable.shouldRun(environment: [:]))
    }
}
