import ArgumentParser

/// A format, and where the report goes: `sarif=out.sarif`, or `sarif` for standard output.
struct ReportTarget<Format: RawRepresentable & CaseIterable & Sendable>: ExpressibleByArgument, Sendable
where Format.RawValue == String {
    /// The format.
    let format: Format
    /// The file; nil for standard output.
    let file: String?

    init(format: Format, file: String?) {
        self.format = format
        self.file = file
    }

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let format = Format(rawValue: String(parts[0])), parts.count == 1 || !parts[1].isEmpty else { return nil }
        self.format = format
        file = parts.count == 2 ? String(parts[1]) : nil
    }

    static var allValueStrings: [String] { Format.allCases.map(\.rawValue) }
}
