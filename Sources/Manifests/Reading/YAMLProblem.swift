import Diagnostics

/// An error of libyaml with its place in the source, to be told in plain words.
struct YAMLProblem {
    /// What libyaml stumbled over.
    var problem: String
    /// What it was doing: `while parsing a block mapping`.
    var context: String
    /// Where the problem is.
    var place: Int
    /// Where that began.
    var contextPlace: Int

    /// libyaml's words (a part of them is enough), ours, and what to do.
    private static let known: [(problem: String, message: String?, advice: String)] = [
        ("a tab character", "a tab can't be used as indentation", "indent with spaces"),
        (
            "mapping values are not allowed", "a key is not allowed here",
            "check the indentation, or put a text with \": \" in quotes"
        ),
        (
            "could not find expected ':'", "expected \": \" after a key",
            "write a space after the colon, as in \"key: value\", and check the indentation"
        ),
        ("did not find expected ',' or '}'", "expected \",\" or \"}\" in a mapping", "close the mapping with \"}\""),
        ("did not find expected ',' or ']'", "expected \",\" or \"]\" in a list", "close the list with \"]\""),
        (
            "did not find expected key", "expected a key",
            "check that the keys of one mapping have the same indentation, and that text has its quotes"
        ),
        (
            "did not find expected '-' indicator", "expected \"- \" for the next list item",
            "check that the items of one list have the same indentation"
        ),
        (
            "block sequence entries are not allowed", "a list item is not allowed here",
            "begin the list on a line of its own"
        ),
        ("did not find expected <document start>", "the document goes on after its end", "separate documents with ---"),
        ("found unknown escape character", nil, "use single quotes, or double the backslash"),
        ("control characters are not allowed", nil, "remove the character, or write it as an escape in double quotes"),
        ("found undefined tag handle", nil, "remove the tag"),
        ("did not find expected alphabetic or numeric character", nil, "put a text that begins with * or & in quotes"),
    ]

    /// The error for the caller.
    func syntaxError(in bytes: UnsafeBufferPointer<UInt8>) -> SyntaxError {
        var (message, advice, at) = words(in: bytes)
        if lineHasTemplate(in: bytes, at: at) || lineHasTemplate(in: bytes, at: place) {
            advice = "the line has a template; render it first, with helm template for instance"
        }
        if message.isEmpty { message = "the text is no YAML" }
        at = min(at, bytes.count)
        var end = min(at + 1, bytes.count)
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return SyntaxError(
            rule: "READ-003", range: SourceRange(start: UInt32(at), end: UInt32(end)), message: message, advice: advice)
    }

    private func words(in bytes: UnsafeBufferPointer<UInt8>) -> (message: String, advice: String?, at: Int) {
        let byte = place < bytes.count ? bytes[place] : 0
        if problem == "found unexpected end of stream" || problem == "found unexpected document indicator" {
            return ("the quoted text that begins here has no closing quote", "add the closing quote", contextPlace)
        }
        if problem == "found character that cannot start any token" {
            if byte == UInt8(ascii: "\t") {
                return ("a tab can't be used as indentation", "indent with spaces", place)
            }
            let letter = String(decoding: CollectionOfOne(byte), as: UTF8.self)
            return ("a value can't begin with \"\(letter)\"", "put the text in quotes", place)
        }
        for (part, message, advice) in Self.known where problem.contains(part) {
            return (message ?? problem, advice, place)
        }
        return (context.isEmpty ? problem : "\(problem) \(context)", nil, place)
    }

    /// Whether `{{` stands in the line around `offset`.
    private func lineHasTemplate(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
        var start = min(offset, bytes.count)
        while start > 0, bytes[start - 1] != UInt8(ascii: "\n"), offset - start < 1_000 { start -= 1 }
        var at = start
        while at + 1 < bytes.count, bytes[at] != UInt8(ascii: "\n"), at - start < 2_000 {
            if bytes[at] == UInt8(ascii: "{"), bytes[at + 1] == UInt8(ascii: "{") { return true }
            at += 1
        }
        return false
    }
}
