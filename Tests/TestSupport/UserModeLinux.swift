import Foundation
import Testing

/// Runs scripts inside User-Mode Linux: a Linux kernel of its own that runs as a program, with modules that the
/// machine's kernel may not have (ip_vs, ip_set, dummy). It sees the machine's files read-only and no network.
public enum UserModeLinux {
    /// What a script did.
    public struct Result: Sendable {
        /// Its exit status; nil if it never ended.
        public let status: Int?
        /// Its standard output.
        public let output: String
        /// Its standard error, and what the kernel said if it never ended.
        public let errors: String
    }

    private static let initScript = Fixtures.packageRoot.appendingPathComponent("Tests/KernelTests/uml-init.sh").path

    /// Boots, runs a bash script, and switches off.
    ///
    /// - Parameters:
    ///   - script: its text; it runs as root in a folder that holds `files`, with `input` on standard input.
    ///   - seconds: how long all may take; then everything is killed.
    public static func run(
        _ script: String, input: String = "", files: [String: String] = [:], seconds: Int
    ) async throws -> Result {
        let scratch = try ScratchDirectory()
        for (name, text) in files.merging(["main.sh": script, "input": input], uniquingKeysWith: { $1 }) {
            _ = try scratch.write(text, to: name)
        }
        let folder = scratch.path("")
        let kernel = [
            "linux.uml", "mem=768M", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "init=\(initScript)",
            "con=null", "con0=null,fd:1", "ssl=null", "quiet", "uml_dir=\(folder)/", "umid=uml", "scratch=\(folder)",
        ]
        let result = try await PrivateNamespace.run(kernel, seconds: seconds)
        func text(_ name: String) -> String {
            let data = try? Data(contentsOf: URL(fileURLWithPath: scratch.path(name)))
            return String(decoding: data ?? Data(), as: UTF8.self)
        }
        let status = Int(text("status").trimmingCharacters(in: .whitespacesAndNewlines))
        let console = status == nil ? "\n(status of linux.uml: \(result.status))\n\(result.output.suffix(2000))" : ""
        return Result(status: status, output: text("output"), errors: text("errors") + console)
    }

    // MARK: Whether it can run here

    /// Thrown by `require()`.
    public struct Unavailable: Error, CustomStringConvertible {
        /// The reason.
        public let description: String
    }

    /// What is missing on this machine; nil if nothing is.
    public static let missing: String? = {
        let folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"]
        let tools = [
            "linux.uml", "ipvsadm", "ipset", "modprobe", "iptables-legacy-restore", "ip", "unshare", "python3",
        ]
        let absent = tools.filter { tool in
            !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
        }
        if !absent.isEmpty { return "not installed: \(absent.joined(separator: ", "))" }
        if initScript.contains(where: \.isWhitespace) { return "the checkout's path has a blank in it: \(initScript)" }
        let modules = "/usr/lib/uml/modules"
        return FileManager.default.fileExists(atPath: modules) ? nil : "not installed: \(modules)"
    }()

    /// Whether a test is to start here: also where it can only fail, if `CI` is set.
    public static var shouldRun: Bool {
        missing == nil || !["", "0", "false"].contains(ProcessInfo.processInfo.environment["CI"] ?? "")
    }

    /// The line to show beside a skipped test.
    public static var comment: Comment { "no User-Mode Linux here: \(missing ?? "it can be used")" }

    /// To be called first in each test: fails it where it should run and can't.
    public static func require() throws {
        if let missing { throw Unavailable(description: "the tests in User-Mode Linux can't run: \(missing)") }
    }

    /// Whether everything is to be tried, however long it takes (`PROXYPLAN_TEST_ALL=1`).
    public static var triesEverything: Bool { ProcessInfo.processInfo.environment["PROXYPLAN_TEST_ALL"] == "1" }
}
