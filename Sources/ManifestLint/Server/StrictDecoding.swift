import Diagnostics
import Manifests

/// What the API server's strict decoder refuses: values of the wrong type, unknown fields, duplicate keys.
enum StrictDecoding {
    /// Where in an object the decoder is, as Go's error messages name it.
    private struct Place {
        /// The innermost struct.
        var type: APITypes.ObjectType
        /// The field names down to here, without list indexes and keys.
        var names: String
        /// The kind of object.
        let kind: ObjectKind

        func step(_ name: String) -> Place {
            Place(type: type, names: names.isEmpty ? name : "\(names).\(name)", kind: kind)
        }
    }

    /// How many errors of each sort are collected in one object: more than a report lists.
    private static let errorLimit = FindingReport.findingsPerObject + 1

    /// Checks an object; answers whether its fields have the right types, so that they can be looked at.
    static func check(_ object: ManifestObject, _ kind: ObjectKind, _ report: inout FindingReport) -> Bool {
        guard let type = APITypes.type(of: kind) else { return true }
        let place = Place(type: type, names: "", kind: kind)
        var errors = TypeErrors()
        errors.walk(object.root, .object(type.name), place)
        for error in errors.found {
            report.reject(
                error.rule, error.field, .answer(error.text), advice: error.advice, fixes: error.fixes)
        }
        guard errors.found.isEmpty else { return false }
        for unknown in errors.unknown {
            UnknownField.report(unknown.key, in: unknown.parent, unknown.type, kind, &report)
        }
        for duplicate in object.duplicateKeys.prefix(errorLimit) { reportDuplicate(duplicate, object, &report) }
        return true
    }

    private static func reportDuplicate(
        _ duplicate: (range: SourceRange, message: String), _ object: ManifestObject, _ report: inout FindingReport
    ) {
        let key = object.root.key(at: duplicate.range) ?? object.root
        let line = report.location(of: key).line
        report.reject(
            .schema010, key,
            .answer("yaml: unmarshal errors: line \(line): key \(key.text.asJSON) already set in map"))
    }

    /// A value of the wrong type.
    private struct TypeError {
        var rule: ServerRule
        var field: FieldCursor
        var text: String
        var advice: String?
        var fixes: [FixIt] = []
    }

    /// Collects what is wrong, in the order in which the server meets it: by key, as YAML becomes JSON with sorted keys.
    private struct TypeErrors {
        var found: [TypeError] = []
        var unknown: [(key: FieldCursor, parent: FieldCursor, type: APITypes.ObjectType)] = []

        mutating func walk(_ field: FieldCursor, _ type: APITypes.ValueType, _ place: Place) {
            guard let kind = field.kind else { return }
            switch (type, kind) {
            case (.any, _), (.string, .string), (.bool, .bool): return
            case (.intOrString, .string), (.quantity, .string), (.quantity, .integer), (.quantity, .float): return
            case (.time, .string): checkTime(field, place)
            case (.integer(let name, let bits), .integer), (.integer(let name, let bits), .float):
                checkInteger(field, name, bits, place)
            case (.intOrString, .integer), (.intOrString, .float): checkInteger(field, "int32", 32, place)
            case (.list(let element), .sequence):
                for item in field.items { walk(item, element, place) }
            case (.map(let value, _), .mapping):
                for entry in field.sortedEntries { walk(entry.value, value, place) }
            case (.object(let name), .mapping):
                if let type = APITypes.type(named: name) { walkFields(field, type, place) }
            default: reject(field, type, place)
            }
        }

        private mutating func walkFields(_ field: FieldCursor, _ type: APITypes.ObjectType, _ place: Place) {
            var place = place
            place.type = type
            for (key, value) in field.sortedEntries {
                let name = key.text
                if let valueType = type.fields[name] {
                    walk(value, valueType, place.step(name))
                } else if unknown.count < StrictDecoding.errorLimit {
                    unknown.append((key, field, type))
                }
            }
        }

        private mutating func checkInteger(_ field: FieldCursor, _ name: String, _ bits: Int, _ place: Place) {
            let fits = field.integer.map { bits == 64 || Int32(exactly: $0) != nil } ?? false
            if !fits { reject(field, found: "number \(field.numberText.inMessage)", goType: name, place) }
        }

        private mutating func checkTime(_ field: FieldCursor, _ place: Place) {
            guard !field.text.isEmpty, !Timestamp.isValid(field.text) else { return }
            found.append(
                TypeError(
                    rule: .schema007, field: field,
                    text: "parsing time \(field.text.inMessage.asJSON) as \"2006-01-02T15:04:05Z07:00\": cannot parse",
                    advice: "write a time such as 2026-01-31T12:00:00Z"))
        }

        private mutating func reject(_ field: FieldCursor, _ type: APITypes.ValueType, _ place: Place) {
            reject(field, found: field.goKind, goType: type.goText, place)
        }

        private mutating func reject(_ field: FieldCursor, found kind: String, goType: String, _ place: Place) {
            guard found.count < StrictDecoding.errorLimit else { return }
            let rule = StrictDecoding.rule(for: field, goType, place)
            found.append(
                TypeError(
                    rule: rule, field: field,
                    text:
                        "json: cannot unmarshal \(kind) into Go struct field \(place.type.name).\(place.names) of type \(goType)",
                    advice: advice(for: field, goType), fixes: fixes(for: field, goType, rule)))
        }

        private func fixes(for field: FieldCursor, _ goType: String, _ rule: ServerRule) -> [FixIt] {
            if rule == .schema008 { return FixIt.quoting(field) }
            let isNumber = field.kind == .string && Int32(field.text) != nil
            return goType.hasPrefix("int") && isNumber ? FixIt.unquoting(field) : []
        }

        private func advice(for field: FieldCursor, _ goType: String) -> String? {
            if field.kind == .string && goType.hasPrefix("int") { return "write a number without quotes" }
            if goType.hasPrefix("[]") && field.kind != .sequence { return "write a list" }
            return nil
        }
    }

    /// The rule that a value of the wrong type breaks.
    private static func rule(for field: FieldCursor, _ goType: String, _ place: Place) -> ServerRule {
        let isText = goType == "string" || goType.hasPrefix("v1.") && field.kind != .mapping
        if place.kind == .service && place.names == "spec.selector" && field.kind == .mapping { return .schema011 }
        if place.kind == .service && place.names == "spec.selector" && field.kind == .sequence
            && field.path.hasSuffix("matchExpressions")
        {
            return .schema011
        }
        guard isText, field.isPlain, field.kind == .bool || field.kind == .integer || field.kind == .float else {
            return .schema007
        }
        // YAML 1.1 made another value of it than it looks like.
        return field.kind == .bool || field.text != field.numberText ? .schema008 : .schema007
    }
}

extension FieldCursor {
    /// What Go's JSON decoder calls the value.
    fileprivate var goKind: String {
        switch kind {
        case .string: "string"
        case .bool: "bool"
        case .integer, .float: "number"
        case .sequence: "array"
        case .mapping: "object"
        default: "null"
        }
    }

    /// A number as JSON has it.
    fileprivate var numberText: String {
        if let integer { return "\(integer)" }
        return kind == .float ? Double(text).map { "\($0)" } ?? text : text
    }

    /// The entries of a mapping in the order in which JSON has them once YAML was read.
    fileprivate var sortedEntries: [(key: FieldCursor, value: FieldCursor)] {
        let entries = entries
        if entries.count < 2 { return entries }
        return entries.map { ($0.key.text, $0) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map(\.1)
    }
}
