extension String {
    /// The text with control characters, quotes and backslashes escaped, so that it can't break a message's line.
    public var escapedForMessage: String {
        unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }
            ? self : unicodeScalars.map { $0.escaped(asASCII: false) }.joined()
    }
}
