import ArgumentParser
import FoundationEssentials

/// The command line: `proxyplan COMMAND`.
@main
struct Proxyplan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxyplan",
        abstract: "Say what kube-proxy would program on a node, offline.",
        discussion: """
            Reads Kubernetes Service, EndpointSlice, Endpoints and Node manifests and compiles them into exactly the \
            rules that kube-proxy would program.
            """,
        version: "proxyplan \(Version.current)",
        subcommands: [
            Compile.self, Diff.self, Lint.self, Trace.self, Rules.self, Explain.self, BalanceCommand.self,
            Versions.self,
        ])

    /// Runs the command that the arguments name, and exits: 0 fine, 1 findings, 2 it could not do its work.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch let outcome as Outcome {
            exit(withError: ExitCode(outcome.rawValue))
        } catch let failure as Failure {
            Console.standardError.write("proxyplan: \(failure.message)\n")
            exit(withError: ExitCode(Outcome.failed.rawValue))
        } catch {
            guard exitCode(for: error) != .success else { exit(withError: error) }
            Console.standardError.write(fullMessage(for: error) + "\n")
            exit(withError: ExitCode(Outcome.failed.rawValue))
        }
    }
}

/// How a command ended, as its exit status.
enum Outcome: Int32, Error {
    /// It did its work, and there were findings.
    case findings = 1
    /// It could not do its work.
    case failed = 2
}

/// Why a command could not do its work: an option's value, or something outside the program.
struct Failure: Error {
    /// What is wrong and what to do, without a full stop.
    let message: String

    init(_ message: String) { self.message = message }
}

/// The version of this program.
enum Version {
    static let current = "0.1.0"
}
