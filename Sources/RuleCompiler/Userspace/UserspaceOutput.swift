import Bytes
import Netfilter
import ServiceProxy

/// Writes compiled rules of userspace mode as text.
public struct UserspaceOutput: Sendable {
    /// What compiles them: its findings tell of service ports without a proxy port.
    public let compiler: UserspaceCompiler
    private let spelling: Spelling
    private let selected: [Int]?

    /// The rules of `view`: all, or with `selected` only those of the service ports at these places of the view.
    /// kube-proxy makes each rule by a command of its own; the text has them chain by chain, with the jumps from
    /// built-in chains.
    public init(_ view: UserspaceView, ports: ProxyPorts = ProxyPorts(), spelling: Spelling, selected: [Int]? = nil) {
        compiler = UserspaceCompiler(view, ports: ports)
        self.spelling = spelling
        self.selected = selected
    }

    /// Appends the text.
    public func write(to buffer: inout ByteBuffer) {
        let ruleset = selected.map { compiler.rules(of: $0) } ?? compiler.ruleset()
        switch spelling {
        case .tool: ruleset.write(to: &buffer, spelling: .tool)
        case .kernel: ruleset.canonicalized().write(to: &buffer, spelling: .kernel)
        }
    }
}
