import Diagnostics
public struct ObjectContext: Sendable { public var listKind: String?; public var listAPIVersion: String? }
public struct DocumentReader {
    public init(source: Source) {}
    public mutating func forEachObject(_ body: (borrowing ValueTree, ObjectContext) -> Void) -> [SyntaxError] { [] }
}
