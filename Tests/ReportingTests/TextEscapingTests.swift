import Foundation
import Testing

@testable import Reporting

/// Names and comments of a dump may hold anything: no format may take them for its own words.
@Suite struct TextEscapingTests {
    private static let nasty = [
        "plain", "", "50% off", "a\nb\r\nc", "\"quoted\" \\ back", "::error file=x::y", "a:b,c", "<b>&amp;'</b>",
        "\u{0}\u{1}\u{7}\u{1B}[31m\u{7F}", "\u{9B}31m", "\u{2028}\u{202E}x\u{2066}", "ümläut 日本 🧨", "%0A%3A", "]]>",
        "--><!--",
    ]

    @Test(arguments: nasty)
    func json(_ text: String) throws {
        let value = JSONValue.object([(text, .array([.string(text), .null, .bool(true), .number(-1), .array([])]))])
        let decoded = try JSONSerialization.jsonObject(with: Data(value.text.utf8)) as? [String: [Any]]
        #expect(decoded?.keys.first == text)
        #expect(decoded?[text]?.first as? String == text)
        #expect(value.text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
    }

    /// As GitHub's runner reads it: one line, properties up to `::`, everything unescaped.
    @Test(arguments: nasty)
    func workflowCommand(_ text: String) {
        let line = WorkflowCommand(
            name: "error", properties: [("file", text), ("title", text)], message: text
        ).text
        #expect(!line.contains("\n") && !line.contains("\r"))
        let body = line.dropFirst("::error ".count)
        let end = body.range(of: "::")
        let properties = body[..<(end?.lowerBound ?? body.endIndex)].split(separator: ",")
        #expect(properties.count == 2)
        for property in properties {
            let value = property.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
            #expect(Self.unescaped(String(value)) == text)
        }
        #expect(Self.unescaped(String(body[(end?.upperBound ?? body.endIndex)...])) == text)
    }

    private static func unescaped(_ text: String) -> String {
        text.replacingOccurrences(of: "%2C", with: ",").replacingOccurrences(of: "%3A", with: ":")
            .replacingOccurrences(of: "%0A", with: "\n").replacingOccurrences(of: "%0D", with: "\r")
            .replacingOccurrences(of: "%25", with: "%")
    }

    @Test(arguments: nasty)
    func html(_ text: String) {
        let escaped = HTMLText.escaped(text)
        #expect(!escaped.contains("<") && !escaped.contains(">") && !escaped.contains("\"") && !escaped.contains("'"))
        let unescaped = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(escaped)
        {
            $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
        if text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" }) { #expect(unescaped == text) }
    }

    @Test(arguments: nasty)
    func terminal(_ text: String) {
        let harmless = TerminalText.harmless(text)
        #expect(harmless.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        #expect(!harmless.contains("\u{202E}") && !harmless.contains("\u{2066}"))
        if text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F }) { #expect(harmless == text) }
    }

    @Test func uris() {
        #expect(FileURI.text("deploy/shop web.yaml") == "deploy/shop%20web.yaml")
        #expect(FileURI.text("/tmp/ü%.yaml") == "file:///tmp/%C3%BC%25.yaml")
        #expect(FileURI.text("a#b?c:d[e]") == "a%23b%3Fc%3Ad%5Be%5D")
    }
}
