import Addressing

/// Packets on their way through the node: where they are, and what happened to them so far.
struct Flight: Sendable {
    /// The packets, with addresses as they are by now.
    var packet: PacketClass
    /// The mark.
    var mark: UInt32 = 0
    /// What conntrack says.
    var tracking: TrackingStates
    /// How likely it is that packets come this way, by the random numbers of the kernel.
    var probability = Fraction.one
    /// The same by what the rules are meant to say.
    var nominal = Fraction.one

    /// Where in the node they are.
    var hook = FilterProgram.Hook.prerouting
    /// The next step of the hook.
    var hookStep = 0
    /// Where they are in the chains; empty between two chains of a hook.
    var frames: [Frame] = []
    /// Whether they are in a nat chain.
    var isInNAT = false
    /// Whether they have been at OUTPUT and come back to PREROUTING by the loopback interface.
    var isLooped = false
    /// The interface that they go out by, once that is known.
    var outInterface: PacketInterface?

    /// Whether the connection's destination is settled: rules that rewrite it aren't asked again.
    var destinationIsSettled = false
    /// Whether the connection's source is settled.
    var sourceIsSettled = false
    /// Where the connection was sent to, if that was changed.
    var translated: SocketAddress?
    /// Whether the connection seems to come from the node.
    var isMasqueraded = false
    /// The destinations and ports that the packets came with, once these were changed; nil for ports that weren't.
    var arrived: (destinations: AddressSet, ports: PortSet?)?
    /// The virtual server of IPVS that took them in.
    var virtualServer: Int?

    /// The last of the steps that led here.
    var trail = -1
    /// The last of the conditions under which they came here.
    var conditions = -1
    /// Whether something was met that nobody knows and that may change the way.
    var isUncertain = false
    /// How many jumps were taken.
    var jumps = 0

    /// A place in a chain.
    struct Frame: Sendable {
        /// The chain.
        let chain: Int
        /// The next rule.
        var rule: Int
        /// How many of its instructions are behind the packets.
        var instruction = 0
        /// Whether the packets are those that none of the keys of the chain's index fit.
        var isRest = false
    }

    /// The packets as they came to the node.
    var original: PacketClass {
        guard let arrived else { return packet }
        var original = packet
        original.destinations = arrived.destinations
        if let ports = arrived.ports { original.destinationPorts = ports }
        return original
    }

    /// Sends the connection elsewhere.
    mutating func translate(to socket: SocketAddress) {
        if arrived == nil { arrived = (packet.destinations, nil) }
        packet.destinations = AddressSet(socket.address)
        // Port 0 stands for none in the rule: the packets keep theirs.
        if socket.port != 0 {
            if arrived?.ports == nil { arrived?.ports = packet.destinationPorts }
            packet.destinationPorts = PortSet(socket.port)
        }
        translated =
            socket.port != 0 ? socket : SocketAddress(socket.address, port: packet.destinationPorts.single ?? 0)
    }
}
