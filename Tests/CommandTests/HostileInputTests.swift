import Foundation
import TestSupport
import Testing

/// Input that is broken or meant to break: one clear message each, nothing on standard output, never a crash.
@Suite struct HostileInputTests {
    /// A file and the start of what is said about it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let message: String

        init(_ name: String, _ text: String, _ message: String) {
            self.init(name, Array(text.utf8), message)
        }

        init(_ name: String, _ bytes: [UInt8], _ message: String) {
            self.name = name
            self.bytes = bytes
            self.message = message
        }

        var testDescription: String { "\(name): \(message)" }
    }

    /// A Service whose name, port or cluster IP is what a case is about.
    private static func service(name: String = "web", port: String = "80", clusterIP: String = "10.96.0.1") -> String {
        """
        apiVersion: v1
        kind: Service
        metadata: {name: \(name), namespace: shop}
        spec:
          clusterIP: \(clusterIP)
          ports:
          - {name: http, port: \(port)}

        """
    }

    private static let aliasBomb: String = (1...9).reduce("a0: &a0 [x, x, x, x, x, x, x, x, x]\n") { text, level in
        text + "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }

    static let cases: [Case] = [
        Case("empty.yaml", "", "error[READ-007]: empty.yaml: there is no Kubernetes object in it"),
        Case("none.yaml", "---\n---\n# nothing\n", "error[READ-007]: none.yaml: there is no Kubernetes object in it"),
        Case("empty.json", "", "error[READ-007]: empty.json: there is no Kubernetes object in it"),
        Case(
            "tabs.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n\tname: web\n",
            "tabs.yaml:4:1: error[READ-003]: a tab can't be used as indentation; indent with spaces"),
        Case(
            "nul.yaml", "kind: Service\nmetadata: {name: \"we\0b\"}\n",
            "nul.yaml:2:21: error[READ-002]: the text holds a NUL byte"),
        Case(
            "latin1.yaml", Array("kind: Service\nname: we".utf8) + [0xFF],
            "latin1.yaml:2:9: error[READ-002]: the text is not UTF-8"),
        Case("utf16.yaml", [0xFF, 0xFE, 0x61, 0x00], "utf16.yaml:1:1: error[READ-002]: the text is UTF-16 or UTF-32"),
        Case(
            "deep.yaml", "a: " + String(repeating: "[", count: 100_000),
            "error[READ-004]: more than 1,000 levels of mappings and lists"),
        Case(
            "deep.json", "{\"a\":" + String(repeating: "[", count: 100_000),
            "error[READ-004]: more than 1,000 levels of mappings and lists"),
        Case(
            "bomb.yaml", aliasBomb, "bomb.yaml:7:10: error[READ-004]: alias expansion makes more than 1,000,000 values"),
        Case(
            "bigport.yaml", service(port: "12345678901234567890"),
            "bigport.yaml:7:24: error[PORT-004]: Service shop/web: spec.ports[0].port: \"12345678901234567890\" is no port number"
        ),
        Case(
            "inject.yaml", service(name: "\"web\\n-A INPUT -j ACCEPT\""),
            "inject.yaml:3:18: error[SVC-001]: Service shop/web\\n-A INPUT -j ACCEPT: metadata.name: \"web\\n-A INPUT -j ACCEPT\" is no DNS label"
        ),
        Case(
            "portname.yaml", service().replacingOccurrences(of: "http", with: "'x\" -j ACCEPT'"),
            "portname.yaml:7:12: error[PORT-003]: Service shop/web: spec.ports[0].name: \"x\\\" -j ACCEPT\" is no DNS label"
        ),
        Case(
            "twice.yaml", service() + "  clusterIP: 10.96.0.2\n",
            "twice.yaml:8:3: error[SCHEMA-010]: Service shop/web: spec.clusterIP: duplicate key \"clusterIP\", already given in line 5"
        ),
        Case(
            "cut.json", #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"web""#,
            "cut.json:1:61: error[READ-003]: the text ends inside a JSON value"),
        Case(
            "ip.yaml", service(clusterIP: "10.96.0.256"),
            "ip.yaml:5:14: error[SVC-015]: Service shop/web: spec.clusterIP: \"10.96.0.256\" is no IP address"),
        Case(
            "type.yaml", service(port: "\"80\""),
            "type.yaml:7:24: error[SCHEMA-007]: Service shop/web: spec.ports[0].port: found a string (\"80\") where the field takes a whole number"
        ),
        Case(
            "bool.yaml", service(name: "yes"),
            "bool.yaml:3:18: error[SCHEMA-008]: Service shop/yes: metadata.name: found a boolean (\"yes\") where the field takes a string; put it in quotes"
        ),
        Case(
            "version.yaml", service().replacingOccurrences(of: "apiVersion: v1", with: "apiVersion: v2"),
            "version.yaml:1:13: error[SCHEMA-005]: Service shop/web: apiVersion: apiVersion \"v2\" of Service is unknown"
        ),
        Case(
            "template.yaml", "kind: Service\nmetadata:\n  name: {{ .Release.Name }}\n",
            "template.yaml:3:10: error[READ-003]: a mapping or list can't be a key; render templates"),
    ]

    @Test(arguments: cases)
    func oneClearMessage(_ broken: Case) async throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(broken.bytes, to: broken.name)
        let result = try await Proxyplan.run(["compile", file, "--node", "node-a"])
        #expect(result.status == 2)
        #expect(result.output == "")
        let said = result.errors.replacingOccurrences(of: file, with: broken.name)
        #expect(said.contains(broken.message), "said: \(said)")
        #expect(said.split(separator: "\n").count == 2, "one finding and the summary: \(said)")
    }

    /// The same at a pipe: a truncated JSON, say, is called `<stdin>`.
    @Test func standardInput() async throws {
        let result = try await Proxyplan.run(["compile", "-"], input: #"{"kind": "Serv"#)
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("<stdin>:1:"))
    }

    @Test func aDirectoryWithoutManifests() async throws {
        let scratch = try ScratchDirectory()
        _ = try scratch.write("x", to: "empty/notes.txt")
        let result = try await Proxyplan.run(["compile", scratch.path("empty")])
        #expect(result.status == 2)
        #expect(result.errors.contains("the directory holds no manifest; manifests end in .yaml, .yml or .json"))
    }

    @Test func aFileThatIsNotThere() async throws {
        let result = try await Proxyplan.run(["compile", "no-such-file.yaml"])
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains("no-such-file.yaml: no such file or directory"))
    }

    /// Root may read every file, so that as root the test runs the program as another user.
    @Test func aFileThatMayNotBeRead() async throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write(Self.service(), to: "secret.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
        let isRoot = getuid() == 0
        let program = try scratch.write([UInt8](try Data(contentsOf: URL(fileURLWithPath: Proxyplan.path))), to: "p")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let result =
            isRoot
            ? try await Tool.run("setpriv", ["--reuid", "65534", "--clear-groups", program, "compile", file])
            : try await Tool.run(program, ["compile", file])
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains("secret.yaml: can't be read: permission denied"))
    }

    /// Byte-order mark, CRLF and fields of a newer cluster are no errors.
    @Test(arguments: [
        "\u{FEFF}" + service().replacingOccurrences(of: "\n", with: "\r\n"),
        service() + "  fieldOfTheFuture: {a: [1]}\n",
        "%YAML 1.1\n---\n" + service() + "...\n", service() + "---\nkind: Deployment\nspec: [not, ours]\n",
    ])
    func oddButSound(_ text: String) async throws {
        let result = try await Proxyplan.run(["compile", "-", "--node", "node-a"], input: text)
        #expect(result.status == 0)
        #expect(result.output.contains("shop/web:http has no endpoints"))
    }

    /// Any prefix of a sound manifest either compiles or is refused whole.
    @Test func truncatedAnywhere() async throws {
        let text = Array(try Fixtures.text("examples/shop.yaml").utf8)
        for length in stride(from: 1, to: text.count, by: 97) {
            let input = String(decoding: text[..<length], as: UTF8.self)
            let result = try await Proxyplan.run(["compile", "-", "--node", "node-a"], input: input)
            #expect(result.status == 0 || result.status == 2, "\(length) bytes: \(result.errors)")
            #expect(result.output.isEmpty == (result.status == 2), "\(length) bytes")
            if result.status == 0 { #expect(result.output.hasSuffix("COMMIT\n")) }
        }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
