/// A host that a text names: with a scheme, `http://web:80`, or by a name with dots or an address, `web.shop.svc:80`.
struct HostReference: Hashable {
    /// The scheme, lower case; nil if there is none.
    var scheme: String?
    /// The host, without brackets.
    var host: String
    /// What stands for the port.
    var port: Port

    enum Port: Hashable {
        /// Nothing: the scheme's own.
        case unsaid
        /// A number.
        case number(Int64)
        /// Something that the text doesn't say, such as a variable.
        case unknown
    }

    /// The port that is meant; nil if that can't be told.
    var effectivePort: Int64? {
        switch port {
        case .number(let number): number
        case .unknown: nil
        case .unsaid: scheme.flatMap { Self.schemePorts[$0] }
        }
    }

    private static let schemePorts: [String: Int64] = ["http": 80, "ws": 80, "https": 443, "wss": 443]

    /// All hosts that `text` names, in order.
    static func all(in text: String) -> [HostReference] {
        var scanner = HostScanner(Array(text.utf8))
        return scanner.scan()
    }
}

/// Walks once over a text and picks the hosts out of it.
private struct HostScanner {
    private let bytes: [UInt8]
    private var place = 0
    private var found: [HostReference] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func scan() -> [HostReference] {
        while place < bytes.count {
            guard Self.isHostByte(bytes[place]) else {
                place += 1
                continue
            }
            let start = place
            while place < bytes.count, Self.isHostByte(bytes[place]) { place += 1 }
            if isSchemeEnd(at: place) {
                let scheme = text(start..<place).lowercased()
                place += 3
                scanAuthority(scheme)
            } else {
                addBareHost(start..<place)
            }
        }
        return found
    }

    private func isSchemeEnd(at place: Int) -> Bool {
        place + 2 < bytes.count && bytes[place] == UInt8(ascii: ":") && bytes[place + 1] == UInt8(ascii: "/")
            && bytes[place + 2] == UInt8(ascii: "/")
    }

    /// What stands between `//` and the path: `user:password@host:port`, several hosts with commas between.
    private mutating func scanAuthority(_ scheme: String) {
        let start = place
        while place < bytes.count, !Self.endsAuthority(bytes[place]) { place += 1 }
        var authority = bytes[start..<place]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[(at + 1)...] }
        for host in authority.split(separator: UInt8(ascii: ",")) {
            if let reference = Self.hostAndPort(host, scheme) { found.append(reference) }
        }
    }

    /// A host without scheme counts only if it has a dot, and nothing beside it says that it is a part of something.
    private mutating func addBareHost(_ range: Range<Int>) {
        let isPart = range.lowerBound > 0 && Self.joinsBefore(bytes[range.lowerBound - 1])
        guard !isPart, bytes[range].contains(UInt8(ascii: ".")) else { return }
        if place < bytes.count, Self.joinsAfter(bytes[place]) { return }
        if isNetwork(range) { return }
        var end = range.upperBound
        if place + 1 < bytes.count, bytes[place] == UInt8(ascii: ":") {
            end = place + 1
            while end < bytes.count, Self.isHostByte(bytes[end]) { end += 1 }
            // A variable for a port is part of it; other text behind the colon isn't.
            if end == place + 1, !Self.joinsAfter(bytes[end]) { end = place }
        }
        let isOpen = end < bytes.count && Self.joinsAfter(bytes[end])
        var reference = Self.hostAndPort(bytes[range.lowerBound..<end], nil)
        if isOpen { reference?.port = .unknown }
        if let reference { found.append(reference) }
    }

    /// Whether an address is that of a network: `10.0.0.0/8`.
    private func isNetwork(_ range: Range<Int>) -> Bool {
        place + 1 < bytes.count && bytes[place] == UInt8(ascii: "/") && Self.isDigit(bytes[place + 1])
            && bytes[range].allSatisfy { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func hostAndPort(_ text: ArraySlice<UInt8>, _ scheme: String?) -> HostReference? {
        var host = text
        var port: ArraySlice<UInt8>?
        if text.first == UInt8(ascii: "[") {
            guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            host = text[(text.startIndex + 1)..<close]
            let rest = text[(close + 1)...]
            if rest.first == UInt8(ascii: ":") { port = rest.dropFirst() } else if !rest.isEmpty { return nil }
            guard host.allSatisfy({ isHostByte($0) || $0 == UInt8(ascii: ":") }) else { return nil }
        } else {
            if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
                host = text[..<colon]
                port = text[(colon + 1)...]
            }
            guard !host.isEmpty, host.allSatisfy(isHostByte) else { return nil }
        }
        let name = String(decoding: host, as: UTF8.self)
        guard let port else { return HostReference(scheme: scheme, host: name, port: .unsaid) }
        let number = Int64(String(decoding: port, as: UTF8.self))
        return HostReference(scheme: scheme, host: name, port: number.map { .number($0) } ?? .unknown)
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// What ends the host part of a URL.
    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "/?#\"'`;|<>\\&".utf8.contains(byte)
    }

    /// What, before a word, makes it a part of something: a path, a variable, a template, an address of mail.
    private static func joinsBefore(_ byte: UInt8) -> Bool { "$)}%*@/\\~".utf8.contains(byte) }

    /// What, behind a word, makes it a part of something.
    private static func joinsAfter(_ byte: UInt8) -> Bool { "$({%*@\\~".utf8.contains(byte) }
}
