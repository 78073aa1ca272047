import Addressing
import Diagnostics
import Manifests
import ServiceProxy

/// Finds the addresses that an older kube-proxy hands on as objects spell them and that the tools don't read as
/// Kubernetes does.
struct SpellingFindings {
    private let view: ProxyView
    private let manifests: ManifestSet
    private var locators: [Int: SourceLocator] = [:]
    private var findings: [Finding] = []

    init(_ view: ProxyView, manifests: ManifestSet) {
        self.view = view
        self.manifests = manifests
    }

    /// All findings, objects in the order of the input: for each field of an object one of a kind, which
    /// says how many there are.
    static func findings(_ view: ProxyView, manifests: ManifestSet) -> [Finding] {
        let behavior = view.node.behavior
        guard behavior.keepsServiceTexts || behavior.keepsLocalNetworkTexts || behavior.endpointText != .canonical
        else { return [] }
        var search = SpellingFindings(view, manifests: manifests)
        search.addServices()
        search.addSlices()
        search.addPodNetwork()
        return search.findings
    }

    /// A text in an object, and who reads it.
    private struct Use {
        let text: String
        let meant: String
        let network: IPPrefix
        let path: String
        let range: SourceRange
        let tools: [AddressReader]

        init(
            _ address: IPAddress, _ text: String, _ path: String, _ range: SourceRange, tools: [AddressReader]
        ) {
            (self.text, self.path, self.range, self.tools) = (text, path, range, tools)
            (meant, network) = (address.description, IPPrefix(host: address))
        }

        init(_ prefix: IPPrefix, _ text: String, _ path: String, _ range: SourceRange, tools: [AddressReader]) {
            (self.text, self.path, self.range, self.tools) = (text, path, range, tools)
            (meant, network) = (prefix.masked.description, prefix.masked)
        }
    }

    // MARK: Services

    private mutating func addServices() {
        guard view.node.behavior.keepsServiceTexts else { return }
        var last: Int?
        var ports = view.servicePorts.filter { port in
            port.externalIPs.contains(where: \.isOdd) || port.loadBalancerVIPs.contains(where: \.isOdd)
                || (!port.loadBalancerVIPs.isEmpty && port.sourceRanges.contains(where: \.isOdd))
        }
        ports.sort { $0.service < $1.service }
        for port in ports where port.service != last {
            last = port.service
            guard manifests.services.indices.contains(port.service) else { continue }
            let service = manifests.services[port.service]
            for uses in uses(of: port, service) {
                report(uses, in: service.reference, source: service.metadata.source, change: "service-text")
            }
        }
    }

    /// The texts of a Service, field by field.
    private func uses(of port: ServicePort, _ service: Service) -> [[Use]] {
        func texts(_ addresses: [Spelled<IPAddress>]) -> Set<String> {
            Set(addresses.filter(\.isOdd).map { view.spellings.name($0.text) })
        }
        let (external, ingress) = (texts(port.externalIPs), texts(port.loadBalancerVIPs))
        let externalUses = service.externalIPs.enumerated().filter { external.contains($0.element.text) }.map {
            Use($1.value, $1.text, "spec.externalIPs[\($0)]", $1.range, tools: serviceTools)
        }
        let ingressUses = service.loadBalancerIngress.map(\.address).filter { ingress.contains($0.text) }.map {
            Use(
                $0.value, $0.text, "status.loadBalancer.ingress", $0.range,
                tools: refusalTools(of: port) + serviceTools)
        }
        guard !port.loadBalancerVIPs.isEmpty else { return [externalUses, ingressUses] }
        let rangeUses = service.sourceRanges.enumerated().compactMap { place, written -> Use? in
            guard written.value.family == view.family, let text = written.oddText else { return nil }
            let path = "spec.loadBalancerSourceRanges[\(place)]"
            return Use(written.value, text, path, written.range, tools: serviceTools)
        }
        return [externalUses, ingressUses, rangeUses]
    }

    private var serviceTools: [AddressReader] {
        switch view.node.configuration.mode {
        case .iptables, .userspace: [.iptablesMatch]
        case .nftables: [.nft]
        case .ipvs: [.ipset]
        }
    }

    /// In ipvs mode a load balancer that refuses the node is in an iptables rule, too.
    private func refusalTools(of port: ServicePort) -> [AddressReader] {
        guard view.node.configuration.mode == .ipvs, view.node.behavior.ipvsDropsRefusedNode else { return [] }
        let address = view.node.address(view.family)
        let isRefused = !port.sourceRanges.isEmpty && !port.sourceRanges.contains { $0.value.contains(address) }
        return isRefused ? [.iptablesMatch] : []
    }

    // MARK: Endpoints

    private mutating func addSlices() {
        let odd = view.endpoints.filter { $0.text != .empty }
        guard !odd.isEmpty else { return }
        let (used, local) = (Set(odd.map(\.text)), Set(odd.filter(\.isLocal).map(\.text)))
        let services = Set(view.servicePorts.map { [$0.namespace, $0.name] })
        let lost = view.node.configuration.mode == .ipvs ? lostServers() : []
        for slice in manifests.endpointSlices where slice.family == view.family {
            let written = slice.endpoints.filter { used.contains($0.writtenAddress) }
            guard !written.isEmpty, services.contains([slice.metadata.namespace, slice.serviceName]) else { continue }
            let uses = written.map { endpoint in
                Use(
                    endpoint.address, view.spellings.name(endpoint.writtenAddress), "endpoints", endpoint.range,
                    tools: endpointTools(isLocal: local.contains(endpoint.writtenAddress)))
            }
            report(uses, in: slice.reference, source: slice.metadata.source, change: "endpoint-text")
            reportLostServers(uses.filter { lost.contains($0.text) }, of: slice)
        }
    }

