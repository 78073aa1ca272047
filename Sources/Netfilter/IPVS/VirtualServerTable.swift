import Addressing
import Bytes

/// The kernel's table of IPVS virtual servers, each with its real servers: what `ipvsadm -S` and `ipvsadm -L` print.
///
/// Names lie in one arena, servers are plain values.
public struct VirtualServerTable: Sendable {
    /// Where all texts of this table lie.
    public var texts = TextArena()
    /// The virtual servers in the order in which they are written.
    public var virtualServers: [VirtualServer] = []
    /// What the virtual servers' ranges point into. Two virtual servers may share a range.
    public var realServers: [RealServer] = []
    /// The first line of a listing, with IPVS's version and table size; empty if the text had none.
    public var banner = ArenaText.empty

    /// An empty table.
    public init() {}

    /// The real servers of one virtual server.
    public func realServers(of server: VirtualServer) -> ArraySlice<RealServer> {
        let start = min(Int(server.firstRealServer), realServers.count)
        return realServers[start..<min(start + Int(server.realServerCount), realServers.count)]
    }

    /// What packets a virtual server takes.
    public enum Service: Sendable, Hashable {
        /// Those to an address and port of a protocol.
        case socket(TransportProtocol, SocketAddress)
        /// Those with a firewall mark, of a family.
        case firewallMark(UInt32, IPFamily)
    }

    /// One virtual server.
    public struct VirtualServer: Sendable, Hashable {
        /// What packets it takes.
        public var service: Service
        /// How it chooses a real server: `rr`, `lc`, `mh`, …
        public var scheduler: ArenaText
        /// How clients are kept at the real server that they met first; nil if they aren't.
        public var persistence: Persistence?
        /// Bits that mean something to the scheduler.
        public var flags = SchedulerFlags()
        /// Whether each packet is scheduled by itself (`-o`).
        public var isOnePacket = false
        /// The persistence engine (`--pe`); empty if there is none.
        public var engine = ArenaText.empty
        /// Other words of its line, verbatim.
        public var other = ArenaText.empty
        /// Where its real servers begin in the table's `realServers`.
        public var firstRealServer: UInt32 = 0
        /// How many real servers it has.
        public var realServerCount: UInt32 = 0

        /// A virtual server without real servers.
        public init(service: Service, scheduler: ArenaText, persistence: Persistence? = nil) {
            self.service = service
            self.scheduler = scheduler
            self.persistence = persistence
        }
    }

    /// Clients that are kept at one real server.
    public struct Persistence: Sendable, Hashable {
        /// For how many seconds since the last connection.
        public var seconds: UInt32
        /// How many leading bits of a client's address count: 32 or 128 for each client by itself.
        public var prefixLength: UInt8

        /// Clients are kept for `seconds`.
        public init(seconds: UInt32, prefixLength: UInt8) {
            self.seconds = seconds
            self.prefixLength = prefixLength
        }
    }

    /// Bits of a virtual server that its scheduler reads (linux/ip_vs.h, IP_VS_SVC_F_SCHED1 to 3).
    public struct SchedulerFlags: OptionSet, Sendable, Hashable {
        /// One bit a flag.
        public let rawValue: UInt8
        /// The flags whose bits are set.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// 0x8: with `sh` and `mh`, another real server where the one of the hash has weight 0.
        public static let first = SchedulerFlags(rawValue: 1)
        /// 0x10: with `sh` and `mh`, the client's port counts in the hash.
        public static let second = SchedulerFlags(rawValue: 2)
        /// 0x20
        public static let third = SchedulerFlags(rawValue: 4)
    }

    /// How packets get to a real server.
    public enum Forwarding: Sendable, Hashable, CaseIterable {
        /// With their addresses rewritten (NAT), as kube-proxy does.
        case masquerade
        /// Inside a tunnel.
        case tunnel
        /// As they are, on the same link.
        case route
        /// To the machine itself.
        case local
    }

    /// One real server (IPVS calls it a destination too).
    public struct RealServer: Sendable, Hashable {
        /// Where connections go.
        public var socket: SocketAddress
        /// How packets get there.
        public var forwarding: Forwarding
        /// Its share among the others; 0: it keeps its connections and gets no new ones.
        public var weight: UInt32
        /// No new connections at this number (`-x`); 0 for no limit.
        public var upperThreshold: UInt32 = 0
        /// New ones again below this number (`-y`).
        public var lowerThreshold: UInt32 = 0
        /// Connections that carry packets, as listed.
        public var activeConnections: UInt32 = 0
        /// Other connections that are remembered, as listed.
        public var inactiveConnections: UInt32 = 0
        /// Other words of its line, verbatim.
        public var other = ArenaText.empty

        /// A real server; kube-proxy's have weight 1 and are masqueraded to.
        public init(_ socket: SocketAddress, forwarding: Forwarding = .masquerade, weight: UInt32 = 1) {
            self.socket = socket
            self.forwarding = forwarding
            self.weight = weight
        }

        /// Whether it is being taken out of service: kube-proxy sets the weight of a TCP endpoint that goes away to 0
        /// and deletes the real server once its connections have ended.
        public var isDraining: Bool { weight == 0 }
    }
}
