import Addressing

/// Packets that begin a connection, all those at once that have addresses, ports and a protocol out of some sets; one
/// packet if each set has one number.
public struct PacketClass: Sendable, Hashable {
    /// The family of the addresses.
    public let family: IPFamily
    /// Where they come into the node.
    public var interface: PacketInterface
    /// Their source addresses.
    public var sources: AddressSet
    /// Their destination addresses.
    public var destinations: AddressSet
    /// Their layer-4 protocols (IANA).
    public var protocols: ProtocolSet
    /// Their source ports; of no meaning for protocols without ports.
    public var sourcePorts = PortSet.all
    /// Their destination ports; of no meaning for protocols without ports.
    public var destinationPorts = PortSet.all

    /// Packets of a family from anywhere to anywhere that come in at an interface.
    public init(_ family: IPFamily, from interface: PacketInterface) {
        self.family = family
        self.interface = interface
        sources = .all(family)
        destinations = .all(family)
        protocols = .all
    }

    /// The first packet of a connection.
    public init(
        from interface: PacketInterface, source: IPAddress, to destination: SocketAddress, _ transport: UInt8
    ) {
        family = destination.address.family
        self.interface = interface
        sources = AddressSet(source)
        destinations = AddressSet(destination.address)
        protocols = ProtocolSet(transport)
        destinationPorts = Self.hasPorts(transport) ? PortSet(destination.port) : .all
    }

    /// Whether it stands for no packet at all.
    public var isEmpty: Bool {
        sources.isEmpty || destinations.isEmpty || protocols.isEmpty || sourcePorts.isEmpty || destinationPorts.isEmpty
    }

    /// The only source address; nil if there are several.
    public var source: IPAddress? { sources.single.map { IPAddress(number: $0, family) } }

    /// The only destination address; nil if there are several.
    public var destination: IPAddress? { destinations.single.map { IPAddress(number: $0, family) } }

    /// Whether a protocol has ports: TCP, UDP, SCTP, DCCP, UDP-Lite.
    public static func hasPorts(_ transport: UInt8) -> Bool { [6, 17, 132, 33, 136].contains(transport) }
}

/// Where a packet comes into the node.
public enum PacketInterface: Sendable, Hashable {
    /// Nowhere: a process of the node itself sends it.
    case process
    /// The loopback interface, behind `process`.
    case loopback
    /// An interface that pods of this node are behind; its name isn't known.
    case pod
    /// Any other interface; its name isn't known.
    case outside
    /// An interface with a known name.
    case named(String)
}
