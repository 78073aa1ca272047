import Addressing
import ServiceProxy

/// Connections to one address that are to be spread over some backends, by weights: what `proxyplan balance` is about.
public struct Balance: Sendable, Hashable {
    /// The address and port that clients know.
    public let virtual: SocketAddress
    /// The protocol.
    public let transport: TransportProtocol
    /// The backends, in the order in which rules name them.
    public let backends: [Backend]

    /// Where connections can go.
    public struct Backend: Sendable, Hashable {
        /// Its address and port.
        public let socket: SocketAddress
        /// Its share compared with the others; with 0 it gets no connections.
        public let weight: UInt32

        /// A backend.
        public init(_ socket: SocketAddress, weight: UInt32 = 1) {
            self.socket = socket
            self.weight = weight
        }
    }

    /// Why there can be no rules.
    public struct Obstacle: Error, Hashable {
        /// What is wrong, in words.
        public let message: String
    }

    /// The most backends: as many as IPVS and people can take.
    public static let backendLimit = 4096
    /// The highest weight (ipvsadm(8), `-w`).
    public static let weightLimit: UInt32 = 65535

    /// Throws if backends are of another family than the address, named twice, too many, or all of weight 0.
    public init(
        _ virtual: SocketAddress, _ transport: TransportProtocol, among backends: [Backend]
    ) throws(Obstacle) {
        guard backends.count <= Self.backendLimit else {
            throw Obstacle(
                message: "there are \(backends.count) backends; at most \(Self.backendLimit) can be balanced")
        }
        var seen: Set<SocketAddress> = []
        for backend in backends {
            guard backend.socket.address.family == virtual.address.family else {
                throw Obstacle(message: "backend \(backend.socket) is of another family than \(virtual)")
            }
            guard seen.insert(backend.socket).inserted else {
                throw Obstacle(message: "backend \(backend.socket) is named twice; give it a weight")
            }
            guard backend.weight <= Self.weightLimit else {
                throw Obstacle(message: "backend \(backend.socket): weights are 0 to \(Self.weightLimit)")
            }
        }
        guard backends.contains(where: { $0.weight > 0 }) else {
            throw Obstacle(message: "no backend has a weight above 0")
        }
        (self.virtual, self.transport, self.backends) = (virtual, transport, backends)
    }

    /// All weights together.
    public var totalWeight: UInt32 { backends.reduce(0) { $0 + $1.weight } }

    /// The backends that get connections.
    var usedBackends: [Backend] { backends.filter { $0.weight > 0 } }

    /// Whether all backends that get connections get as many as each other.
    public var isEven: Bool { Set(usedBackends.map(\.weight)).count == 1 }

    /// The weights without their greatest common divisor, and what they add up to.
    var reducedWeights: (weights: [UInt32], total: UInt32) {
        let divisor = max(backends.reduce(0) { Self.greatestDivisor($0, $1.weight) }, 1)
        return (backends.map { $0.weight / divisor }, totalWeight / divisor)
    }

    private static func greatestDivisor(_ a: UInt32, _ b: UInt32) -> UInt32 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
