import Addressing
import RuleCompiler

extension TracedRuleset {
    /// What manifests compile to.
    public init(_ compile: ModeCompile) {
        self.init(compile.rules())
        for socket in compile.userspaceSockets() {
            proxySockets[ProxySocket(port: socket.port, transport: socket.transport.rawValue)] = Backends(
                socket.endpoints, affinitySeconds: socket.affinitySeconds)
        }
    }
}
