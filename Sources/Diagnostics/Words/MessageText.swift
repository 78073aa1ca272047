extension String {
    /// The text with control characters, quotes and backslashes escaped, so that it can't break a message's line.
    public var escapedForMessage: String {
        unicodeScalars.allSatisfy { !$0.isObeyed && $0 != "\"" && $0 != "\\" }
            ? self : unicodeScalars.map { $0.escaped(asASCII: $0.isObeyed) }.joined()
    }
}

extension Unicode.Scalar {
    /// Whether terminals and browsers obey it instead of showing it: control characters, line separators, and those that
    /// turn the direction of what follows.
    public var isObeyed: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
