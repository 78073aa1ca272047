import Diagnostics

/// Reading the values of fields: each function takes a value of the type that its field wants, as the API server
/// does, and reports everything else. Null counts as absent.
extension DecodingContext {
    /// Calls `body` for each field of the mapping at `index` that `Field` knows. Other fields are passed over: a
    /// newer cluster may have them.
    mutating func forEachField<Field>(
        _ tree: borrowing ValueTree, of index: Int, _ names: FieldNames<Field>,
        _ body: (inout DecodingContext, borrowing ValueTree, Field, _ value: Int) -> Void
    ) {
        forEachPair(tree, of: index) { context, tree, key, value in
            if let field = names.field(of: tree, key: key) { body(&context, tree, field, value) }
        }
    }

    /// Calls `body` with each key and value of the mapping at `index`.
    mutating func forEachPair(
        _ tree: borrowing ValueTree, of index: Int,
        _ body: (inout DecodingContext, borrowing ValueTree, _ key: Int, _ value: Int) -> Void
    ) {
        let node = tree.nodes[index]
        if node.kind == .null { return }
        guard node.kind == .mapping else { return wrongType(tree, index, wanted: "a mapping") }
        var key = index + 1
        while key + 1 < Int(node.next) {
            let value = key + 1
            body(&self, tree, key, value)
            key = Int(tree.nodes[value].next)
        }
    }

    /// Calls `body` with each item of the list at `index`.
    mutating func forEachItem(
        _ tree: borrowing ValueTree, of index: Int,
        _ body: (inout DecodingContext, borrowing ValueTree, _ item: Int) -> Void
    ) {
        let node = tree.nodes[index]
        if node.kind == .null { return }
        guard node.kind == .sequence else { return wrongType(tree, index, wanted: "a list") }
        var item = index + 1
        while item < Int(node.next) {
            body(&self, tree, item)
            item = Int(tree.nodes[item].next)
        }
    }

    /// Whether the value at `index` is a string; anything but a string or null is reported.
    mutating func isString(_ tree: borrowing ValueTree, _ index: Int) -> Bool {
        switch tree.nodes[index].kind {
        case .string: return true
        case .null: return false
        default:
            wrongType(tree, index, wanted: "a string")
            return false
        }
    }

    /// The string at `index`.
    mutating func string(_ tree: borrowing ValueTree, _ index: Int) -> String? {
        isString(tree, index) ? tree.text(of: index) : nil
    }

    /// The boolean at `index`.
    mutating func bool(_ tree: borrowing ValueTree, _ index: Int) -> Bool? {
        switch tree.nodes[index].kind {
        case .bool: return tree.bool(at: index)
        case .null: return nil
        default:
            wrongType(tree, index, wanted: "true or false")
            return nil
        }
    }

    /// The whole number at `index`, if `bounds` contains it; a number outside is reported under `rule`.
    mutating func integer(
        _ tree: borrowing ValueTree, _ index: Int, in bounds: ClosedRange<Int64>, rule: String, what: String
    ) -> Int64? {
        switch tree.nodes[index].kind {
        case .null: return nil
        case .integer:
            let number = tree.withText(of: index) { IntegerText.parse($0) }
            if let number, bounds.contains(number) { return number }
            report(
                rule, tree, at: index, "\(tree.excerpt(of: index)) is no \(what)",
                advice: "must be \(bounds.lowerBound)-\(bounds.upperBound)")
            return nil
        default:
            wrongType(tree, index, wanted: "a whole number")
            return nil
        }
    }

    /// The word at `index` as a case of `Choice`; another word is reported under `rule`.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ tree: borrowing ValueTree, _ index: Int, _: Choice.Type, rule: String
    ) -> Choice? {
        guard let word = string(tree, index), !word.isEmpty else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        let known = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        report(
            rule, tree, at: index, "unsupported value \(tree.excerpt(of: index))", advice: "supported values: \(known)")
        return nil
    }

    /// Reports a value whose type isn't the one that its field wants.
    mutating func wrongType(_ tree: borrowing ValueTree, _ index: Int, wanted: String) {
        let node = tree.nodes[index]
        let isScalar = node.kind != .mapping && node.kind != .sequence
        let found = isScalar ? "\(node.kind.words) (\(tree.excerpt(of: index)))" : node.kind.words
        let wantsQuotes = wanted == "a string" && node.isPlain && isScalar
        let advice = wantsQuotes ? "put it in quotes" : node.kind == .string ? "write it without quotes" : nil
        report(
            wantsQuotes && node.kind == .bool ? "SCHEMA-008" : "SCHEMA-007", tree, at: index,
            "found \(found) where the field takes \(wanted)",
            advice: wanted == "a string" || wanted == "a whole number" || wanted == "true or false" ? advice : nil)
    }
}

extension ValueTree {
    /// The start of a scalar's text in quotes, safe to print: control characters and quotes are escaped.
    func excerpt(of index: Int) -> String {
        let limit = 80
        let text = text(of: index)
        let shown = text.unicodeScalars.prefix(limit).map { $0.escaped(asASCII: false) }.joined()
        return "\"\(shown)\(text.unicodeScalars.count > limit ? "…" : "")\""
    }
}
