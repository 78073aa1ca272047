import Addressing
import Bytes

/// Reading the lines of `ipvsadm -S`.
extension VirtualServerParser {
    /// What the options of a line said.
    private struct Options {
        var service: Table.Service?
        var scheduler = ArenaText.empty
        var persistence: UInt32?
        var netmask: UInt8?
        var flags: Table.SchedulerFlags = []
        var isOnePacket = false
        var engine = ArenaText.empty
        var socket: SocketAddress?
        var forwarding = Table.Forwarding.route
        var weight: UInt32 = 1
        var upperThreshold: UInt32 = 0
        var lowerThreshold: UInt32 = 0
        /// The words that the model doesn't hold: they are kept if they stand together.
        var other: Range<Int>?
    }

    private enum Word {
        case transport(TransportProtocol), mark, ipv6, scheduler, persistence, netmask, flags, onePacket, engine
        case realServer, forwarding(Table.Forwarding), weight, upperThreshold, lowerThreshold
    }

    /// ipvsadm's options, long and short.
    private static let words: [(short: StaticString, long: StaticString, word: Word)] = [
        ("-t", "--tcp-service", .transport(.tcp)), ("-u", "--udp-service", .transport(.udp)),
        ("--sctp-service", "--sctp-service", .transport(.sctp)), ("-f", "--fwmark-service", .mark),
        ("-6", "--ipv6", .ipv6), ("-s", "--scheduler", .scheduler), ("-p", "--persistent", .persistence),
        ("-M", "--netmask", .netmask), ("-b", "--sched-flags", .flags), ("-o", "--ops", .onePacket),
        ("--pe", "--pe", .engine), ("-r", "--real-server", .realServer),
        ("-m", "--masquerading", .forwarding(.masquerade)),
        ("-g", "--gatewaying", .forwarding(.route)), ("-i", "--ipip", .forwarding(.tunnel)),
        ("-w", "--weight", .weight), ("-x", "--u-threshold", .upperThreshold), ("-y", "--l-threshold", .lowerThreshold),
    ]

    /// `-A -t ADDRESS:PORT -s SCHEDULER …`, behind `-A`.
    mutating func parseServerRule() throws(DumpFailure) {
        let start = reader.lineStart
        let options = try parseOptions()
        let service = try service(of: options)
        guard options.scheduler.length > 0 else { throw reader.failure("expected a scheduler (-s)", at: start) }
        var server = Table.VirtualServer(service: service, scheduler: options.scheduler)
        server.persistence = options.persistence.map {
            .init(seconds: $0, prefixLength: options.netmask ?? service.family.bitWidth)
        }
        server.flags = options.flags
        server.isOnePacket = options.isOnePacket
        server.engine = options.engine
        server.other = options.other.map { reader.arenaText($0) } ?? .empty
        try add(server, at: start)
    }

    /// `-a -t ADDRESS:PORT -r ADDRESS:PORT …`, behind `-a`.
    mutating func parseRealServerRule() throws(DumpFailure) {
        let start = reader.lineStart
        let options = try parseOptions()
        let service = try service(of: options)
        guard let socket = options.socket else { throw reader.failure("expected a real server (-r)", at: start) }
        var realServer = Table.RealServer(socket, forwarding: options.forwarding, weight: options.weight)
        realServer.upperThreshold = options.upperThreshold
        realServer.lowerThreshold = options.lowerThreshold
        realServer.other = options.other.map { reader.arenaText($0) } ?? .empty
        try add(realServer, to: service, at: start)
    }

    private func service(of options: Options) throws(DumpFailure) -> Table.Service {
        if let service = options.service { return service }
        throw reader.failure("expected -t, -u, --sctp-service or -f", at: reader.lineStart)
    }

    private mutating func parseOptions() throws(DumpFailure) -> Options {
        var options = Options()
        while let range = reader.word() {
            let text = reader.text(range)
            guard let entry = Self.words.first(where: { text.equals($0.short) || text.equals($0.long) }) else {
                options.other = (options.other?.lowerBound ?? range.lowerBound)..<range.upperBound
                continue
            }
            if let other = options.other {
                throw reader.failure("expected only words that ipvsadm prints", at: other.lowerBound)
            }
            try parse(entry.word, at: range, into: &options)
        }
        return options
    }

    private mutating func parse(
        _ word: Word, at range: Range<Int>, into options: inout Options
    ) throws(DumpFailure) {
        switch word {
        case .transport(let transport): options.service = .socket(transport, try socket())
        case .mark: options.service = .firewallMark(try reader.number("a firewall mark"), .ipv4)
        case .ipv6:
            guard case .firewallMark(let mark, _) = options.service else {
                throw reader.failure("expected -6 behind a firewall mark", at: range.lowerBound)
            }
            options.service = .firewallMark(mark, .ipv6)
        case .scheduler: options.scheduler = reader.arenaText(try reader.word("a scheduler"))
        case .persistence: options.persistence = try reader.number("seconds")
        case .netmask:
            guard let service = options.service, options.persistence != nil else {
                throw reader.failure("expected -M behind -p", at: range.lowerBound)
            }
            options.netmask = try netmask(service.family)
        case .flags:
            let words = try reader.word("flags")
            if let flags = flags(words) {
                options.flags = flags
            } else {
                options.other = range.lowerBound..<words.upperBound
            }
        case .onePacket: options.isOnePacket = true
        case .engine: options.engine = reader.arenaText(try reader.word("a persistence engine"))
        case .realServer: options.socket = try socket()
        case .forwarding(let forwarding): options.forwarding = forwarding
        case .weight: options.weight = try reader.number("a weight")
        case .upperThreshold: options.upperThreshold = try reader.number("a number of connections")
        case .lowerThreshold: options.lowerThreshold = try reader.number("a number of connections")
        }
    }
}
