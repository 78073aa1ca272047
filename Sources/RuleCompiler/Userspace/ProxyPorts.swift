import ServiceProxy

/// The ports of kube-proxy's own sockets in userspace mode: chosen by the kernel as the service ports come, so that
/// rules can be written offline only with ports that are given or assumed.
public struct ProxyPorts: Sendable, Hashable {
    /// The first port that is assumed; the others follow in the order of the service ports.
    public var base: UInt16
    /// Ports that are known, by `NAMESPACE/NAME:PORT` (or `NAMESPACE/NAME`).
    public var known: [String: UInt16]

    /// Ports from `base` on, but for those that are known.
    public init(base: UInt16 = 40000, known: [String: UInt16] = [:]) {
        self.base = base
        self.known = known
    }

    /// Reads `NAMESPACE/NAME:PORT=40001,NAMESPACE/NAME=40002`, or a single number: the base. Nil if it is neither,
    /// or names a key or a port twice.
    public init?(_ text: String) {
        self.init()
        if let base = UInt16(text), base > 0 {
            self.base = base
            return
        }
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = entry.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1,
                let port = UInt16(parts[1]), port > 0, known.updateValue(port, forKey: String(parts[0])) == nil
            else { return nil }
        }
        if Set(known.values).count != known.count { return nil }
    }

    /// The port of each service port of a view; nil where none is left.
    public func assigned(to view: UserspaceView) -> [UInt16?] {
        let taken = Set(known.values)
        var next = UInt32(base)
        return view.servicePorts.map { port in
            if let port = known[port.key] { return port }
            while next <= UInt32(UInt16.max), taken.contains(UInt16(next)) { next += 1 }
            guard next <= UInt32(UInt16.max) else { return nil }
            next += 1
            return UInt16(next - 1)
        }
    }
}
