import Addressing
import Diagnostics
import NameLookup
import ServiceProxy

/// What a name in a ruleset means, as text or JSON.
public struct NamePageReport {
    private let terminal: TerminalText
    private let limit: Int

    /// A writer of plain text, or of text with colours for a terminal. Of each kind of lines at most `limit` are shown.
    public init(isColored: Bool = false, limit: Int = 12) {
        terminal = TerminalText(isColored: isColored)
        self.limit = limit
    }

    /// The page as text.
    public func text(_ page: NamePage) -> String {
        var text = terminal.paint(TerminalText.harmless(page.name), .bold) + "\n"
        text += "  \(heading(page))\n\n"
        text += WrappedText.lines(TerminalText.harmless(page.purpose), indentation: "  ")
        for note in page.notes { text += WrappedText.lines("note: " + TerminalText.harmless(note), indentation: "  ") }
        if let service = page.service { text += section("Service", lines(service)) }
        if !page.callers.isEmpty { text += section("What leads to it", lines(page.callers)) }
        if !page.lines.isEmpty { text += section("Rules and elements", lines(page.lines)) }
        if !page.endpoints.isEmpty { text += section("Endpoints", page.endpoints.map { line($0) }) }
        return text
    }

    /// Pages as a JSON array.
    public func json(_ pages: [NamePage]) -> String { JSONValue.array(pages.map { value($0) }).text }

    private func heading(_ page: NamePage) -> String {
        var words = [page.kind]
        if let mode = page.mode { words.append("\(mode.rawValue) mode") }
        if let family = page.family { words.append(family == .ipv4 ? "IPv4" : "IPv6") }
        return words.joined(separator: ", ")
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        var text = "\n\(terminal.paint(title, .bold))\n" + lines.prefix(limit).map { "  \($0)\n" }.joined()
        if lines.count > limit { text += "  … and \(lines.count - limit) more\n" }
        return text
    }

    private func lines(_ service: NamePage.ServicePlace) -> [String] {
        var lines = ["\(service.name), \(service.port)", service.addresses.joined(separator: ", ")]
        if let place = service.location {
            lines.append(Self.words(place) + (service.portLocation.map { "; the port: \(Self.words($0))" } ?? ""))
        }
        return lines.map { TerminalText.harmless($0) }
    }

    /// Rules of iptables say themselves in which chain they are.
    private func lines(_ lines: [RuleLine]) -> [String] {
        lines.map { line in
            let isWhole = line.text.hasPrefix("-")
            let place = [line.table, isWhole ? "" : line.container].filter { !$0.isEmpty }.joined(separator: " ")
            return TerminalText.harmless(place.isEmpty ? line.text : "\(place): \(line.text)")
        }
    }

    private func line(_ endpoint: NamePage.EndpointPlace) -> String {
        var words = ["\(endpoint.socket): \(endpoint.state)"]
        if let place = endpoint.location { words.append("(\(endpoint.object), \(Self.words(place)))") }
        return TerminalText.harmless(words.joined(separator: " "))
    }

    private static func words(_ place: SourceLocation) -> String { "\(place.file):\(place.line):\(place.column)" }

    // MARK: JSON

    private func value(_ page: NamePage) -> JSONValue {
        .object([
            ("name", .string(page.name)), ("kind", .string(page.kind)), ("mode", JSONValue(page.mode?.rawValue)),
            ("family", JSONValue(page.family.map { $0 == .ipv4 ? "ipv4" : "ipv6" })),
            ("purpose", .string(page.purpose)),
            ("notes", .array(page.notes.map { .string($0) })), ("service", page.service.map { value($0) } ?? .null),
            ("callers", .array(page.callers.map { value($0) })), ("lines", .array(page.lines.map { value($0) })),
            ("endpoints", .array(page.endpoints.map { value($0) })),
        ])
    }

    private func value(_ service: NamePage.ServicePlace) -> JSONValue {
        .object([
            ("name", .string(service.name)), ("port", .string(service.port)),
            ("addresses", .array(service.addresses.map { .string($0) })), ("location", value(service.location)),
            ("portLocation", value(service.portLocation)),
        ])
    }

    private func value(_ line: RuleLine) -> JSONValue {
        .object([
            ("table", .string(line.table)), ("container", .string(line.container)), ("text", .string(line.text)),
        ])
    }

    private func value(_ endpoint: NamePage.EndpointPlace) -> JSONValue {
        .object([
            ("socket", .string(endpoint.socket)), ("state", .string(endpoint.state)),
            ("object", .string(endpoint.object)), ("location", value(endpoint.location)),
        ])
    }

    private func value(_ place: SourceLocation?) -> JSONValue {
        guard let place else { return .null }
        return .object([
            ("file", .string(place.file)), ("line", .number(place.line)), ("column", .number(place.column)),
        ])
    }
}
