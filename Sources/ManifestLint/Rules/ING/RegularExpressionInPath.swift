import Diagnostics
import Manifests

/// A path of type Prefix or Exact holds signs of a regular expression.
///
/// Both types compare literally: Prefix element by element, Exact letter by letter. No request has such a path, so the
/// backend gets none. Write a plain path, or use ImplementationSpecific together with what turns regular expressions on
/// in the controller.
///
/// Bad:
/// ```yaml
/// paths: [{path: "/api(/.*)?$", pathType: Prefix}]
/// ```
/// Good:
/// ```yaml
/// paths: [{path: /api, pathType: Prefix}]
/// ```
/// Source: the documentation of Ingress path types.
enum RegularExpressionInPath: LintRule {
    static let description = RuleDescription(
        "ING-020", .warning, "Regular expression in a Prefix or Exact path", needs: [.ingresses])

    private static let signs = Set("()[]^$|\\?+".utf8)

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for backend in context.ingresses.lazy.flatMap(\.backends) {
            guard let entry = backend.path, let type = entry["pathType"].string, type == "Prefix" || type == "Exact",
                let path = entry["path"].string, path.hasPrefix("/"), let sign = sign(in: path)
            else { continue }
            report.add(
                description, at: entry["path"],
                "path \(path.quoted) of type \(type) is compared letter by letter: \"\(sign)\" has no meaning, and no"
                    + " ordinary request fits",
                advice: "write a plain path, or use pathType ImplementationSpecific and the controller's switch for"
                    + " regular expressions")
        }
    }

    /// The first sign of a regular expression in a path.
    private static func sign(in path: String) -> String? {
        var last: UInt8 = 0
        for byte in path.utf8 {
            if last == UInt8(ascii: "."), byte == UInt8(ascii: "*") { return ".*" }
            if signs.contains(byte) { return byte == UInt8(ascii: "\\") ? "\\\\" : String(UnicodeScalar(byte)) }
            last = byte
        }
        return nil
    }
}
