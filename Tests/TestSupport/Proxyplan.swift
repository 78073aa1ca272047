import Foundation

/// The `proxyplan` executable that was built with the tests.
public enum Proxyplan {
    /// Its path: beside the test bundle.
    public static let path: String = {
        let runner = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
        var folder = runner.deletingLastPathComponent()
        // Some runners stand inside the bundle's folder.
        for _ in 0..<4
        where !FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("proxyplan").path) {
            folder = folder.deletingLastPathComponent()
        }
        let beside = folder.appendingPathComponent("proxyplan").path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        return Fixtures.packageRoot.appendingPathComponent(".build/debug/proxyplan").path
    }()

    /// Runs it with arguments, as from a shell that stands in `directory`, or else in the package's folder.
    public static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], in directory: String? = nil
    ) async throws -> ToolResult {
        try await Tool.run(path, arguments, input: input, environment: environment, in: directory)
    }
}
