import Addressing
import Bytes
import Netfilter
import ServiceProxy

/// The texts that ipvs mode consists of.
public enum IPVSPart: String, Sendable, Hashable, CaseIterable {
    /// Virtual and real servers.
    case ipvsadm
    /// The sets and their elements.
    case ipset
    /// The iptables rules.
    case iptables
    /// The addresses of the interface kube-ipvs0, one a line.
    case addresses
}

/// Writes what ipvs mode consists of as text.
public struct IPVSOutput: Sendable {
    private let compiler: IPVSCompiler
    private let spelling: Spelling
    private let part: IPVSPart?
    private let selected: [Int]?

    /// What is compiled from `view`: everything, or with `selected` only what belongs to the service ports at these
    /// places of the view; all texts one after the other, or one `part`. The kernel's spelling always has the jumps
    /// from built-in chains.
    public init(
        _ view: ProxyView, options: IPVSCompiler.Options = .init(), spelling: Spelling, part: IPVSPart? = nil,
        selected: [Int]? = nil
    ) {
        var options = options
        if spelling == .kernel { options.includesJumps = true }
        compiler = IPVSCompiler(view, options: options)
        self.spelling = spelling
        self.part = part
        self.selected = selected
    }

    /// Appends the text. If it is all parts, each stands under a line `# NAME`.
    public func write(to buffer: inout ByteBuffer) {
        let ruleset = selected.map { compiler.ruleset(of: $0) } ?? compiler.ruleset()
        if let part { return write(part, of: ruleset, to: &buffer) }
        for part in IPVSPart.allCases {
            buffer.append("# ")
            buffer.append(part.rawValue)
            buffer.append("\n")
            write(part, of: ruleset, to: &buffer)
        }
    }

    private func write(_ part: IPVSPart, of ruleset: IPVSRuleset, to buffer: inout ByteBuffer) {
        switch part {
        case .ipvsadm: ruleset.servers.write(to: &buffer, spelling: spelling)
        case .ipset: writeSets(ruleset.sets, to: &buffer)
        case .iptables:
            let rules = spelling == .kernel ? ruleset.rules.canonicalized() : ruleset.rules
            rules.write(to: &buffer, spelling: spelling)
        case .addresses:
            for address in ruleset.addresses {
                buffer.append(address)
                buffer.append("\n")
            }
        }
    }

    /// The sets; of some service ports only what is added to them.
    private func writeSets(_ sets: IPSetTable, to buffer: inout ByteBuffer) {
        let sets = spelling == .kernel ? sets.canonicalized() : sets
        if selected == nil { return sets.write(to: &buffer, spelling: spelling) }
        for set in sets.sets { sets.write(elementsOf: set, to: &buffer, spelling: spelling) }
    }
}
