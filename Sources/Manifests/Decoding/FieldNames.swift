/// The names of an object's fields, as the cases of an enum: finds the case of a key without making a string.
struct FieldNames<Field: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
    /// The names of each length, with their fields.
    private let byLength: [[(name: [UInt8], field: Field)]]

    init(_: Field.Type = Field.self) {
        let names = Field.allCases.map { (name: Array($0.rawValue.utf8), field: $0) }
        let longest = names.map(\.name.count).max() ?? 0
        byLength = (0...longest).map { length in names.filter { $0.name.count == length } }
    }

    /// The field whose name the key at `index` is.
    func field(of tree: borrowing ValueTree, key index: Int) -> Field? {
        let length = Int(tree.nodes[index].textLength)
        guard length < byLength.count, !byLength[length].isEmpty else { return nil }
        return tree.withText(of: index) { text in
            for (name, field) in byLength[length] where text.elementsEqual(name) { return field }
            return nil
        }
    }
}
