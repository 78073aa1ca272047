import Diagnostics
import Manifests
import Testing

/// Objects as they were written, and the cursors into them.
@Suite struct FieldCursorTests {
    private func object(_ text: String) throws -> ManifestObject {
        let set = ManifestReader.read([Source(name: "test.yaml", text: text)], keepingObjects: true)
        return try #require(set.objects.first)
    }

    @Test func valuesAndPaths() throws {
        let root = try object(
            "kind: X\na: {list: [1, {b_c: 0x10}], text: 'on', bare: on, none: ~, f: 8e1, labels: {app.io/x: y}}\n"
        ).root["a"]
        #expect(root["list"].items.map(\.integer) == [1, nil])
        #expect(root["list"][1]["b_c"].integer == 16)
        #expect(root["list"][1]["b_c"].path == "a.list[1].b_c")
        #expect(root["text"].string == "on" && root["bare"].string == nil && root["bare"].bool == true)
        #expect(root["none"].isWritten && !root["none"].isPresent)
        #expect(root["f"].integer == 80)
        #expect(root["labels"][key: "app.io/x"].path == "a.labels[app.io/x]")
        #expect(root["labels"].entries.map(\.key.text) == ["app.io/x"])
    }

    @Test func whatIsMissingHasAPathAndThePlaceOfWhatItIsMissingFrom() throws {
        let object = try object("kind: X\nspec:\n  ports: [{name: a}]\n")
        let missing = object.root["spec"]["ports"][0]["port"]
        #expect(!missing.isWritten && missing.integer == nil && missing.items.isEmpty)
        #expect(missing.path == "spec.ports[0].port")
        #expect(missing.range == object.root["spec"]["ports"][0].range)
        #expect(object.root["spec"]["ports"][7]["x"].path == "spec.ports[7].x")
        #expect(object.root["status"]["a"]["b"].path == "status.a.b")
        #expect(object.root["spec"]["labels"][key: "a/b"].path == "spec.labels[a/b]")
    }

    @Test func objectsAreKeptOnlyOnRequest() {
        let source = Source(name: "test.yaml", text: "kind: List\napiVersion: v1\nitems: [{kind: X}, {kind: Y}]\n")
        #expect(ManifestReader.read([source]).objects.isEmpty)
        let set = ManifestReader.read([source], keepingObjects: true)
        #expect(set.objects.map(\.kind) == ["X", "Y"])
        #expect(set.objects[1].root["kind"].text == "Y")
    }
}
