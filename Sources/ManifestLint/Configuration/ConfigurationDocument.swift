import Diagnostics
import Manifests

/// The one mapping that a configuration file holds, be it YAML or JSON.
struct ConfigurationDocument {
    /// The mapping; nil if the file is empty or unreadable.
    let root: FieldCursor?
    /// What is wrong with the file itself.
    let problems: [Finding]

    /// What a manifest has to be and a configuration isn't: an object with a kind.
    private static let manifestRules: Set<String> = ["READ-005", "READ-007"]

    /// Reads a file.
    init(_ source: Source) {
        let set = ManifestReader.read([source], keepingObjects: true)
        var reader = ConfigurationReader(source)
        root = set.objects.first?.root
        for object in set.objects {
            for (range, message) in object.duplicateKeys {
                if let key = object.root.key(at: range) { reader.report(key, message) }
            }
        }
        if set.objects.count > 1 {
            reader.report(set.objects[1].root, "the file holds several documents", advice: "keep one")
        }
        if set.objects.isEmpty, set.findings.contains(where: { $0.rule == "READ-005" }) {
            let place = SourceRange(start: 0, end: 0)
            var locator = SourceLocator(source)
            problems = [
                Finding(
                    rule: "READ-008", severity: .error, location: locator.location(of: place),
                    message: "the configuration isn't a mapping")
            ]
            return
        }
        problems =
            set.findings.filter { !Self.manifestRules.contains($0.rule) && $0.severity == .error } + reader.problems
    }
}
