import Testing
import TestSupport

@testable import LiveRuleset

@Suite("Kinds of dumps")
struct DumpKindTests {
    @Test func anEmptyTextIsNoDump() { #expect(DumpKind(of: []) == nil) }
}
