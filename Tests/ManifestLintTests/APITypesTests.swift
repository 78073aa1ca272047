import Diagnostics
import Manifests
import TestSupport
import Testing

@testable import ManifestLint

/// The tables of the API's types, and a pod template that uses every field in them.
@Suite struct APITypesTests {
    /// A field somewhere in the fixture.
    struct Use: Sendable, CustomTestStringConvertible {
        /// The struct that has it.
        let type: String
        /// Its name.
        let field: String
        /// Where the name stands in the text.
        let range: SourceRange
        /// The path of the mapping that it is in.
        let parent: String

        var testDescription: String { "\(type).\(field)" }
    }

    private static let text = (try? Fixtures.text("lint/pod-fields.yaml")) ?? ""

    /// The fields of the fixture's pod template.
    private static let uses: [Use] = {
        guard let object = LintCase.read(text, "test.yaml").objects.first else { return [] }
        var uses: [Use] = []
        collect(object.root["spec"]["template"], .object("PodTemplateSpec"), &uses)
        return uses
    }()

    /// In each struct the use of the field with the longest name, as a slip in it can mean no other.
    private static let longest: [Use] = {
        Dictionary(grouping: uses, by: \.type).values.compactMap { uses in
            uses.max { ($0.field.count, $1.field) < ($1.field.count, $0.field) }
        }.sorted { $0.type < $1.type }
    }()

    private static func collect(_ field: FieldCursor, _ type: APITypes.ValueType, _ uses: inout [Use]) {
        switch type {
        case .list(let element): for item in field.items { collect(item, element, &uses) }
        case .map(let value, _): for entry in field.entries { collect(entry.value, value, &uses) }
        case .object(let name):
            let path = field.path
            for (key, value) in field.entries {
                uses.append(Use(type: name, field: key.text, range: key.range, parent: path))
                guard let type = APITypes.type(named: name)?.fields[key.text] else { continue }
                collect(value, type, &uses)
            }
        default: break
        }
    }

    /// The structs that a value of `type` may hold, itself included.
    private static func structs(in type: APITypes.ValueType, _ found: inout Set<String>) {
        switch type {
        case .list(let element): structs(in: element, &found)
        case .map(let value, _): structs(in: value, &found)
        case .object(let name):
            guard found.insert(name).inserted else { return }
            for type in APITypes.type(named: name)?.fields.values ?? [:].values { structs(in: type, &found) }
        default: break
        }
    }

    private static func structs(in name: String) -> Set<String> {
        var found: Set<String> = []
        structs(in: .object(name), &found)
        return found
    }

    private static func errors(_ text: String) -> [Finding] {
        LintCase.lint(text, select: ["server"]).findings.filter { $0.severity == .error }
    }

    @Test(arguments: ObjectKind.allCases) func everyKindIsComplete(_ kind: ObjectKind) {
        #expect(APITypes.type(of: kind)?.fields["metadata"] != nil)
        for name in Self.structs(in: kind.rawValue) {
            #expect(APITypes.type(named: name)?.fields.isEmpty == false, "\(name) isn't in the tables")
        }
    }

    @Test func noStructIsLeftOver() {
        let used = ObjectKind.allCases.reduce(into: Set<String>()) { $0.formUnion(Self.structs(in: $1.rawValue)) }
        // These are only embedded in others.
        #expect(Set(APITypes.all.keys).subtracting(used) == ["TypeMeta", "Object", "VolumeSource"])
    }

    @Test func theFixtureHasEveryField() {
        let used = Set(Self.uses.map(\.testDescription))
        var known: Set<String> = []
        for name in Self.structs(in: "PodTemplateSpec") {
            for field in APITypes.type(named: name)?.fields.keys ?? [:].keys { known.insert("\(name).\(field)") }
        }
        #expect(known.count > 400)
        #expect(known.subtracting(used).sorted() == [])
        #expect(used.subtracting(known).sorted() == [])
    }

    @Test func everyFieldDecodes() {
        let findings = LintCase.lint(Self.text, select: ["server"]).findings
        #expect(findings == [], "\(LintCase.report(findings))")
    }

    @Test(arguments: longest) func aSlipIsFound(_ use: Use) throws {
        let slip = use.field + use.field.suffix(1)
        var bytes = Array(Self.text.utf8)
        bytes.replaceSubrange(Int(use.range.start)..<Int(use.range.end), with: slip.utf8)
        let found = Self.errors(String(decoding: bytes, as: UTF8.self)).filter {
            $0.fieldPath == "\(use.parent).\(slip)"
        }
        #expect(found.count == 1)
        #expect(found.first?.serverText == "unknown field \"\(use.parent).\(slip)\"")
        #expect(found.first?.advice == "did you mean \(use.field)")
    }

    @Test(arguments: [
        ("overhead: 1", "number", "PodSpec", "overhead", "v1.ResourceList"),
        ("restartPolicy: []", "array", "PodSpec", "restartPolicy", "v1.RestartPolicy"),
        ("volumes: {}", "object", "PodSpec", "volumes", "[]v1.Volume"),
        ("volumes: [{nfs: a}]", "string", "Volume", "volumes.nfs", "v1.NFSVolumeSource"),
        ("nodeSelector: a", "string", "PodSpec", "nodeSelector", "map[string]string"),
        ("priority: high", "string", "PodSpec", "priority", "int32"),
        ("ephemeralContainers: [{tty: a}]", "string", "EphemeralContainer", "ephemeralContainers.tty", "bool"),
        ("securityContext: {runAsUser: a}", "string", "PodSecurityContext", "securityContext.runAsUser", "int64"),
    ])
    func typesAreNamedAsInGo(_ field: String, _ found: String, _ type: String, _ path: String, _ expected: String) {
        let errors = Self.errors("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {\(field)}\n")
        #expect(
            errors.compactMap(\.serverText) == [
                "json: cannot unmarshal \(found) into Go struct field \(type).spec.\(path) of type \(expected)"
            ])
    }
}
