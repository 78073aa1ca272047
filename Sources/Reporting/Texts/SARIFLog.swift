import Diagnostics

/// What all SARIF logs are made of (OASIS, Static Analysis Results Interchange Format 2.1.0).
enum SARIFLog {
    private static let schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    /// A log with one run of proxyplan.
    ///
    /// - Parameters:
    ///   - version: the program's version.
    ///   - rules: the descriptors that results name by their place.
    ///   - members: further members of the run.
    static func text(
        version: String, rules: [JSONValue], results: [JSONValue], members: [(String, JSONValue)] = []
    ) -> String {
        let driver: JSONValue = .object([
            ("name", .string("proxyplan")), ("version", .string(version)), ("semanticVersion", .string(version)),
            ("rules", .array(rules)),
        ])
        let run: JSONValue = .object(
            [("tool", .object([("driver", driver)])), ("columnKind", .string("unicodeCodePoints"))] + members
                + [("results", .array(results))])
        return JSONValue.object([
            ("$schema", .string(schema)), ("version", .string("2.1.0")), ("runs", .array([run])),
        ]).text
    }

    /// A message.
    static func message(_ text: String) -> JSONValue { .object([("text", .string(text))]) }

    /// A file, with further members of its `physicalLocation`.
    static func physical(_ file: String, _ members: [(String, JSONValue)]) -> JSONValue {
        .object([("artifactLocation", .object([("uri", .string(FileURI.text(file)))]))] + members)
    }

    /// A part of a file, as lines and columns.
    static func region(_ place: SourceLocation) -> JSONValue {
        .object([
            ("startLine", .number(place.line)), ("startColumn", .number(place.column)),
            ("endLine", .number(place.endLine)), ("endColumn", .number(place.endColumn)),
        ])
    }

    /// Whether a source's name is that of a file, not `<stdin>` or a command.
    static func isFile(_ name: String) -> Bool { !name.hasPrefix("<") }

    /// A headline as a sentence.
    static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }
}
