import Foundation

/// A directory for one test's files, removed with the value.
public final class ScratchDirectory: Sendable {
    private let root: URL

    /// An empty directory of its own.
    public init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("proxyplan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// The path of a file in it, whether there is one or not.
    public func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    /// Writes a file, and returns its path.
    public func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file, and returns its path.
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = root.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }
}
