import FoundationEssentials
import SystemPackage

/// A text that is to be written to a file.
struct OutputFile {
    /// The file's name, without its directory.
    let name: String
    /// Its content.
    let bytes: [UInt8]

    /// Writes `files` into `directory`, which is made if there is none. Each goes to a temporary name first and is
    /// renamed when all are written, so that none is ever half-written.
    static func write(_ files: [OutputFile], to directory: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let base = FilePath(directory)
            let temporary = files.map { base.appending(".\($0.name).\(ProcessInfo.processInfo.processIdentifier)") }
            do {
                for (file, path) in zip(files, temporary) { try file.write(to: path) }
            } catch {
                for path in temporary { try? FileManager.default.removeItem(atPath: path.string) }
                throw error
            }
            for (file, path) in zip(files, temporary) {
                try FileManager.default.replace(path.string, with: base.appending(file.name).string)
            }
        } catch {
            let reason = (error as? Errno).map { ": \("\($0)".lowercased())" } ?? ""
            throw Failure("--output-dir \(directory): can't be written\(reason)")
        }
    }

    /// Writes one text to the file at `path`, which is never half-written.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let target = FilePath(path)
        let name = target.lastComponent?.string ?? path
        let process = ProcessInfo.processInfo.processIdentifier
        let temporary = target.removingLastComponent().appending(".\(name).\(process)")
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        do {
            // A pipe, a device or a link stays what it is.
            if let type, type != .typeRegular {
                return try OutputFile(name: name, bytes: bytes).write(to: target)
            }
            try OutputFile(name: name, bytes: bytes).write(to: temporary)
            try FileManager.default.replace(temporary.string, with: path)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary.string)
            let reason = (error as? Errno).map { ": \("\($0)".lowercased())" } ?? ""
            throw Failure("\(path): can't be written\(reason)")
        }
    }

    private func write(to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }
}

extension FileManager {
    /// Gives the file at `path` the name `target`, in place of a file of that name.
    fileprivate func replace(_ path: String, with target: String) throws {
        guard rename(path, target) == 0 else { throw Errno(rawValue: errno) }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
