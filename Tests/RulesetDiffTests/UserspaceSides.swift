import Addressing
import Manifests
import Netfilter
import RuleCompiler
import ServiceProxy

/// What nodes in userspace mode should have.
enum UserspaceSides {
    /// The rules of a node, with kube-proxy's sockets on ports from `base` on.
    static func ruleset(_ manifests: ManifestSet, base: UInt16 = 40000) -> IptablesRuleset {
        var node = NodeContext()
        node.addresses = ["192.168.0.10"].compactMap { IPAddress($0) }
        node.behavior = Behavior(for: KubernetesVersion(minor: 25))
        node.configuration.mode = .userspace
        let view = UserspaceView(of: manifests, on: node)
        return UserspaceCompiler(view, ports: ProxyPorts(base: base)).ruleset()
    }
}
