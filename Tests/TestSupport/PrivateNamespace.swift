import Foundation

/// Runs programs in a network, mount and process namespace made for them and gone after them.
///
/// Nothing that runs inside can reach the machine's own rules, interfaces or the network: the namespace starts with a
/// loopback device that is down, and no rules at all. When the program ends, or its time is up, every process in
/// the namespace is killed and the namespace with it.
public enum PrivateNamespace {
    /// `/run` is a fresh tmpfs, since iptables-legacy keeps its lock there and must not wait for the machine's.
    private static let prologue = "mount -t tmpfs tmpfs /run && exec \"$@\""

    /// The status of a program whose time was up: it was killed.
    public static let timedOut: Int32 = 137

    /// Runs a program inside a fresh namespace.
    ///
    /// - Parameters:
    ///   - command: the program's name and its arguments.
    ///   - input: what it reads on standard input.
    ///   - seconds: how long it may take; then it is killed, and its status is `timedOut`.
    public static func run(
        _ command: [String], input: String = "", environment: [String: String] = [:], seconds: Int
    ) async throws -> ToolResult {
        let words = self.command(command, seconds: seconds)
        return try await Tool.run(words[0], Array(words.dropFirst()), input: input, environment: environment)
    }

    /// The words of the command that `run` runs.
    static func command(_ command: [String], seconds: Int) -> [String] {
        let unshare = ["unshare"] + userNamespace + ["-n", "-m", "-p", "-f", "--kill-child", "--mount-proc"]
        // Not a gentler signal: the program is process 1 of its namespace, which only SIGKILL is sure to end.
        return ["timeout", "-s", "KILL", String(seconds)] + unshare + ["sh", "-c", prologue, "sh"] + command
    }

    /// Without root's rights a user namespace gives them, inside only.
    private static var userNamespace: [String] {
        geteuid() == 0 ? [] : ["--user", "--map-root-user"]
    }
}
