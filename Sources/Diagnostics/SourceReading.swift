import SystemPackage

extension Source {
    /// The name that the text of standard input has in messages.
    public static let standardInputName = "<stdin>"

    /// The largest size that a file's own word is taken for.
    private static let sizeLimit: Int64 = 4 << 30

    /// Reads the file at `path` (a pipe, too), or standard input for `-`, to its end.
    public static func reading(_ path: String) throws(UnreadableSource) -> Source {
        let name = path == "-" ? standardInputName : path
        do {
            if path == "-" { return Source(name: name, bytes: try bytes(of: .standardInput, expected: 0)) }
            let file = try FileDescriptor.open(FilePath(path), .readOnly)
            defer { try? file.close() }
            return Source(name: name, bytes: try bytes(of: file, expected: size(of: file)))
        } catch {
            throw UnreadableSource(name: name, reason: (error as? Errno).map { "\($0)".lowercased() } ?? "\(error)")
        }
    }

    /// How many bytes are likely in a file: 0 if it doesn't know, as a pipe.
    private static func size(of file: FileDescriptor) -> Int {
        guard let size = try? file.seek(offset: 0, from: .end), (try? file.seek(offset: 0, from: .start)) != nil else {
            return 0
        }
        return (0...sizeLimit).contains(size) ? Int(size) : 0
    }

    /// All bytes from where `file` stands; `expected` is only how many are likely.
    private static func bytes(of file: FileDescriptor, expected: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var capacity = max(expected + 1, 64 << 10)
        while true {
            let start = bytes.count
            let chunk = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if chunk.isEmpty { return bytes }
            if start == 0 { bytes = chunk } else { bytes += chunk }
            capacity = max(64 << 10, min(bytes.count, 16 << 20))
        }
    }
}

/// Why a file or standard input gave no text.
public struct UnreadableSource: Error, Hashable {
    /// The name of the text, as `Source` has it.
    public let name: String
    /// What the system says, in lower case: `no such file or directory`.
    public let reason: String
}
