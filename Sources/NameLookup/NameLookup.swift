import Addressing
import Bytes
import Diagnostics
import Manifests
import Netfilter
import ProxyNames
import RuleCompiler
import ServiceProxy

/// Finds out what names in rulesets mean, from manifests and a node: chains, sets, maps, elements, rules, virtual servers.
public struct NameLookup: Sendable {
    let manifests: ManifestSet
    let node: NodeContext
    let families: [IPFamily]
    let views: [ProxyView]
    let directory: ChainDirectory
    let services: ServiceDirectory

    /// What was found.
    public enum Answer: Sendable {
        /// What the name means; several where it means several things.
        case pages([NamePage])
        /// These names begin so.
        case ambiguous([String])
        /// It looks like something of kube-proxy's or another program's, but the manifests have nothing of it.
        case missing(NamePage)
        /// It looks like nothing that is known here.
        case unknown
    }

    /// A lookup in `manifests`, as `node` sees them.
    public init(_ manifests: ManifestSet, on node: NodeContext, families: [IPFamily]) {
        (self.manifests, self.node, self.families) = (manifests, node, families)
        views = families.map { ProxyView(of: manifests, on: node, family: $0) }
        directory = ChainDirectory(views)
        services = ServiceDirectory(views)
    }

    /// What `text` means.
    public func answer(_ text: String) -> Answer {
        if text.hasPrefix("-A ") { return rule(text) }
        let fixed = FixedName.named(text)
        if !fixed.isEmpty { return .pages(fixed.map { page($0) }) }
        let owners = directory.owners(text)
        if !owners.isEmpty { return answer(owners) }
        if let question = AddressQuestion(text) { return answer(question, text) }
        return NameShape.page(text, hasManifests: true).map { .missing($0) } ?? .unknown
    }

    /// What `text` means where there are no manifests; nil if it looks like nothing that is known here.
    public static func pages(withoutManifests text: String) -> [NamePage]? {
        if text.hasPrefix("-A ") {
            let chain = text.dropFirst(3).prefix { $0 != " " }
            return pages(withoutManifests: String(chain))
        }
        let fixed = FixedName.named(text)
        if fixed.isEmpty { return NameShape.page(text, hasManifests: false).map { [$0] } }
        return fixed.map {
            NamePage($0.name, kind: $0.kind, mode: $0.modes.count == 1 ? $0.modes.first : nil, purpose: $0.purpose)
        }
    }

    // MARK: Compiled rules

    /// The rules of a mode and family, line by line.
    func lines(_ mode: ProxyMode, _ family: IPFamily) -> [RuleLine] {
        var node = node
        node.configuration.mode = mode
        return ModeCompile(manifests, on: node, family: family, request: OutputRequest())
            .rules(includesAccounting: false).ruleLines()
    }

    /// Fills in the lines of a page's name and those that lead to it.
    func fill(_ page: inout NamePage, _ mode: ProxyMode, _ family: IPFamily) {
        let lines = lines(mode, family)
        (page.mode, page.family) = (mode, family)
        let (name, isSet) = (page.name, !page.kind.contains("chain"))
        page.lines = lines.filter { $0.container == name && $0.isElement == isSet }
        page.callers = lines.filter { ($0.container != name || isSet) && $0.mentions(name, asSet: isSet) }
    }

    // MARK: Names that are the same on every node

    private func page(_ fixed: FixedName) -> NamePage {
        var page = NamePage(fixed.name, kind: fixed.kind, purpose: fixed.purpose)
        let configured = node.configuration.mode
        guard let mode = fixed.modes.contains(configured) ? configured : fixed.modes.first else { return page }
        let family: IPFamily = fixed.name.hasPrefix("KUBE-6-") ? .ipv6 : .ipv4
        fill(&page, mode, families.contains(family) ? family : families.first ?? .ipv4)
        if page.lines.isEmpty {
            page.notes.append("it has no rules or elements of its own here")
        }
        return page
    }

    // MARK: Names with hashes

    private func answer(_ owners: [ChainDirectory.Owner]) -> Answer {
        let subjects = Set(
            owners.map { OwnedSubject($0, directory.views[$0.view].servicePorts[$0.port].key, directory) })
        if subjects.count > 1 {
            var seen: Set<String> = []
            return .ambiguous(owners.map(\.name).filter { seen.insert($0).inserted })
        }
        let pages = owners.map { page($0) }
        let made = pages.filter { !$0.lines.isEmpty }
        return .pages(made.isEmpty ? Array(pages.prefix(1)) : made)
    }

    /// What names stand for: two names of one subject aren't ambiguous.
    private struct OwnedSubject: Hashable {
        let key: String
        let socket: SocketAddress?

        init(_ owner: ChainDirectory.Owner, _ key: String, _ directory: ChainDirectory) {
            self.key = key
            socket = owner.endpoint.map { directory.views[owner.view].endpoints[$0].socket }
        }
    }

    private func page(_ owner: ChainDirectory.Owner) -> NamePage {
        let view = directory.views[owner.view]
        let port = view.servicePorts[owner.port]
        let endpoint = owner.endpoint.map { view.endpoints[$0] }
        let subject = "Service \(port.namespace)/\(port.name), \(Self.words(for: port))"
        var page = NamePage(
            owner.name, kind: owner.purpose.kind(owner.mode), mode: owner.mode,
            purpose: owner.purpose.words(subject, endpoint?.socket))
        fill(&page, owner.mode, view.family)
        page.service = place(of: port)
        page.endpoints = places(of: endpoint.map { [$0] } ?? Array(view.endpoints[port.endpoints.all]), port, view)
        if page.lines.isEmpty && owner.purpose != .affinity {
            page.notes.append(
                "kube-proxy \(node.behavior.version) wouldn't make it here: "
                    + owner.purpose.absence(port, endpoint, owner.mode, node.behavior))
        }
        return page
    }

    // MARK: Whole rules

    /// A rule as iptables-save prints it or kube-proxy writes it.
    private func rule(_ text: String) -> Answer {
        let chain = String(text.dropFirst(3).prefix { $0 != " " })
        let answer = answer(chain)
        guard case .pages(var pages) = answer else { return answer }
        for place in pages.indices {
            let canonical = Self.canonical(text, chain, pages[place].family ?? .ipv4)
            if let number = pages[place].lines.firstIndex(where: { $0.text == canonical }) {
                let total = pages[place].lines.count
                pages[place].notes.append(
                    "the rule is number \(number + 1) of the \(total) that stand here in \(chain)")
                pages[place].lines = [pages[place].lines[number]]
            } else {
                pages[place].notes.append(
                    "these manifests have no such rule in \(chain): it is stale, of another version or someone else's")
            }
        }
        return .pages(pages)
    }

    /// A rule as iptables-save prints it; the text itself if it can't be read.
    private static func canonical(_ text: String, _ chain: String, _ family: IPFamily) -> String {
        let table = "*nat\n:\(chain) - [0:0]\n\(text.split(separator: "\n").first ?? "")\nCOMMIT\n"
        guard let ruleset = try? IptablesRuleset(parsing: Array(table.utf8), family: family).canonicalized(),
            let first = ruleset.tables.first, let rule = first.rules.first
        else { return text }
        var buffer = ByteBuffer()
        ruleset.write(rule: rule, of: first, to: &buffer, spelling: .kernel)
        buffer.truncate(to: buffer.count - 1)
        return buffer.string
    }
}
