/// The names that Kubernetes accepts for objects.
enum DNSName {
    /// Whether `text` is a DNS label (RFC 1123): 1 to 63 of a-z, 0-9 and `-`, a letter or digit at both ends.
    static func isLabel(_ text: UnsafeRawBufferPointer) -> Bool {
        (1...63).contains(text.count) && isLabelBody(text[...])
    }

    /// Whether `text` is a DNS subdomain: at most 253 characters, labels with dots between them.
    static func isSubdomain(_ text: UnsafeRawBufferPointer) -> Bool {
        (1...253).contains(text.count)
            && text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { isLabelBody($0) }
    }

    private static func isLabelBody(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard let first = text.first, let last = text.last, isAlphanumeric(first), isAlphanumeric(last) else {
            return false
        }
        return text.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
