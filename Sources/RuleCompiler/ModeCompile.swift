import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import ServiceProxy

/// A compile of manifests for one node and family, in whatever mode its kube-proxy runs: the one place where modes are
/// told apart.
public struct ModeCompile: Sendable {
    let manifests: ManifestSet
    let request: OutputRequest
    let subject: Subject

    /// A text that is to go to a file.
    public struct File: Sendable {
        /// `MODE.FAMILY.PART`
        public let name: String
        /// The text.
        public let bytes: [UInt8]
    }

    /// What the modes compile.
    enum Subject: Sendable {
        case view(ProxyView)
        case userspace(UserspaceView)
    }

    /// `manifests` as seen from `node`, in the mode of its configuration.
    public init(_ manifests: ManifestSet, on node: NodeContext, family: IPFamily, request: OutputRequest) {
        self.manifests = manifests
        self.request = request
        subject =
            node.configuration.mode == .userspace
            ? .userspace(UserspaceView(of: manifests, on: node))
            : .view(ProxyView(of: manifests, on: node, family: family))
    }

    /// Whether any service port is meant by `pattern`.
    public func has(_ pattern: ServicePattern) -> Bool {
        switch subject {
        case .view(let view): view.servicePorts.contains { pattern.matches($0) }
        case .userspace(let view): view.servicePorts.contains { pattern.matches($0) }
        }
    }

    /// Remarks about Services that get no rules, or not those that they seem to ask for.
    public func remarks(everything: Bool) -> [Finding] {
        switch subject {
        case .userspace(let view): return UserspaceCompiler(view, ports: request.proxyPorts).findings
        case .view(let view):
            let remarks =
                view.remarks(about: manifests, everything: everything)
                + SpellingFindings.findings(view, manifests: manifests)
            switch view.node.configuration.mode {
            case .ipvs:
                let compiler = IPVSCompiler(view)
                return remarks + compiler.findings + (everything ? compiler.notes : [])
            case .nftables: return remarks + NftablesCompiler(view).findings
            case .iptables, .userspace: return remarks
            }
        }
    }

    /// Appends the text.
    public func write(to buffer: inout ByteBuffer) {
        write(part: request.part, to: &buffer)
    }

    /// The files that hold the text, one for each part.
    public func files() -> [File] {
        parts.map { name, part in
            var buffer = ByteBuffer(minimumCapacity: 1 << 16)
            write(part: part, to: &buffer)
            return File(name: "\(mode.rawValue).ipv\(family.rawValue).\(name)", bytes: buffer.bytes)
        }
    }

    /// The proxy mode.
    public var mode: ProxyMode {
        switch subject {
        case .view(let view): view.node.configuration.mode
        case .userspace: .userspace
        }
    }

    /// The family that there are rules for: in userspace mode it is the node's.
    public var family: IPFamily {
        switch subject {
        case .view(let view): view.family
        case .userspace(let view): view.family
        }
    }

    /// The parts of the mode's text, and what files with them are called.
    private var parts: [(name: String, part: IPVSPart?)] {
        let rules = request.text == .tool ? "restore" : "save"
        switch mode {
        case .iptables: return [(rules, nil)]
        case .userspace: return [(request.text == .tool ? "rules" : "save", nil)]
        case .nftables: return [(request.text == .tool ? "nft" : request.text == .kernel ? "list" : "json", nil)]
        case .ipvs:
            return IPVSPart.allCases.filter { request.part == nil || $0 == request.part }.map { part in
                (part == .iptables ? rules : part.rawValue, part)
            }
        }
    }

    private func write(part: IPVSPart?, to buffer: inout ByteBuffer) {
        switch subject {
        case .userspace(let view):
            UserspaceOutput(
                view, ports: request.proxyPorts, spelling: spelling, selected: selection(view.servicePorts)
            ).write(to: &buffer)
        case .view(let view): write(view, part: part, to: &buffer)
        }
    }

    private func write(_ view: ProxyView, part: IPVSPart?, to buffer: inout ByteBuffer) {
        let selected = selection(view.servicePorts)
        switch mode {
        case .iptables, .userspace:
            IptablesOutput(
                view,
                options: .init(includesJumps: request.includesJumps, includesAccounting: request.includesAccounting),
                spelling: spelling, selected: selected
            ).write(to: &buffer)
        case .ipvs:
            IPVSOutput(
                view, options: .init(includesJumps: request.includesJumps), spelling: spelling, part: part,
                selected: selected
            ).write(to: &buffer)
        case .nftables:
            NftablesOutput(
                view, options: .init(manifests: manifests), spelling: nftablesSpelling,
                isTransaction: request.isTransaction, selected: selected
            ).write(to: &buffer)
        }
    }

    private var spelling: Spelling { request.text == .tool ? .tool : .kernel }

    private var nftablesSpelling: NftablesSpelling {
        switch request.text {
        case .tool: .tool
        case .kernel: .kernel(request.nftVersion)
        case .json: .json(request.nftVersion)
        }
    }

    /// The places of the service ports that are meant; nil for all.
    func selection(_ ports: [some NamedPort]) -> [Int]? {
        if request.patterns.isEmpty { return nil }
        return ports.indices.filter { place in request.patterns.contains { $0.matches(ports[place]) } }
    }
}
