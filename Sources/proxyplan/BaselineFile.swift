import Diagnostics
import ManifestLint
import Reporting
import SystemPackage

/// A baseline, and the file that it was read from.
struct BaselineFile {
    /// The findings that are known.
    let content: LintBaseline
    /// The file's path.
    let path: String

    /// Reads the baseline that the command line names, or else the project's settings; nil if neither does, or if it is
    /// to be written anew. Throws if it can't be read.
    static func read(_ options: LintOptions, _ project: ProjectConfiguration) throws -> BaselineFile? {
        if options.writeBaseline != nil { return nil }
        if let path = options.baseline { return try BaselineFile(path, namedBy: "--baseline") }
        guard let written = project.baseline, let settings = project.source?.name else { return nil }
        let path = FilePath(settings).removingLastComponent().pushing(FilePath(written)).string
        return try BaselineFile(path, namedBy: "\(settings): baseline")
    }

    private init(_ path: String, namedBy name: String) throws {
        do {
            content = try LintBaseline(reading: try Source.reading(path).bytes)
        } catch let error as UnreadableSource {
            throw Failure("\(name) \(path): can't be read: \(error.reason)")
        } catch let error as LintBaseline.Malformed {
            throw Failure("\(path):\(error.line):1: \(error.message); --write-baseline writes one")
        }
        self.path = path
    }
}
