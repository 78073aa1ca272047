import Addressing
import Bytes

/// The addresses of the interface kube-ipvs0.
public struct BoundAddresses: Sendable, Hashable {
    /// Each by itself; the order means nothing.
    public var addresses: [IPAddress]

    /// Some addresses.
    public init(_ addresses: [IPAddress] = []) { self.addresses = addresses }

    /// The interface that kube-proxy puts them on.
    public static let interface = "kube-ipvs0"
    private static let name = Array(interface.utf8)

    /// Reads what `ip address` prints (with `-o` or without; of several interfaces only kube-ipvs0 counts), or one
    /// address a line. Link-local addresses, which the kernel itself gives an interface, are left out.
    public init(parsing bytes: [UInt8]) throws(DumpParseError) {
        let result = bytes.withUnsafeBytes { span in
            do throws(DumpFailure) {
                return Result<[IPAddress], DumpParseError>.success(try Self.parse(span))
            } catch {
                return .failure(error.located(in: span))
            }
        }
        addresses = try result.get()
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer) throws(DumpFailure) -> [IPAddress] {
        var reader = try DumpReader(bytes)
        var addresses: [IPAddress] = []
        var isMeant = true
        while reader.nextLine() {
            guard var first = reader.word() else { continue }
            if isNumbered(reader.text(first)) {
                // "4: kube-ipvs0: <BROADCAST…" or "4: kube-ipvs0    inet 10.96.0.1/32 …"
                let word = reader.text(try reader.word("the name of an interface"))
                isMeant = word.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "@") }.elementsEqual(name)
                guard let word = reader.word() else { continue }
                first = word
            }
            let word = reader.text(first)
            let isLabelled = word.equals("inet") || word.equals("inet6")
            let range = isLabelled ? try reader.word("an address") : first
            let text = reader.text(range)
            let slash = text.firstIndex(of: UInt8(ascii: "/")) ?? text.count
            guard let address = IPAddress(parsing: UnsafeRawBufferPointer(rebasing: text[..<slash])) else {
                // Other lines of several words are those of the interface, its link, and lifetimes.
                if isLabelled || (reader.isAtEnd && text.first != UInt8(ascii: "#")) {
                    throw reader.failure("expected an address", at: range.lowerBound)
                }
                continue
            }
            if isMeant && !(address.family == .ipv6 && address.high >> 54 == 0x3FA) { addresses.append(address) }
        }
        return addresses
    }

    /// Whether a word is the number in front of an interface: `4:`.
    private static func isNumbered(_ word: UnsafeRawBufferPointer) -> Bool {
        word.last == UInt8(ascii: ":") && UInt32(decimal: word.slice(0, word.count - 1)) != nil
    }

    /// Writes one address a line.
    public func write(to buffer: inout ByteBuffer) {
        for address in addresses {
            buffer.append(address)
            buffer.append("\n")
        }
    }
}
