import Bytes
import Netfilter
import ServiceProxy

/// Writes the compiled nftables table as text.
public struct NftablesOutput: Sendable {
    private let compiler: NftablesCompiler
    private let spelling: NftablesSpelling
    private let isTransaction: Bool
    private let selected: [Int]?

    /// What `compiler` compiles: everything, or with `selected` only what belongs to the service ports at these
    /// places of the view.
    ///
    /// With `isTransaction` the commands are those of kube-proxy's first sync in its order, and listings show the
    /// objects in the order in which these make them; otherwise all is in order of names.
    public init(
        _ view: ProxyView, options: NftablesCompiler.Options, spelling: NftablesSpelling, isTransaction: Bool = false,
        selected: [Int]? = nil
    ) {
        compiler = NftablesCompiler(view, options: options)
        self.spelling = spelling
        self.isTransaction = isTransaction
        self.selected = selected
    }

    /// Appends the text.
    public func write(to buffer: inout ByteBuffer) {
        if spelling == .tool, isTransaction, selected == nil { return compiler.transaction().write(to: &buffer) }
        let made = selected.map { compiler.rules(of: $0) } ?? compiler.ruleset()
        let ruleset = isTransaction ? made : made.sorted()
        switch spelling {
        case .tool:
            ruleset.writeCommands(
                to: &buffer, rulesBehindChains: compiler.view.node.behavior.nftablesListsRulesBehindChains)
        case .kernel(let version): ruleset.canonicalized().writeListing(to: &buffer, version: version)
        case .json(let version): ruleset.canonicalized().writeJSON(to: &buffer, version: version)
        }
    }
}
