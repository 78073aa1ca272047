import Diagnostics
import FoundationEssentials

/// Reads the texts that paths on a command line mean.
public enum SourceFiles {
    /// The endings of the files that a directory is searched for.
    private static let endings: Set<String> = ["yaml", "yml", "json"]
    /// Directories below this depth aren't searched.
    private static let depthLimit = 64

    /// The texts at `paths`, in order: a file, a directory (searched for .yaml, .yml and .json, sorted), or `-` for
    /// standard input. What can't be read is a finding.
    ///
    /// - Parameter progress: is told how many texts are read, and of how many.
    public static func read(
        _ paths: [String], progress: (_ read: Int, _ total: Int) -> Void = { _, _ in }
    ) -> (sources: [Source], findings: [Finding]) {
        let found = paths.map { path in
            Result<[String], Unreadable> { () throws(Unreadable) in path == "-" ? [path] : try files(at: path) }
        }
        let total = found.reduce(0) { $0 + ((try? $1.get().count) ?? 0) }
        var (sources, findings) = ([Source](), [Finding]())
        var hasReadStandardInput = false
        for result in found {
            do throws(Unreadable) {
                for file in try result.get() where file != "-" || !hasReadStandardInput {
                    progress(sources.count, total)
                    hasReadStandardInput = hasReadStandardInput || file == "-"
                    sources.append(try source(file))
                }
            } catch {
                findings.append(error.finding)
            }
        }
        return (sources, findings)
    }

    /// Why a path gave no text.
    private struct Unreadable: Error {
        let finding: Finding

        init(_ path: String, _ message: String, advice: String? = nil) {
            finding = Finding(
                rule: "READ-001", severity: .error,
                message: "\(path): \(message)", advice: advice)
        }
    }

    private static func files(at path: String) throws(Unreadable) -> [String] {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw Unreadable(path, "no such file or directory")
        }
        if !isDirectory { return [path] }
        let found = try manifests(below: path, depth: 0)
        if found.isEmpty {
            throw Unreadable(
                path, "the directory holds no manifest", advice: "manifests end in .yaml, .yml or .json")
        }
        return found
    }

    private static func manifests(below directory: String, depth: Int) throws(Unreadable) -> [String] {
        guard depth < depthLimit else { throw Unreadable(directory, "too many directories inside each other") }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw Unreadable(directory, "the directory can't be read", advice: "check its permissions")
        }
        var found: [String] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { continue }
            if isDirectory {
                // A link to a directory may lead back to where it stands.
                let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
                if !isLink { found += try manifests(below: path, depth: depth + 1) }
            } else if endings.contains(String(name.split(separator: ".").last ?? "")) {
                found.append(path)
            }
        }
        return found
    }

    private static func source(_ path: String) throws(Unreadable) -> Source {
        do throws(UnreadableSource) {
            return try Source.reading(path)
        } catch {
            throw Unreadable(error.name, "can't be read: \(error.reason)")
        }
    }
}
