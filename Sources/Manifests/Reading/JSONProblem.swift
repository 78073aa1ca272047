import Diagnostics

/// What can be wrong with a JSON text.
enum JSONProblem {
    case endInsideValue
    case noValue
    case noKey
    case noColon
    case noCommaInMapping
    case noCommaInList
    case leadingZero
    case noDigit
    case unclosedString
    case badEscape
    case loneSurrogate
    case controlCharacter
    case notUTF8

    /// What is wrong, where `found` stands.
    func message(_ found: String) -> String {
        switch self {
        case .endInsideValue: "the text ends inside a JSON value"
        case .noValue: "expected a JSON value, found \(found)"
        case .noKey: "expected a key in double quotes, found \(found)"
        case .noColon: "expected \":\" after the key, found \(found)"
        case .noCommaInMapping: "expected \",\" or \"}\" after the value, found \(found)"
        case .noCommaInList: "expected \",\" or \"]\" after the list item, found \(found)"
        case .leadingZero: "a JSON number can't begin with a zero"
        case .noDigit: "expected a digit, found \(found)"
        case .unclosedString: "the string has no closing quote"
        case .badEscape: "unknown escape in a JSON string"
        case .loneSurrogate: "half of a surrogate pair in a JSON string"
        case .controlCharacter: "a control character can't stand in a JSON string, found \(found)"
        case .notUTF8: "the text is not UTF-8"
        }
    }

    /// What to do about it when `byte` was found.
    func advice(_ byte: UInt8?) -> String? {
        switch self {
        case .endInsideValue: "check whether the file was cut off, or a bracket is missing"
        case .noValue, .noKey:
            switch byte {
            case UInt8(ascii: "}"), UInt8(ascii: "]"): "remove the comma before it"
            case UInt8(ascii: "'"): "use double quotes"
            case UInt8(ascii: "/"), UInt8(ascii: "#"): "remove the comment; JSON has none"
            case UInt8(ascii: "{"): "render templates before reading them"
            default: nil
            }
        case .noCommaInMapping, .noCommaInList: "check for a missing comma or quote"
        case .leadingZero: "remove the zero, or put the value in quotes"
        case .badEscape: "double the backslash if a backslash is meant"
        case .loneSurrogate: "write both halves, as in \\ud83d\\ude00"
        case .controlCharacter: "write it as an escape: \\n, \\t or \\u00XX"
        case .notUTF8: "save the file as UTF-8"
        case .unclosedString: "add the closing quote"
        case .noColon, .noDigit: nil
        }
    }
}

extension JSONScanner {
    /// Notes what is wrong at `at`; false, for the caller to hand on.
    @inline(never)
    mutating func refuse(_ problem: JSONProblem) -> Bool {
        let byte = at < end ? bytes[at] : nil
        let length = byte.map { $0 >= 0x80 ? max(1, UTF8Check.length(bytes, at, end)) : 1 } ?? 0
        let isUTF8 = byte.map { $0 < 0x80 || UTF8Check.length(bytes, at, end) > 0 } ?? true
        let problem = isUTF8 ? problem : .notUTF8
        let range = SourceRange(
            start: UInt32(truncatingIfNeeded: at), end: UInt32(truncatingIfNeeded: min(at + length, end)))
        failure = SyntaxError(
            rule: problem == .notUTF8 || byte == 0 ? "READ-002" : "READ-003", range: range,
            message: problem.message(describe(byte, length)), advice: problem.advice(byte))
        return false
    }

    /// The same as an outcome.
    mutating func fail(_ problem: JSONProblem) -> Outcome {
        _ = refuse(problem)
        return .failed
    }

    /// Notes that there are too many levels.
    @inline(never)
    mutating func refuseDepth() -> Bool {
        let place = UInt32(truncatingIfNeeded: at)
        failure = ReadingLimits.tooDeep(at: SourceRange(start: place, end: place + 1))
        return false
    }

    private func describe(_ byte: UInt8?, _ length: Int) -> String {
        guard let byte else { return "the end of the text" }
        if byte < 0x20 || byte == 0x7F {
            let names: [UInt8: String] = [0x00: "NUL", 0x09: "a tab", 0x0A: "a line break", 0x0D: "a carriage return"]
            return names[byte] ?? "control character \(byte)"
        }
        return "\"" + String(decoding: UnsafeBufferPointer(start: bytes + at, count: length), as: UTF8.self) + "\""
    }
}
