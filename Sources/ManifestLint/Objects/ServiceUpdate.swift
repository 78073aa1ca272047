import Manifests

/// A Service of the input and its earlier version.
struct ServiceUpdate: Sendable {
    /// The earlier version.
    let old: ServiceObject
    /// The Service of the input.
    let new: ServiceObject

    /// A port whose name changed.
    struct RenamedPort: Sendable {
        /// The port as it was.
        let old: ServiceObject.Port
        /// The port as it is.
        let new: ServiceObject.Port
    }

    /// The ports that kept their number and protocol and have a name that is new.
    var renamedPorts: [RenamedPort] {
        let oldNames = Set(old.ports.map(\.name))
        let newNames = Set(new.ports.map(\.name))
        let byNumber = Dictionary(
            old.ports.map { (PortNumber($0), $0) }, uniquingKeysWith: { first, _ in first })
        return new.ports.compactMap { port in
            guard !oldNames.contains(port.name), let before = byNumber[PortNumber(port)],
                !newNames.contains(before.name)
            else { return nil }
            return RenamedPort(old: before, new: port)
        }
    }

    private struct PortNumber: Hashable {
        let port: Int64
        let transport: String

        init(_ port: ServiceObject.Port) { (self.port, transport) = (port.port, port.transport) }
    }
}

extension LintContext {
    /// The Services of the input that were there before.
    var serviceUpdates: [ServiceUpdate] {
        services.compactMap { service in
            previous(of: service.field.object).map { ServiceUpdate(old: ServiceObject($0), new: service) }
        }
    }
}

extension ServiceObject.Port {
    /// What messages call its name.
    var nameInMessage: String { name.isEmpty ? "without a name" : name.asJSON }
}
