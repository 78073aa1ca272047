import Addressing
import Bytes

extension VirtualServerTable {
    /// Reads what `ipvsadm -S -n` or `ipvsadm -L -n` prints, or what is handed to `ipvsadm -R`.
    ///
    /// Words that the model doesn't hold are kept verbatim, so that writing the table in the form of the text gives
    /// the text back. Addresses and ports must be numbers (`-n`).
    public init(parsing bytes: [UInt8]) throws(DumpParseError) {
        let result = bytes.withUnsafeBytes { span in
            do throws(DumpFailure) {
                var parser = VirtualServerParser(try DumpReader(span))
                try parser.parse()
                return Result<VirtualServerTable, DumpParseError>.success(parser.finished())
            } catch {
                return .failure(error.located(in: span))
            }
        }
        self = try result.get()
        texts = TextArena(bytes)
    }
}

/// The state while a text is read, line by line.
struct VirtualServerParser {
    typealias Table = VirtualServerTable

    var reader: DumpReader
    private var table = Table()
    /// The real servers as they came, each with the place of its virtual server.
    private var found: [(server: Int, realServer: Table.RealServer)] = []
    /// The places of the virtual servers.
    private var places: [Table.Service: Int] = [:]

    init(_ reader: DumpReader) { self.reader = reader }

    /// Reads the whole text.
    mutating func parse() throws(DumpFailure) {
        while reader.nextLine() {
            let start = reader.at
            guard let first = reader.word() else { continue }
            let word = reader.text(first)
            if word.equals("-A") || word.equals("--add-service") {
                try parseServerRule()
            } else if word.equals("-a") || word.equals("--add-server") {
                try parseRealServerRule()
            } else if word.equals("->") {
                try parseListedRealServer()
            } else if VirtualServerWords.transports.contains(where: { word.equals($0.listed) }) || word.equals("FWM") {
                try parseListedServer(first)
            } else if word.equals("IP") {
                table.banner = reader.arenaText(start..<reader.lineEnd)
            } else if !(word.equals("Prot") || word.first == UInt8(ascii: "#")) {
                throw reader.failure(
                    "expected a line of ipvsadm: -A, -a, or TCP, UDP, SCTP, FWM and ->", at: first.lowerBound)
            }
        }
    }

    /// The table with the real servers of each virtual server side by side.
    func finished() -> Table {
        var result = table
        var counts = [Int](repeating: 0, count: table.virtualServers.count)
        for entry in found { counts[entry.server] += 1 }
        var start = 0
        for place in counts.indices {
            result.virtualServers[place].firstRealServer = UInt32(start)
            result.virtualServers[place].realServerCount = UInt32(counts[place])
            (start, counts[place]) = (start + counts[place], start)
        }
        var order = [Int](repeating: 0, count: found.count)
        for (number, entry) in found.enumerated() {
            order[counts[entry.server]] = number
            counts[entry.server] += 1
        }
        result.realServers = order.map { found[$0].realServer }
        return result
    }

    /// Adds a virtual server that isn't there yet.
    mutating func add(_ server: Table.VirtualServer, at offset: Int) throws(DumpFailure) {
        if places.updateValue(table.virtualServers.count, forKey: server.service) != nil {
            throw reader.failure("expected each virtual server once", at: offset)
        }
        table.virtualServers.append(server)
    }

    /// Adds a real server to the virtual server of `service`, or to the last one.
    mutating func add(
        _ realServer: Table.RealServer, to service: Table.Service?, at offset: Int
    ) throws(DumpFailure) {
        let last = table.virtualServers.count - 1
        guard let service, table.virtualServers.last?.service != service else {
            guard last >= 0 else { throw reader.failure("expected a virtual server before this line", at: offset) }
            found.append((last, realServer))
            return
        }
        guard let place = places[service] else {
            throw reader.failure("expected a line -A for this virtual server before", at: offset)
        }
        found.append((place, realServer))
    }

    /// The next word as an address and port.
    mutating func socket() throws(DumpFailure) -> SocketAddress {
        let range = try reader.word("an address and port")
        guard let socket = SocketAddress(parsing: reader.text(range)) else {
            throw reader.failure("expected an address and port in numbers (ipvsadm -n)", at: range.lowerBound)
        }
        return socket
    }

    /// The next word as a netmask or, of IPv6, the number of bits.
    mutating func netmask(_ family: IPFamily) throws(DumpFailure) -> UInt8 {
        let range = try reader.word("a netmask")
        if family == .ipv6 {
            if let length = UInt8(decimal: reader.text(range)), length <= 128 { return length }
        } else if let mask = IPAddress(parsing: reader.text(range)), mask.family == .ipv4 {
            let length = UInt8(UInt32(truncatingIfNeeded: mask.low).nonzeroBitCount)
            if IPAddress(ipv4: .max).masked(to: length) == mask { return length }
        }
        throw reader.failure("expected a netmask", at: range.lowerBound)
    }

    /// Flags by their names with commas between them; nil if one has no known name.
    func flags(_ range: Range<Int>) -> Table.SchedulerFlags? {
        var flags: Table.SchedulerFlags = []
        for part in reader.bytes[range].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let word = UnsafeRawBufferPointer(rebasing: part)
            let bit = VirtualServerWords.flags.lazy.compactMap { row in
                row.words.firstIndex { word.equals($0) }
            }.first
            guard let bit else { return nil }
            flags.insert(.init(rawValue: 1 << UInt8(bit)))
        }
        return flags
    }
}
