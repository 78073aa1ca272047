import Addressing
import Netfilter
import RuleCompiler

extension TracedRuleset {
    /// What manifests compile to.
    public init(_ compile: ModeCompile) { self.init(compile, compile.rules()) }

    /// What manifests compile to, whose rules were made before.
    init(_ compile: ModeCompile, _ rules: FamilyRuleset) {
        self.init(rules)
        for socket in compile.userspaceSockets() {
            proxySockets[ProxySocket(port: socket.port, transport: socket.transport.rawValue)] = Backends(
                socket.endpoints, affinitySeconds: socket.affinitySeconds)
        }
    }
}
