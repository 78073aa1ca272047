import ArgumentParser

/// The files that hold manifests.
struct PathOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Manifests: a file, a directory (searched for .yaml, .yml and .json), or - for standard input.",
            valueName: "path"),
        completion: .file())
    var paths: [String] = []

    @Option(
        name: [.customShort("f"), .customLong("filename")],
        help: ArgumentHelp("The same as a path, as in kubectl; can be repeated.", valueName: "path"),
        completion: .file())
    var filenames: [String] = []

    /// All paths that are given, whichever way.
    var all: [String] { paths + filenames }

    /// Throws if no manifest is named.
    func requireOne() throws {
        if all.isEmpty {
            throw ValidationError("Name at least one manifest: a file, a directory, or - for standard input.")
        }
    }
}