    private func endpointTools(isLocal: Bool) -> [AddressReader] {
        let isEverywhere = view.node.behavior.endpointText == .everywhere
        return switch view.node.configuration.mode {
        case .iptables, .userspace: isEverywhere ? [.iptablesDestination, .iptablesMatch] : [.iptablesDestination]
        case .nftables: [.nft]
        case .ipvs: isLocal && isEverywhere ? [.ipset] : []
        }
    }

    /// The texts of endpoints that no other endpoint of the same port spells canonically.
    private func lostServers() -> Set<String> {
        var lost: Set<String> = []
        for port in view.servicePorts {
            let endpoints = view.endpoints[port.endpoints.all]
            guard endpoints.contains(where: { $0.text != .empty }) else { continue }
            let canonical = Set(endpoints.filter { $0.text == .empty }.map(\.socket))
            for endpoint in endpoints where endpoint.text != .empty && !canonical.contains(endpoint.socket) {
                lost.insert(view.spellings.name(endpoint.text))
            }
        }
        return lost
    }

    /// kube-proxy looks for its text among the kernel's, which are canonical.
    private mutating func reportLostServers(_ uses: [Use], of slice: EndpointSlice) {
        guard let first = uses.first else { return }
        findings.append(
            Finding(
                rule: "IPVS-005", severity: .warning, location: location(first.range, source: slice.metadata.source),
                object: slice.reference, fieldPath: first.path,
                message: "kube-proxy \(view.node.behavior.version) doesn't find \"\(first.text)\" again among its real "
                    + "servers, where it is \(first.meant), and takes it out at its second sync" + more(uses.count - 1),
                advice: advice(first, "endpoint-text")))
    }

    // MARK: Pods

    private mutating func addPodNetwork() {
        guard case .prefix(let prefix, let text?) = view.localDetector else { return }
        let tools: [AddressReader] = view.node.configuration.mode == .nftables ? [.nft] : [.iptablesMatch]
        if view.node.configuration.detectLocalMode == .nodeCIDR,
            let node = manifests.nodes.first(where: { $0.metadata.name == view.node.name }),
            let place = node.podCIDRs.firstIndex(where: { $0.value.family == view.family })
        {
            let use = Use(prefix, text, "spec.podCIDRs[\(place)]", node.podCIDRs[place].range, tools: tools)
            report([use], in: node.reference, source: node.metadata.source, change: "pod-network-text")
        } else {
            let use = Use(prefix, text, "clusterCIDR", SourceRange(start: 0, end: 0), tools: tools)
            report([use], in: nil, source: nil, change: "pod-network-text")
        }
    }

    // MARK: Findings

    /// Reports what the tools read otherwise, and what they refuse.
    private mutating func report(_ uses: [Use], in object: ObjectReference?, source: Int?, change: String) {
        var (refused, misread) = ([(use: Use, tool: AddressReader)](), [(use: Use, message: String)]())
        for use in uses {
            for tool in use.tools {
                switch tool.reading(of: use.text, family: use.network.family) {
                case .refused: refused.append((use, tool))
                case .network(let network) where network != use.network:
                    let isAddress = network.isHost && !use.text.contains("/")
                    let seen = isAddress ? network.address.description : network.description
                    misread.append((use, "\(tool.command) reads it as \(seen)"))
                case .network: continue
                }
                break
            }
        }
        if let (use, message) = misread.first {
            add(use, misread.count, .warning, message, in: object, source: source, change)
        }
        // The worst that happens: of several tools' refusals that which loses most.
        if let (use, tool) = refused.first(where: { $0.tool.failsAtOnce }) ?? refused.first {
            let severity = tool.failsAtOnce ? Severity.error : .warning
            add(use, refused.count, severity, tool.refusal, in: object, source: source, change)
        }
    }

    private mutating func add(
        _ use: Use, _ count: Int, _ severity: Severity, _ message: String, in object: ObjectReference?, source: Int?,
        _ change: String
    ) {
        findings.append(
            Finding(
                rule: "VIEW-010", severity: severity, location: source.flatMap { location(use.range, source: $0) },
                object: object, fieldPath: use.path,
                message: "kube-proxy \(view.node.behavior.version) writes \(use.meant) as \"\(use.text)\", and "
                    + message + more(count - 1),
                advice: advice(use, change)))
    }

    private func more(_ count: Int) -> String { count > 0 ? " (\(count) more in this field)" : "" }

    private func advice(_ use: Use, _ change: String) -> String {
        let since = BehaviorChange.all.first { $0.id == change }?.since
        return "write \(use.meant)" + (since.map { ", or take kube-proxy \($0)" } ?? "")
    }

    private mutating func location(_ range: SourceRange, source: Int) -> SourceLocation? {
        guard manifests.sources.indices.contains(source) else { return nil }
        return locators[source, default: SourceLocator(manifests.sources[source])].location(of: range)
    }
}

extension AddressReader {
    /// The tool's name.
    fileprivate var command: String {
        switch self {
        case .iptablesMatch, .iptablesDestination: "iptables-restore"
        case .nft: "nft"
        case .ipset: "ipset"
        }
    }

    /// Whether all other rules are lost with one that the tool refuses.
    fileprivate var failsAtOnce: Bool { self != .ipset }

    /// What a refusal leads to.
    fileprivate var refusal: String {
        switch self {
        case .iptablesMatch, .iptablesDestination: "\(command) refuses it: the whole restore fails"
        case .nft: "nft refuses it: the whole transaction fails"
        case .ipset: "ipset refuses it: the set goes without it"
        }
    }
}
