import Bytes
import SystemPackage

/// Standard output and standard error.
struct Console {
    private let file: FileDescriptor

    static let standardOutput = Console(file: .standardOutput)
    static let standardError = Console(file: .standardError)

    /// Writes text; a reader that went away is not an error.
    func write(_ text: String) {
        _ = try? file.writeAll(Array(text.utf8))
    }

    /// Writes all that `buffer` holds. Throws if it can't be written whole: a full disk, say.
    func write(_ buffer: borrowing ByteBuffer) throws(Failure) {
        do { try buffer.withUnsafeBytes { try writeWhole($0) } } catch { throw Self.unwritable(error) }
    }

    /// Writes all bytes. Throws if they can't be written whole.
    func write(_ bytes: [UInt8]) throws(Failure) {
        do { try bytes.withUnsafeBytes { try writeWhole($0) } } catch { throw Self.unwritable(error) }
    }

    private func writeWhole(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = try file.write(UnsafeRawBufferPointer(rebasing: rest), retryOnInterrupt: true)
            rest = rest.dropFirst(written)
        }
    }

    private static func unwritable(_ error: any Error) -> Failure {
        Failure("the output can't be written: \("\(error)".lowercased())")
    }

    /// Whether it is a terminal.
    var isTerminal: Bool { isatty(file.rawValue) == 1 }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
