import Addressing
import Diagnostics
import Manifests

/// Which port of a Service a text means.
struct PortChoice {
    /// The number that the client asks for.
    let number: UInt16
    /// The protocol.
    let transport: TransportProtocol
    /// The Service's port that it is; nil if the Service doesn't have it.
    let port: Service.Port?

    /// The choice of `text` among a Service's ports.
    ///
    /// - Throws: `NamingError` if the port is left out and can't be told, or a name is no port of the Service.
    init(_ text: DestinationText, of service: Service, _ name: NamespacedName) throws(NamingError) {
        let fitting = service.ports.filter { text.transport == nil || $0.transport == text.transport }
        switch text.port ?? text.schemePort.map(DestinationText.Port.number) {
        case .number(let number):
            let same = fitting.filter { $0.port == number }
            let found = same.first { $0.transport == .tcp } ?? same.first
            self.number = number
            transport = text.transport ?? found?.transport ?? .tcp
            port = found
        case .name(let portName):
            guard let found = fitting.first(where: { $0.name == portName }) else {
                throw NamingError(
                    "Service \(name) has no port named \(portName)", advice: "it has \(service.portWords)")
            }
            (self.number, transport, port) = (found.port, found.transport, found)
        case nil:
            guard let found = fitting.first, fitting.count == 1 else {
                throw NamingError(
                    "Service \(name) has \(service.portWords): which port is meant isn't said",
                    advice: fitting.isEmpty ? "write the port" : "write \(Self.example(fitting, name))")
            }
            (self.number, transport, port) = (found.port, found.transport, found)
        }
    }

    private static func example(_ ports: [Service.Port], _ name: NamespacedName) -> String {
        guard let first = ports.first else { return "a port" }
        return "\(name.name).\(name.namespace):\(first.port)/\(first.transport.name)"
    }
}
