import Addressing
import Diagnostics
import Manifests

/// Reads the values of a configuration file and collects what is wrong with them.
///
/// A value that can't be read is a problem and counts as not said. Null says nothing.
struct ConfigurationReader {
    /// What is wrong, in the order of the text.
    private(set) var problems: [Finding] = []
    private var locator: SourceLocator

    /// Reads values of `source`.
    init(_ source: Source) { locator = SourceLocator(source) }

    /// Where a value stands.
    mutating func location(of field: FieldCursor) -> SourceLocation { locator.location(of: field.range) }

    /// Reports that a value can't be used.
    mutating func report(_ field: FieldCursor, _ message: String, advice: String? = nil, fixes: [FixIt] = []) {
        var finding = Finding(
            rule: "READ-008", severity: .error, location: locator.location(of: field.range),
            fieldPath: field.path.isEmpty ? nil : field.path, message: message, advice: advice)
        finding.fixes = fixes
        problems.append(finding)
    }

    /// Reports a word that isn't one of `known`, and the one that was probably meant.
    mutating func reportUnknown(_ field: FieldCursor, _ what: String, among known: some Sequence<String>) {
        let meant = Self.nearest(to: field.text, among: known)
        report(
            field, "unknown \(what) \(field.asJSON)", advice: meant.map { "did you mean \($0)" },
            fixes: meant.map { FixIt.replacing(field, with: $0) } ?? [])
    }

    /// The word among `known` that `word` is one or two slips away from.
    private static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let folded = word.lowercased()
        let distances = known.compactMap { candidate in
            EditDistance.between(folded, candidate.lowercased(), atMost: 2).map { ($0, candidate) }
        }
        guard let best = distances.min(by: { $0 < $1 }), best.0 * 2 < word.utf8.count else { return nil }
        return best.1
    }

    /// Reports a value of another shape than `wanted`, unless there is none.
    private mutating func mismatch(_ field: FieldCursor, _ wanted: String) {
        guard let kind = field.kind else { return }
        report(field, "must be \(wanted), not \(kind.words)")
    }

    /// A scalar's text; a number counts too, since versions look like one.
    mutating func text(_ field: FieldCursor) -> String? {
        switch field.kind {
        case .string, .integer, .float: return field.nonEmptyText
        default:
            mismatch(field, "a string")
            return nil
        }
    }

    /// A boolean.
    mutating func bool(_ field: FieldCursor) -> Bool? {
        if let value = field.bool { return value }
        mismatch(field, "a boolean")
        return nil
    }

    /// The items of a list.
    mutating func items(_ field: FieldCursor) -> [FieldCursor] {
        if field.kind != .sequence { mismatch(field, "a list") }
        return field.items
    }

    /// The items of a list, or the value itself: one item needs no list.
    mutating func itemsOrOne(_ field: FieldCursor) -> [FieldCursor] {
        field.kind == .sequence ? field.items : field.isPresent ? [field] : []
    }

    /// The texts of a list.
    mutating func texts(_ field: FieldCursor) -> [String] { items(field).compactMap { text($0) } }

    /// A mapping of strings.
    mutating func stringMap(_ field: FieldCursor) -> [String: String] {
        if field.kind != .mapping { mismatch(field, "a mapping") }
        return field.stringMap
    }

    /// The keys and values of a mapping.
    mutating func entries(_ field: FieldCursor) -> [(key: FieldCursor, value: FieldCursor)] {
        if field.kind != .mapping { mismatch(field, "a mapping") }
        return field.entries
    }

    /// A network; one address is a network of its own.
    mutating func network(_ field: FieldCursor) -> IPPrefix? {
        guard let text = text(field) else { return nil }
        if let prefix = IPPrefix(text) ?? IPAddress(text).map({ IPPrefix(host: $0) }) { return prefix }
        report(field, "\(field.asJSON) is no network", advice: "write a CIDR, such as 10.9.8.0/24 or 2001:db8::/64")
        return nil
    }

    /// An IP address.
    mutating func address(_ field: FieldCursor) -> IPAddress? {
        guard let text = text(field) else { return nil }
        if let address = IPAddress(text) { return address }
        report(field, "\(field.asJSON) is no IP address", advice: "write it like 10.9.8.7 or 2001:db8::ffff")
        return nil
    }

    /// A port's number.
    mutating func port(_ field: FieldCursor) -> UInt16? {
        guard field.isPresent else { return nil }
        if let number = field.integer, let port = UInt16(exactly: number), port > 0 { return port }
        report(field, "\(field.asJSON) is no port number", advice: "use 1-65535")
        return nil
    }

    /// A range of ports, `30000-32767`.
    mutating func portRange(_ field: FieldCursor) -> ClosedRange<Int64>? {
        guard field.isPresent else { return nil }
        let bounds = field.text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        if bounds.count == 2, let first = bounds[0], let last = bounds[1], first > 0, first <= last, last <= 65535 {
            return first...last
        }
        report(field, "\(field.asJSON) is no range of ports, such as 30000-32767")
        return nil
    }
}

extension FieldCursor {
    /// A scalar's text, unless it is empty.
    var nonEmptyText: String? { text.isEmpty ? nil : text }
}
