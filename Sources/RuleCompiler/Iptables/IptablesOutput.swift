import Bytes
import Netfilter
import ServiceProxy

/// Writes compiled iptables rules as text.
///
/// The text that kube-proxy hands to `iptables-restore` needs no whole ruleset: chain lines and rules of both tables
/// are written service by service into four buffers, so that memory holds the text and one batch of rules.
public struct IptablesOutput: Sendable {
    private let compiler: IptablesCompiler
    private let spelling: Spelling
    private let selected: [Int]?

    /// Service ports that are compiled before their rules are written.
    private static let batch = 256

    /// What `compiler` compiles: everything, or with `selected` only what belongs to the service ports at these
    /// places of the view. The kernel's spelling always has the jumps from built-in chains.
    public init(_ view: ProxyView, options: IptablesCompiler.Options, spelling: Spelling, selected: [Int]? = nil) {
        var options = options
        if spelling == .kernel { options.includesJumps = true }
        compiler = IptablesCompiler(view, options: options)
        self.spelling = spelling
        self.selected = selected
    }

    /// Appends the text.
    public func write(to buffer: inout ByteBuffer) {
        switch spelling {
        case .tool: writeToolText(to: &buffer)
        case .kernel:
            let ruleset = selected.map { compiler.rules(of: $0) } ?? compiler.ruleset()
            ruleset.canonicalized().write(to: &buffer, spelling: .kernel)
        }
    }

    private func writeToolText(to buffer: inout ByteBuffer) {
        var filter = TableText()
        var nat = TableText()
        if selected == nil { Self.append(compiler.head(), &filter, &nat) }
        let places = selected ?? Array(compiler.view.servicePorts.indices)
        for start in stride(from: 0, to: places.count, by: Self.batch) {
            Self.append(compiler.rules(of: places[start..<min(start + Self.batch, places.count)]), &filter, &nat)
        }
        if selected == nil { Self.append(compiler.tail(), &filter, &nat) }
        filter.write(to: &buffer, name: IptablesTableName.filter.text)
        nat.write(to: &buffer, name: IptablesTableName.nat.text)
    }

    private static func append(_ part: IptablesRuleset, _ filter: inout TableText, _ nat: inout TableText) {
        filter.append(part, table: IptablesTableName.filter.rawValue)
        nat.append(part, table: IptablesTableName.nat.rawValue)
    }
}

/// The text of one table: its chain lines, and its rules.
private struct TableText: ~Copyable {
    private var chains = ByteBuffer(minimumCapacity: 4096)
    private var rules = ByteBuffer(minimumCapacity: 4096)

    mutating func append(_ part: IptablesRuleset, table index: Int) {
        guard part.tables.indices.contains(index) else { return }
        let table = part.tables[index]
        for chain in table.chains { part.write(chain: chain, to: &chains) }
        for rule in table.rules { part.write(rule: rule, of: table, to: &rules, spelling: .tool) }
    }

    func write(to buffer: inout ByteBuffer, name: StaticString) {
        buffer.append("*")
        buffer.append(name)
        buffer.append("\n")
        buffer.append(chains)
        buffer.append(rules)
        buffer.append("COMMIT\n")
    }
}
