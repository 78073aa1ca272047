import Addressing
import Diagnostics

/// A value together with how and where the manifest writes it: `010.0.0.1` means 10.0.0.1, and older kube-proxies
/// print it as written.
public struct Written<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value
    /// Its text in the manifest.
    public let text: String
    /// Where it stands.
    public let range: SourceRange

    /// A value, its text, and where it stands (nowhere, if it comes from a command line).
    public init(_ value: Value, text: String, range: SourceRange = SourceRange(start: 0, end: 0)) {
        self.value = value
        self.text = text
        self.range = range
    }
}

extension DecodingContext {
    /// The IP address at `index`; another text is reported under `rule`.
    mutating func address(_ tree: borrowing ValueTree, _ index: Int, rule: String) -> Written<IPAddress>? {
        guard isString(tree, index) else { return nil }
        if let address = tree.withText(of: index, { IPAddress(parsing: $0) }) {
            return Written(address, text: tree.text(of: index), range: tree.nodes[index].range)
        }
        reportAddress(tree, index, rule: rule)
        return nil
    }

    /// Reports a text that should have been an IP address.
    mutating func reportAddress(_ tree: borrowing ValueTree, _ index: Int, rule: String) {
        report(
            rule, tree, at: index, "\(tree.excerpt(of: index)) is no IP address",
            advice: "must be an IPv4 or IPv6 address, such as 10.9.8.7 or 2001:db8::ffff")
    }

    /// The network at `index`, blanks around it passed over as kube-proxy does; another text is reported under `rule`.
    mutating func prefix(_ tree: borrowing ValueTree, _ index: Int, rule: String) -> Written<IPPrefix>? {
        guard isString(tree, index) else { return nil }
        let parsed = tree.withText(of: index) { text in
            IPPrefix(parsing: UnsafeRawBufferPointer(rebasing: text.trimmingBlanks()))
        }
        if let parsed { return Written(parsed, text: tree.text(of: index), range: tree.nodes[index].range) }
        report(
            rule, tree, at: index, "\(tree.excerpt(of: index)) is no network",
            advice: "must be a CIDR, such as 10.9.8.0/24 or 2001:db8::/64")
        return nil
    }

    /// The DNS label at `index` (RFC 1123: at most 63 of a-z, 0-9 and `-`, none at the ends); another text is
    /// reported under `rule`.
    mutating func dnsLabel(_ tree: borrowing ValueTree, _ index: Int, rule: String) -> String? {
        guard isString(tree, index) else { return nil }
        if tree.withText(of: index, { DNSName.isLabel($0) }) { return tree.text(of: index) }
        report(
            rule, tree, at: index, "\(tree.excerpt(of: index)) is no DNS label",
            advice: "use at most 63 of a-z, 0-9 and '-', with a letter or digit at both ends")
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// The part without blanks, tabs and line breaks at its ends.
    func trimmingBlanks() -> Slice<UnsafeRawBufferPointer> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var (start, end) = (startIndex, endIndex)
        while start < end && isBlank(self[start]) { start += 1 }
        while end > start && isBlank(self[end - 1]) { end -= 1 }
        return self[start..<end]
    }
}
