import Foundation
import Subprocess
import SystemPackage

/// What a program did: its exit status and what it printed.
public struct ToolResult: Sendable {
    /// The exit status; 128 + the signal if one ended it.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String
}

/// Runs programs for tests.
public enum Tool {
    /// The most that is kept of a program's output.
    private static let limit = 256 << 20

    /// Runs the program called `name` (found on the path, /usr/sbin included) with arguments and standard input, in
    /// `directory` or else where the tests run.
    public static func run(
        _ name: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
        in directory: String? = nil
    ) async throws -> ToolResult {
        let executable: Executable = name.contains("/") ? .path(FilePath(name)) : .name(name)
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin"
        let variables = environment.merging(["PATH": path]) { given, _ in given }
        let updates = Dictionary(
            uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), Optional($1)) })
        let file = try self.input(input)
        let record = try await Subprocess.run(
            executable, arguments: Arguments(arguments), environment: .inherit.updating(updates),
            workingDirectory: directory.map { FilePath($0) },
            input: .fileDescriptor(file, closeAfterSpawningProcess: true), output: .string(limit: limit),
            error: .string(limit: limit))
        let status: Int32 =
            switch record.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return ToolResult(status: status, output: record.standardOutput, errors: record.standardError)
    }

    /// An open file that holds `text` and has no name any more: a pipe to a program that ends without reading it would
    /// kill the tests (SIGPIPE).
    private static func input(_ text: String) throws -> FileDescriptor {
        if text.isEmpty { return try FileDescriptor.open("/dev/null", .readOnly) }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("input-\(UUID().uuidString)").path
        let file = try FileDescriptor.open(
            FilePath(path), .readWrite, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
        try FileManager.default.removeItem(atPath: path)
        try file.writeAll(Array(text.utf8))
        try file.seek(offset: 0, from: .start)
        return file
    }
}
