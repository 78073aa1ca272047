import FoundationEssentials

extension SourceFiles {
    /// A path from the root, without `.` and `..`. Links aren't followed.
    public static func absolutePath(_ path: String) -> String {
        let start = path.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath
        var names: [Substring] = []
        for name in start.split(separator: "/") + path.split(separator: "/") {
            switch name {
            case ".": continue
            case "..": _ = names.popLast()
            default: names.append(name)
            }
        }
        return "/" + names.joined(separator: "/")
    }

    /// The path of the file called `name` that is nearest to `path`: in it, if it is a directory, or else beside it or
    /// in a directory above; nil if there is none.
    public static func enclosing(_ name: String, of path: String) -> String? {
        var directory = absolutePath(path)
        while true {
            let candidate = directory == "/" ? "/\(name)" : "\(directory)/\(name)"
            var isDirectory = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isDirectory), !isDirectory {
                return candidate
            }
            guard directory != "/", let slash = directory.lastIndex(of: "/") else { return nil }
            directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
        }
    }
}
