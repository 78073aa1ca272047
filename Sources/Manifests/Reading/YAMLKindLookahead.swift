import CYaml
import Diagnostics

/// Finds the `kind` of a YAML document that comes behind its `items`, as in `kubectl get -o yaml`, whose keys are
/// sorted.
struct YAMLKindLookahead {
    let bytes: UnsafeBufferPointer<UInt8>
    let isASCII: Bool

    /// The `kind` of the document in `range`, whose outermost mapping is in block style at the beginning of lines or
    /// not, from `place` on.
    func kind(in range: Range<Int>, from place: Int, isBlock: Bool) -> String? {
        isBlock ? kindInLines(range, from: place) : kindInEvents(range)
    }

    /// A line that begins with `kind:` can only be a key of the outermost mapping.
    private func kindInLines(_ range: Range<Int>, from place: Int) -> String? {
        var line = YAMLLines.next(bytes, place, range.upperBound)
        let key = Array("kind:".utf8)
        while line + key.count < range.upperBound {
            if bytes[line] == key[0], bytes[line..<line + key.count].elementsEqual(key) {
                let end = YAMLLines.next(bytes, line, range.upperBound)
                return word(in: line + key.count..<end)
            }
            line = YAMLLines.next(bytes, line, range.upperBound)
        }
        return nil
    }

    /// The value in the rest of a line: without quotes, blanks and a comment.
    private func word(in range: Range<Int>) -> String? {
        var text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)[...]
        func isBlank(_ character: Character) -> Bool { character.isWhitespace }
        text = text.drop(while: isBlank)
        if let quote = text.first, quote == "\"" || quote == "'" {
            text = text.dropFirst()
            return text.firstIndex(of: quote).map { String(text[..<$0]) }
        }
        text = text.prefix { !isBlank($0) }
        return text.isEmpty ? nil : String(text)
    }

    /// Goes over all events of the document once more.
    private func kindInEvents(_ range: Range<Int>) -> String? {
        var events = YAMLEvents(bytes, range, isASCII: isASCII)
        var depth = 0
        var position = 0
        var isKind = false
        do throws(SyntaxError) {
            while true {
                try events.next()
                let type = events.type
                if type == YAML_STREAM_END_EVENT { return nil }
                if type == YAML_MAPPING_END_EVENT || type == YAML_SEQUENCE_END_EVENT {
                    depth -= 1
                    continue
                }
                if type == YAML_SCALAR_EVENT && depth == 1 {
                    let scalar = events.current.pointee.data.scalar
                    let text = String(
                        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
                    if isKind { return text }
                    isKind = position % 2 == 0 && text == "kind"
                }
                if depth == 1 { position += 1 }
                if type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT {
                    if depth == 1 { isKind = false }
                    depth += 1
                }
            }
        } catch {
            // What is broken behind the items will be told when it is read; its whole items are delivered.
            return "List"
        }
    }
}
