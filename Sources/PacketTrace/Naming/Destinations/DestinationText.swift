import Addressing
import Diagnostics

/// The parts of the text of `--to`.
struct DestinationText {
    /// The scheme of a URL, lower case; nil if it is none.
    var scheme: String?
    /// What stands for the address.
    var host: Host
    /// The port; nil if the text says none.
    var port: Port?
    /// The protocol; nil if the text says none.
    var transport: TransportProtocol?
    /// Whether it is a ping.
    var isPing = false
    /// The path of a URL; `/` if it has none.
    var path = "/"

    /// What stands for the address.
    enum Host: Equatable {
        case address(IPAddress)
        /// A name, lower case, with a dot at its end if the text has one.
        case name(String)
        /// A node; nil for the one that is traced.
        case node(String?)
    }

    /// A port by number or name.
    enum Port: Equatable {
        case number(UInt16)
        case name(String)
    }

    /// What the text may be, for messages.
    static let forms =
        "NAME:PORT, IP:PORT/PROTOCOL, [IPv6]:PORT/PROTOCOL, a URL, node:PORT, node/NAME:PORT, icmp:NAME or icmp:IP"

    private static let schemePorts: [String: UInt16] = [
        "http": 80, "ws": 80, "https": 443, "wss": 443, "ftp": 21, "ssh": 22, "ldap": 389, "ldaps": 636, "amqp": 5672,
        "amqps": 5671, "mysql": 3306, "postgres": 5432, "postgresql": 5432, "redis": 6379, "rediss": 6379,
        "mongodb": 27017, "nats": 4222, "mqtt": 1883, "mqtts": 8883,
    ]

    /// The port that the scheme stands for.
    var schemePort: UInt16? { scheme.flatMap { Self.schemePorts[$0] } }

    /// Reads a text.
    init(_ text: String) throws(NamingError) {
        var rest = text[...]
        if let end = text.firstRange(of: "://") {
            let scheme = text[..<end.lowerBound].lowercased()
            guard !scheme.isEmpty, scheme.allSatisfy({ $0.isLetter || $0.isNumber || "+-.".contains($0) }) else {
                throw NamingError("\(text.quoted) is no URL", advice: "use \(Self.forms)")
            }
            rest = text[end.upperBound...]
            let authority = rest.prefix { !"/?#".contains($0) }
            let path = rest[authority.endIndex...].prefix { !"?#".contains($0) }
            rest = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
            (self.host, port, transport) = try Self.authority(rest, of: text)
            self.scheme = scheme
            if !path.isEmpty { self.path = String(path) }
            if transport == nil { transport = Self.transport(scheme) ?? (schemePort == nil ? nil : .tcp) }
            return
        }
        let isPing = rest.lowercased().hasPrefix("icmp:")
        if isPing { rest = rest.dropFirst("icmp:".count) }
        (host, port, transport) = try Self.authority(rest, of: text)
        self.isPing = isPing
        if isPing && (port != nil || transport != nil) {
            throw NamingError(
                "\(text.quoted): a ping has neither port nor protocol",
                advice: "write icmp:NAME or"
                    + " icmp:IP")
        }
    }

    private static func transport(_ text: some StringProtocol) -> TransportProtocol? {
        TransportProtocol.allCases.first { "\($0.name)" == text.lowercased() }
    }

    /// `HOST[:PORT][/PROTOCOL]`.
    private static func authority(
        _ text: Substring, of whole: String
    ) throws(NamingError) -> (Host, Port?, TransportProtocol?) {
        var text = text
        var transport: TransportProtocol?
        guard !text.hasPrefix("pod/") else {
            throw NamingError(
                "\(whole.quoted): as a destination a pod is named by its address, as its clients have it",
                advice: "use \(forms)")
        }
        let isNode = text.hasPrefix("node/")
        if isNode { text = text.dropFirst("node/".count) }
        if let slash = text.lastIndex(of: "/") {
            let word = text[text.index(after: slash)...]
            guard let known = Self.transport(word) else {
                throw NamingError(
                    "\(whole.quoted): \(String(word).quoted) is no protocol that Services have",
                    advice: "use tcp, udp or sctp, or write a URL with its scheme")
            }
            transport = known
            text = text[..<slash]
        }
        let (host, portText) = try split(text, of: whole)
        let port = try portText.map { word throws(NamingError) in try Self.port(word, of: whole) }
        if isNode { return (.node(String(host)), port, transport) }
        if host == "node" { return (.node(nil), port, transport) }
        if let address = IPAddress(String(host)) { return (.address(address), port, transport) }
        return (.name(try name(host, of: whole)), port, transport)
    }

    /// Parts host and port.
    private static func split(
        _ text: Substring, of whole: String
    ) throws(NamingError) -> (host: Substring, port: Substring?) {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else {
                throw NamingError("\(whole.quoted): the bracket isn't closed", advice: "write [fd00::1]:80/tcp")
            }
            let host = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            guard IPAddress(String(host))?.family == .ipv6, rest.isEmpty || rest.hasPrefix(":") else {
                throw NamingError("\(whole.quoted) is no IPv6 address in brackets", advice: "write [fd00::1]:80/tcp")
            }
            return (host, rest.isEmpty ? nil : rest.dropFirst())
        }
        if IPAddress(String(text)) != nil { return (text, nil) }
        guard let colon = text.firstIndex(of: ":") else { return (text, nil) }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    private static func port(_ text: Substring, of whole: String) throws(NamingError) -> Port {
        if let number = UInt16(text), number > 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .number(number)
        }
        let isName =
            (1...63).contains(text.utf8.count) && text.utf8.contains { (0x61...0x7A).contains($0) }
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        guard isName else {
            throw NamingError(
                "\(whole.quoted): \(String(text).quoted) is neither a port number nor a port's name",
                advice: "ports go from 1 to 65535; names have a-z, 0-9 and '-'")
        }
        return .name(String(text))
    }

    /// A name as DNS and /etc/hosts have it. Underscores are those of SRV records.
    private static func name(_ text: Substring, of whole: String) throws(NamingError) -> String {
        let name = text.lowercased()
        let labels = (name.hasSuffix(".") ? name.dropLast() : name[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            name.utf8.count <= 254
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy {
                        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
                    }
            }
        guard isName else {
            throw NamingError(
                "\(whole.quoted): \(String(text).quoted) is neither an IP address nor a name that DNS allows",
                advice: "use \(forms)")
        }
        return name
    }
}
