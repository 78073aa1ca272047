import Foundation
import Testing

/// Whether this machine can run the kernel tests, and if not, why.
///
/// They need namespaces (as root, or user namespaces), both kinds of the iptables tools, `ip` and `python3`, and a
/// kernel that takes a NAT table from each tool. A test that cannot run must not pass: where `CI` is set it fails with
/// the reason, elsewhere it is skipped with the reason.
public enum KernelAvailability: Sendable, Equatable {
    /// Everything that was tried worked.
    case usable
    /// Something is missing.
    case missing(reason: String)

    /// What was found on this machine; looked for once.
    public static let here: KernelAvailability = look(path: systemPath)

    /// Whether a kernel test is to start here: yes, unless it is to be skipped.
    public static var shouldRun: Bool { here.shouldRun(environment: ProcessInfo.processInfo.environment) }

    /// Whether a kernel test is to start: also where it can only fail, if `CI` is set.
    public func shouldRun(environment: [String: String]) -> Bool {
        self == .usable || !["", "0", "false"].contains(environment["CI"] ?? "")
    }

    /// The line to show beside a skipped test.
    public static var comment: Comment {
        switch here {
        case .usable: "the kernel can be used"
        case .missing(let reason): "no kernel tests here: \(reason)"
        }
    }

    /// Thrown by `require()`.
    public struct Unavailable: Error, CustomStringConvertible {
        /// The reason.
        public let description: String
    }

    /// To be called first in each kernel test: fails it where it should run and can't.
    public static func require() throws {
        if case .missing(let reason) = here {
            throw Unavailable(description: "the kernel tests can't run: \(reason)")
        }
    }

    private static let tools = [
        "unshare", "timeout", "ip", "python3", "nft", "iptables-nft-restore", "ip6tables-nft-restore",
        "iptables-nft-save", "ip6tables-nft-save", "iptables-legacy-restore", "ip6tables-legacy-restore",
        "iptables-legacy-save", "ip6tables-legacy-save",
    ]

    /// Loads a table that needs NAT and connection tracking, and makes a pair of devices.
    private static let trial = """
        set -e
        ip link add trial0 type veth peer name trial1
        for tool in iptables-nft ip6tables-nft iptables-legacy ip6tables-legacy; do
            printf '*nat\\n:TRIAL - [0:0]\\n-A TRIAL -m statistic --mode random --probability 0.5 -j MASQUERADE\\nCOMMIT\\n' |
                $tool-restore || { echo "$tool-restore can't load a NAT table" >&2; exit 1; }
            $tool-save -t nat | grep -q 'TRIAL .*MASQUERADE' || { echo "$tool-save does not show it" >&2; exit 1; }
        done
        """

    /// Looks for the tools in the folders of `path`, then tries them.
    public static func look(path: String) -> KernelAvailability {
        let folders = path.split(separator: ":")
        let absent = tools.filter { tool in
            !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
        }
        guard absent.isEmpty else {
            return .missing(reason: "not installed: \(absent.joined(separator: ", "))")
        }
        return tryOut(path: path)
    }

    /// Waits for the trial on its own thread: the condition of a test trait has to be known without suspending.
    private static func tryOut(path: String) -> KernelAvailability {
        let command = PrivateNamespace.command(["bash", "-c", trial], seconds: 30)
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["PATH=\(path)"] + command
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        do {
            try process.run()
        } catch {
            return .missing(reason: "the trial could not be started: \(error)")
        }
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return .usable }
        let lines = text.split(separator: "\n").suffix(3).joined(separator: "; ")
        return .missing(reason: "the trial ended with status \(process.terminationStatus): \(lines)")
    }

    private static let systemPath =
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin"
}
