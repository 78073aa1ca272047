import Diagnostics
import Reporting
import Testing

@Suite struct TextReportTests {
    private let finding = Finding(
        rule: "PORT-004", severity: .error,
        location: SourceLocation(file: "shop.yaml", line: 12, column: 9, endLine: 12, endColumn: 14),
        object: ObjectReference(kind: "Service", namespace: "shop", name: "web"), fieldPath: "spec.ports[1].port",
        message: "\"99999\" is no port number", advice: "must be 1-65535")

    @Test func oneLine() {
        #expect(
            TextReport().line(finding)
                == "shop.yaml:12:9: error[PORT-004]: Service shop/web: spec.ports[1].port: \"99999\" is no port number; must be 1-65535"
        )
    }

    @Test func whatIsMissingIsLeftOut() {
        let bare = Finding(rule: "VIEW-001", severity: .note, message: "no node is named")
        #expect(TextReport().line(bare) == "note[VIEW-001]: no node is named")
    }

    @Test func coloursAreClosedAgain() {
        let line = TextReport(isColored: true).line(finding)
        #expect(line.contains("\u{1B}[31merror[PORT-004]: \u{1B}[0m"))
        #expect(line.ranges(of: "\u{1B}[").count == 2 * line.ranges(of: "\u{1B}[0m").count)
    }

    @Test func counts() {
        let warning = Finding(rule: "X", severity: .warning, message: "x")
        #expect(TextReport.count([finding, warning, finding]) == "2 errors, 1 warning")
        #expect(TextReport.count([]) == "no findings")
    }

    /// Lines and columns count from 1; columns are characters, not bytes.
    @Test func places() {
        var locator = SourceLocator(Source(name: "x", text: "a: ü é\nb: \"x\"\n"))
        #expect(locator.location(of: SourceRange(start: 6, end: 8)).column == 6)
        let second = locator.location(of: SourceRange(start: 12, end: 15))
        #expect((second.line, second.column, second.endColumn) == (2, 4, 7))
        let behind = locator.location(of: SourceRange(start: 999, end: 1000))
        #expect((behind.line, behind.column) == (3, 1))
    }
}
