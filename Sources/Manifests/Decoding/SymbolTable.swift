/// A name that occurs in many objects (a node, a zone), by number. Number 0 is the empty name.
public struct Symbol: Sendable, Hashable {
    /// Its place in the table.
    public let index: UInt32

    init(_ index: UInt32) { self.index = index }

    /// The empty name.
    public static let empty = Symbol(0)
}

/// A set of names that occurs in many objects (the zones an endpoint is meant for), by number. Number 0 is the
/// empty set.
public struct SymbolSet: Sendable, Hashable {
    /// Its place in the table.
    public let index: UInt32

    init(_ index: UInt32) { self.index = index }

    /// The empty set.
    public static let empty = SymbolSet(0)
}

/// Names and sets of names, each kept once: 150,000 endpoints name a few thousand nodes and a handful of zones.
public struct SymbolTable: Sendable {
    private var names: [String] = [""]
    private var numbers: [String: UInt32] = ["": 0]
    private var sets: [[Symbol]] = [[]]
    private var setNumbers: [[Symbol]: UInt32] = [[]: 0]
    private var last = Symbol.empty

    /// A table with the empty name and the empty set.
    public init() {}

    /// The number of `name`, a new one if it is new.
    public mutating func symbol(_ name: String) -> Symbol {
        if let number = numbers[name] { return Symbol(number) }
        names.append(name)
        let symbol = Symbol(UInt32(names.count - 1))
        numbers[name] = symbol.index
        return symbol
    }

    /// The number of the text at `index`. Neighbouring objects often say the same name, so the last answer is
    /// tried first.
    mutating func symbol(_ tree: borrowing ValueTree, _ index: Int) -> Symbol {
        let isLast = tree.withText(of: index) { text in
            last != .empty && names[Int(last.index)].utf8.elementsEqual(text)
        }
        if !isLast { last = symbol(tree.text(of: index)) }
        return last
    }

    /// The number of the set of `symbols`.
    public mutating func set(_ symbols: [Symbol]) -> SymbolSet {
        let sorted = Array(Set(symbols)).sorted { $0.index < $1.index }
        if let number = setNumbers[sorted] { return SymbolSet(number) }
        sets.append(sorted)
        setNumbers[sorted] = UInt32(sets.count - 1)
        return SymbolSet(UInt32(sets.count - 1))
    }

    /// The number of `name` if some object said it.
    public func find(_ name: String) -> Symbol? { numbers[name].map { Symbol($0) } }

    /// The name of a symbol of this table.
    public func name(_ symbol: Symbol) -> String {
        Int(symbol.index) < names.count ? names[Int(symbol.index)] : ""
    }

    /// The names in a set of this table.
    public func names(of set: SymbolSet) -> [String] {
        Int(set.index) < sets.count ? sets[Int(set.index)].map(name) : []
    }

    /// For each set of this table, whether `symbol` is in it.
    public func membership(of symbol: Symbol?) -> [Bool] {
        sets.map { set in symbol.map { set.contains($0) } ?? false }
    }
}
