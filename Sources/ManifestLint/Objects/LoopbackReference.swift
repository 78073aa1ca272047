/// A port of the loopback address in a text: `127.0.0.1:30080`, `localhost:30080`, `[::1]:30080`.
struct LoopbackReference: Hashable {
    /// The host as written.
    var host: String
    /// The port.
    var port: Int64

    /// Whether it is the IPv6 address.
    var isIPv6: Bool { host == "[::1]" }

    private static let hosts = ["127.0.0.1", "localhost", "[::1]"]

    /// All that `text` holds, in order.
    static func all(in text: String) -> [LoopbackReference] {
        let bytes = Array(text.utf8)
        var found: [LoopbackReference] = []
        for colon in bytes.indices where bytes[colon] == UInt8(ascii: ":") {
            guard let port = port(bytes, after: colon),
                let host = hosts.first(where: { ends(bytes[..<colon], with: $0) })
            else { continue }
            found.append(LoopbackReference(host: host, port: port))
        }
        return found
    }

    /// Whether the text before a port is a host, and not the end of a longer one.
    private static func ends(_ text: ArraySlice<UInt8>, with host: String) -> Bool {
        guard text.count >= host.utf8.count, text.suffix(host.utf8.count).elementsEqual(host.utf8) else { return false }
        guard let before = text.dropLast(host.utf8.count).last else { return true }
        return !isWord(before) && before != UInt8(ascii: ".") && before != UInt8(ascii: "-")
    }

    private static func port(_ bytes: [UInt8], after colon: Int) -> Int64? {
        let digits = bytes[(colon + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...5).contains(digits.count) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_")
    }
}
