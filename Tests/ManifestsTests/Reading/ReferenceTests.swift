import Foundation
import TestSupport
import Testing

@testable import Manifests

/// Compares the readers with Python's on all fixtures.
@Suite struct ReferenceTests {
    /// Debian's Python with its package python3-yaml, if they are installed.
    private static let python = "/usr/bin/python3"

    private static func hasPython() async -> Bool {
        (try? await Tool.run(python, ["-c", "import yaml"]).status) == 0
    }

    private static let script = """
        import json, sys, yaml
        class L(yaml.SafeLoader): pass
        L.add_constructor('tag:yaml.org,2002:timestamp', L.construct_yaml_str)
        for path in sys.argv[1:]:
            for d in yaml.load_all(open(path, encoding='utf-8'), Loader=L):
                if d is None: continue
                items = d['items'] if str(d.get('kind', '')).endswith('List') and 'items' in d else [d]
                for item in items:
                    print(json.dumps(item, ensure_ascii=False, separators=(',', ':')))
        """

    @Test(.enabled("needs python3-yaml", hasPython))
    func allFixtures() async throws {
        var paths = Fixtures.cases(in: "compile").map { "compile/\($0)/manifests.yaml" }
        paths += Fixtures.cases(in: "live").filter { $0.hasSuffix(".yaml") }.map { "live/\($0)" }
        #expect(paths.count > 50)
        for path in paths {
            let expected = try await Tool.run(Self.python, ["-c", Self.script, Fixtures.root.path + "/" + path])
            let objects = expected.output.split(separator: "\n").map(String.init)
            let yaml = Reading(try Fixtures.bytes(path), name: path)
            #expect(yaml.errors.isEmpty)
            #expect(yaml.objects == objects, "\(path)")
            let json = Reading(Array(expected.output.utf8), name: "x.json")
            #expect(json.errors.isEmpty)
            #expect(json.objects == objects, "\(path)")
        }
    }
}
