import ManifestLint
import Testing

/// The list of rules by itself.
@Suite struct RuleCatalogTests {
    @Test func idsAreUniqueAndInAKnownGroup() {
        let ids = RuleCatalog.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(RuleCatalog.all.allSatisfy { RuleCatalog.groups.contains($0.group) })
    }

    @Test func selectionByIDGroupAndServer() throws {
        let rule = try #require(RuleCatalog.rule("PORT-004"))
        #expect(RuleSelection(select: ["PORT-004"]).contains(rule))
        #expect(RuleSelection(select: ["PORT"]).contains(rule))
        #expect(RuleSelection(select: ["server"]).contains(rule))
        #expect(!RuleSelection(select: ["SVC"]).contains(rule))
        #expect(!RuleSelection(ignore: ["PORT-004"]).contains(rule))
        #expect(RuleSelection(select: ["PROT"]).unknownWords(among: RuleCatalog.all) == ["PROT"])
    }
}
