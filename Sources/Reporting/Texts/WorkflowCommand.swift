/// A command that GitHub Actions reads from a step's output: `::error file=shop.yaml,line=12::message`
/// (GitHub, actions/toolkit, packages/core/src/command.ts).
struct WorkflowCommand {
    /// `error`, `warning` or `notice`.
    var name: String
    /// Its properties, in order.
    var properties: [(name: String, value: String)] = []
    /// What is shown.
    var message: String

    /// The line, without its line break.
    var text: String {
        let list = properties.map { "\($0.name)=\(Self.escapedProperty($0.value))" }.joined(separator: ",")
        return "::\(name)\(list.isEmpty ? "" : " \(list)")::\(Self.escapedData(message))"
    }

    private static func escapedData(_ text: String) -> String { escaped(text, ["%", "\r", "\n"]) }

    private static func escapedProperty(_ text: String) -> String { escaped(text, ["%", "\r", "\n", ":", ","]) }

    private static func escaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if special.contains(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                escaped += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
