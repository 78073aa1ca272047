/// Finds the `kind` of a JSON mapping whose `items` begin, without reading the items: `kubectl get -o json` sorts
/// keys, so the kind of a list comes after ten thousand objects.
struct JSONKindLookahead {
    typealias Bytes = UnsafePointer<UInt8>

    let bytes: Bytes
    let end: Int

    /// The text of the key `kind` that follows the list at `items`; nil if there is none, or no end of the list.
    ///
    /// The last value of a text ends where the text ends, and JSON can be read backwards, so a walk from the end to
    /// the end of the list finds it in a moment. It is believed only if the list's first item looks like a
    /// Kubernetes object; else (and if it fails) the list is skipped from the front.
    func kind(behind items: Int) -> (kind: String?, foundEnd: Bool) {
        if let kind = kindFromEnd(notBefore: items) { return (kind, true) }
        return kindFromFront(items)
    }

    /// Walks back over the members of the mapping that the text ends with.
    private func kindFromEnd(notBefore limit: Int) -> String? {
        var at = end
        var depth = 0
        var text: Range<Int>?
        var value: Range<Int>?
        while at > limit {
            at -= 1
            switch bytes[at] {
            case UInt8(ascii: "}"): depth += 1
            case UInt8(ascii: "]"):
                if depth <= 1 { return nil }
                depth += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth -= 1
                if depth <= 0 { return nil }
            case UInt8(ascii: "\""):
                guard let start = startOfString(endingAt: at, notBefore: limit) else { return nil }
                if depth == 1 {
                    if let value, isKind(start + 1..<at) { return String(decoding: slice(value), as: UTF8.self) }
                    text = start + 1..<at
                }
                at = start
            case UInt8(ascii: ":"): if depth == 1 { value = text }
            case UInt8(ascii: ","): if depth == 1 { (value, text) = (nil, nil) }
            default: break
            }
            if depth == 0 && bytes[at] > 0x20 { return nil }
        }
        return nil
    }

    /// The opening quote of the string whose closing quote is at `close`.
    private func startOfString(endingAt close: Int, notBefore limit: Int) -> Int? {
        var at = close - 1
        while at > limit {
            if bytes[at] == UInt8(ascii: "\"") && bytes[at - 1] != UInt8(ascii: "\\") { return at }
            at -= 1
        }
        return nil
    }

    /// Skips the list at `items` and looks at the members behind it.
    private func kindFromFront(_ items: Int) -> (kind: String?, foundEnd: Bool) {
        var at = items
        var depth = 1
        var key: Range<Int>?
        while at < end {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return (nil, true) }
            case UInt8(ascii: "\""):
                guard let close = endOfString(at + 1) else { return (nil, false) }
                if depth == 1 {
                    if let key, isKind(key) { return (String(decoding: slice(at + 1..<close), as: UTF8.self), true) }
                    key = at + 1..<close
                }
                at = close
            case UInt8(ascii: ","): if depth == 1 { key = nil }
            default: break
            }
            at += 1
        }
        return (nil, false)
    }

    /// The closing quote of the string whose text begins at `start`.
    private func endOfString(_ start: Int) -> Int? {
        var at = start
        while true {
            at = JSONBytes.endOfPlainRun(bytes, at, end)
            guard at < end else { return nil }
            if bytes[at] == UInt8(ascii: "\"") { return at }
            at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
            guard at < end else { return nil }
        }
    }

    private func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
    }

    private func isKind(_ range: Range<Int>) -> Bool { slice(range).elementsEqual("kind".utf8) }
}
