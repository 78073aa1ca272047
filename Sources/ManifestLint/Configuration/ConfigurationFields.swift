import Diagnostics
import Manifests

/// The fields that a mapping of a configuration file can have, and where each one's value goes.
struct ConfigurationFields<Value>: Sendable {
    /// Takes one field's value.
    typealias Read = @Sendable (inout Value, FieldCursor, inout ConfigurationReader) -> Void

    private let fields: [String: Read]

    /// Fields by name.
    init(_ fields: [String: Read]) { self.fields = fields }

    /// The names, sorted.
    var names: [String] { fields.keys.sorted() }

    /// Whether there is a field called `name`.
    func contains(_ name: String) -> Bool { fields[name] != nil }

    /// Reads all fields of a mapping. Unknown ones are problems.
    func read(_ field: FieldCursor, into value: inout Value, _ reader: inout ConfigurationReader) {
        for entry in reader.entries(field) {
            if !read(entry.key, entry.value, into: &value, &reader) {
                reader.reportUnknown(entry.key, "field", among: names)
            }
        }
    }

    /// Reads one field; answers whether there is one of that name.
    func read(
        _ key: FieldCursor, _ written: FieldCursor, into value: inout Value, _ reader: inout ConfigurationReader
    ) -> Bool {
        guard let read = fields[key.text] else { return false }
        read(&value, written, &reader)
        return true
    }
}
