import Bytes
import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How a command of `NodeTools` ended.
enum ToolRun {
    /// What it printed, and whether it said on standard error that rules of iptables-legacy are there too.
    case output([UInt8], warnsOfLegacy: Bool)
    /// There is no such program.
    case notInstalled
    /// Why it gave nothing, in one line.
    case failed(String)

    /// The most that a command may print: a node's rules are a tenth of it, at most.
    private static let outputLimit = 1 << 30
    private static let errorLimit = 1 << 20
    private static let systemDirectories = "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"

    /// Runs a command to its end.
    static func run(_ command: NodeTools.Command, searchPath: String?) async -> ToolRun {
        guard let program = command.words.first else { return .notInstalled }
        let environment = Environment.inherit.updating([
            "PATH": searchPath ?? inheritedPath, "LC_ALL": "C",
        ])
        do {
            let record = try await Subprocess.run(
                .name(program), arguments: Arguments(Array(command.words.dropFirst())), environment: environment,
                input: .none, output: .sequence, error: .bytes(limit: errorLimit)
            ) { execution in
                var bytes: [UInt8] = []
                for try await buffer in execution.standardOutput {
                    buffer.withUnsafeBytes { bytes.append(contentsOf: $0) }
                    if bytes.count > outputLimit { throw TooMuch() }
                }
                return bytes
            }
            switch record.terminationStatus {
            case .exited(0):
                let warns = record.standardError.withUnsafeBytes { $0.contains("-legacy tables present") }
                return .output(record.closureResult, warnsOfLegacy: warns)
            case .exited(let status): return .failed(reason(record.standardError) ?? "it exited with status \(status)")
            case .signaled(let signal): return .failed("signal \(signal) ended it")
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return .notInstalled
        } catch is TooMuch {
            return .failed("it printed more than \(outputLimit >> 20) MiB")
        } catch {
            let errno = (error as? SubprocessError)?.underlyingError
            return .failed(errno.map { "\($0)".lowercased() } ?? "\(error)")
        }
    }

    private struct TooMuch: Error {}

    private static var inheritedPath: String {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.isEmpty ? systemDirectories : "\(path):\(systemDirectories)"
    }

    /// The line of standard error that says the most: one about rights, or else the first.
    private static func reason(_ errors: [UInt8]) -> String? {
        errors.withUnsafeBytes { text in
            var lines = TextLines(text)
            var first: String?
            while let line = lines.next() {
                let words = lines.text(line).trimmed
                guard !words.isEmpty else { continue }
                let shown = String(
                    decoding: words.prefix(200).map { $0 >= 0x20 && $0 != 0x7F ? $0 : UInt8(ascii: "?") }, as: UTF8.self
                )
                if Rights.areMissing(shown) { return shown }
                if first == nil { first = shown }
            }
            return first
        }
    }
}

/// What tools say that may not do what they are asked.
enum Rights {
    private static let words = ["Operation not permitted", "Permission denied", "must be root"]

    /// Whether a message says that rights are missing.
    static func areMissing(_ message: String) -> Bool { words.contains { message.contains($0) } }
}
