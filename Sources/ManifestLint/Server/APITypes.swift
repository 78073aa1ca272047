import Manifests

/// The types of the Kubernetes API 1.36, as far as rules read them: which fields an object has, and of which type.
///
/// The tables are written for people. A struct starts at the margin with its Go name; the lines below it list its
/// fields by type, `type: field field`. Types are written as in Go; one with a package, `v1.Protocol`, is a string
/// that Go calls so. `+ Name` takes over the fields of another struct.
enum APITypes {
    /// The type of a value.
    indirect enum ValueType: Sendable {
        case string(goName: String)
        case bool
        case integer(goName: String, bits: Int)
        case intOrString
        case quantity
        case time
        case any
        case list(ValueType)
        case map(ValueType, goName: String)
        case object(String)

        /// As Go prints the type.
        var goText: String {
            switch self {
            case .string(let name): name
            case .bool: "bool"
            case .integer(let name, _): name
            case .intOrString: "int32"
            case .quantity: "resource.Quantity"
            case .time: "v1.Time"
            case .any: "interface {}"
            case .list(let element): "[]\(element.goText)"
            case .map(_, let name): name
            case .object(let name): "v1.\(name)"
            }
        }
    }

    /// A struct's fields.
    struct ObjectType: Sendable {
        /// Its Go name.
        let name: String
        /// The type of each field.
        let fields: [String: ValueType]
    }

    /// The struct of a kind.
    static func type(of kind: ObjectKind) -> ObjectType? { all[kind.rawValue] }

    /// The struct that Go calls `name`.
    static func type(named name: String) -> ObjectType? { all[name] }

    /// Every struct by its Go name.
    static let all = parse([metadataTable, networkingTable, workloadTable, podTable, containerTable, volumeTable])

    /// A struct as a table has it.
    private struct Paragraph {
        var embedded: [String] = []
        var fields: [String: ValueType] = [:]

        mutating func add(_ line: Substring) {
            var words = line.split(separator: " ")[...]
            guard let first = words.popFirst() else { return }
            if first == "+" {
                embedded += words.map(String.init)
            } else {
                let type = valueType(first.dropLast())
                for word in words { fields[String(word)] = type }
            }
        }
    }

    private static func parse(_ tables: [String]) -> [String: ObjectType] {
        var paragraphs: [String: Paragraph] = [:]
        var name = ""
        for line in tables.flatMap({ $0.split(separator: "\n") }) {
            if line.first == " " {
                paragraphs[name, default: Paragraph()].add(line)
            } else {
                name = String(line)
            }
        }
        var all: [String: ObjectType] = [:]
        for (name, paragraph) in paragraphs {
            all[name] = ObjectType(name: name, fields: fields(of: paragraph, in: paragraphs, level: 0))
        }
        return all
    }

    /// The fields of a struct with those of the structs embedded in it.
    private static func fields(
        of paragraph: Paragraph, in paragraphs: [String: Paragraph], level: Int
    ) -> [String: ValueType] {
        var fields = paragraph.fields
        guard level < 4 else { return fields }
        for embedded in paragraph.embedded.compactMap({ paragraphs[$0] }) {
            fields.merge(self.fields(of: embedded, in: paragraphs, level: level + 1)) { own, _ in own }
        }
        return fields
    }

    private static func valueType(_ text: Substring) -> ValueType {
        if text.hasPrefix("[]") { return .list(valueType(text.dropFirst(2))) }
        if text.hasPrefix("map[string]") { return .map(valueType(text.dropFirst(11)), goName: String(text)) }
        if text.contains(".") { return .string(goName: String(text)) }
        return plainTypes[text] ?? .object(String(text))
    }

    /// The types that are no structs.
    private static let plainTypes: [Substring: ValueType] = [
        "string": .string(goName: "string"), "bool": .bool, "any": .any,
        "int32": .integer(goName: "int32", bits: 32), "int64": .integer(goName: "int64", bits: 64),
        "IntOrString": .intOrString, "Quantity": .quantity, "Time": .time,
        "ResourceList": .map(.quantity, goName: "v1.ResourceList"),
    ]
}
