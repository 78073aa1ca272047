import Addressing
import Diagnostics

/// What is said about derived endpoints: which Services have them, of what, and what was assumed.
struct DerivationRemarks {
    /// The remarks.
    private(set) var findings: [Finding] = []
    private let limit: Int
    private var counts: [String: Int] = [:]

    /// One source of pods that a Service selects.
    struct Selected {
        var source: PodSource
        /// The pods that it gives.
        var pods: [DerivedPod]
        var count: Int { pods.count }
        var shortage: PodExpansion.Shortage?
    }

    /// At most `limit` remarks of each kind about single Services.
    init(listing limit: Int) { self.limit = limit }

    /// Adds a remark about one Service, or says once that there are more of them.
    private mutating func list(
        _ rule: String, _ severity: Severity, _ service: Service, _ message: String, advice: String? = nil
    ) {
        let count = counts[rule, default: 0] + 1
        counts[rule] = count
        if count > limit { return }
        findings.append(
            Finding(rule: rule, severity: severity, object: service.reference, message: message, advice: advice))
    }

    /// Says of how many Services more there would be something to say.
    private mutating func addCounts() {
        for (rule, count) in counts.sorted(by: { $0.key < $1.key }) where count > limit {
            findings.append(
                Finding(
                    rule: rule, severity: .note, message: "the same of \(count - limit) more Services",
                    advice: "--verbose lists them all"))
        }
    }

    // MARK: Services

    /// What a Service's endpoints were derived from; `ports` are the numbers of its ports in each group of pods.
    mutating func add(
        _ service: Service, _ families: [IPFamily], _ ports: [[UInt16]], of selected: [Selected]
    ) {
        let giving = selected.filter { $0.count > 0 }
        guard !giving.isEmpty else {
            list(
                "DERIVE-002", .warning, service, Self.whyNone(service, selected),
                advice: "connections are refused; proxyplan lint looks for the cause")
            return
        }
        let targets = service.ports.enumerated().compactMap { place, port in
            Self.words(port, Set(ports.map { $0[place] }).subtracting([0]).sorted())
        }
        for source in selected { addShortage(service, source) }
        list("DERIVE-001", .note, service, Self.whence(giving) + targets.map { ", \($0)" }.joined())
        for family in families where !giving.contains(where: { $0.pods.contains { $0.address(family) != nil } }) {
            list(
                "DERIVE-003", .warning, service, "no selected pod has an \(family.manifestName) address",
                advice: "connections to its \(family.manifestName) address are refused")
        }
        for (place, port) in service.ports.enumerated() {
            guard case .name(let name) = port.target else { continue }
            let missing = ports.count { $0[place] == 0 }
            if missing == 0 { continue }
            list(
                "DERIVE-003", .warning, service,
                "\(missing == ports.count ? "no selected pod" : "not every selected pod") has a port called"
                    + " \"\(name.escapedForMessage)\" for \(port.transport.manifestName) port \(port.port)",
                advice: "give a container a port of that name, or write its number as targetPort")
        }
    }

    /// Why one of the selected sources gives nothing, though others do, or only pods that aren't ready.
    private mutating func addShortage(_ service: Service, _ selected: Selected) {
        switch selected.shortage {
        case .noNode:
            list("DERIVE-005", .warning, service, "no node of the input admits the pods of \(selected.source.words)")
        case .gate(let gate):
            list(
                "DERIVE-005", .warning, service,
                "nothing known sets readiness gate \(gate.escapedForMessage): the pods of \(selected.source.words)"
                    + " are never ready")
        default: break
        }
    }

    /// From what the endpoints are: `2 pods, 3 placeholder pods of Deployment web`.
    private static func whence(_ giving: [Selected]) -> String {
        let pods = giving.count { $0.source.status != nil }
        let templates = giving.filter { $0.source.status == nil }
        var parts: [String] = []
        if pods > 0 { parts.append("\(pods) pod\(pods == 1 ? "" : "s") of the input\(states(giving))") }
        if !templates.isEmpty {
            let assumed = templates.reduce(0) { $0 + $1.count }
            let names = templates.prefix(3).map { words($0) } + (templates.count > 3 ? ["…"] : [])
            parts.append("\(assumed) placeholder pod\(assumed == 1 ? "" : "s") of \(names.joined(separator: ", "))")
        }
        return "endpoints from \(parts.joined(separator: " and "))"
    }

    /// How many pods of the input don't take new connections: ` (1 not ready, 2 terminating)`.
    private static func states(_ giving: [Selected]) -> String {
        let pods = giving.lazy.filter { $0.source.status != nil }.flatMap(\.pods)
        let terminating = pods.count { $0.isTerminating }
        let notReady = pods.count { !$0.isServing && !$0.isTerminating }
        let states = [(notReady, "not ready"), (terminating, "terminating")].filter { $0.0 > 0 }
        return states.isEmpty ? "" : " (\(states.map { "\($0.0) \($0.1)" }.joined(separator: ", ")))"
    }

    private static func words(_ selected: Selected) -> String {
        let name = selected.source.words
        switch selected.shortage {
        case .fewerNodes(let count): return "\(name) (host ports: one on each of \(count) nodes)"
        default: return selected.source.kind == .job ? "\(name) (only while it runs)" : name
        }
    }

    private static func words(_ port: Service.Port, _ numbers: [UInt16]) -> String? {
        guard !numbers.isEmpty else { return nil }
        let name = port.name.isEmpty ? "\(port.port)" : port.name
        let shown = numbers.prefix(3).map { "\($0)" } + (numbers.count > 3 ? ["…"] : [])
        return "port \(name) to \(shown.joined(separator: " or "))"
    }

    private static func whyNone(_ service: Service, _ selected: [Selected]) -> String {
        guard let first = selected.first else {
            let labels = service.selector.sorted { $0.key < $1.key }.prefix(5)
                .map { "\($0.key)=\($0.value)".escapedForMessage }
            return "selector \(labels.joined(separator: ",")) selects no pod of the input: there is no endpoint"
        }
        let more = selected.count > 1 ? " and \(selected.count - 1) more" : ""
        return "\(first.source.words)\(more) would be selected, but \(reason(first)): there is no endpoint"
    }

    private static func reason(_ selected: Selected) -> String {
        switch selected.shortage {
        case .noNode: return "no node of the input admits it"
        case .ended: return "the pod has ended"
        case .noAddress: return "the pod has no address yet"
        default: break
        }
        switch selected.source.kind {
        case .cronJob: return "its pods come and go"
        case .daemonSet, .job: return "it runs no pod"
        default: return "it is scaled to zero"
        }
    }

    /// That nothing was derived for a Service, as the input has its endpoints.
    mutating func addGiven(_ service: Service, _ origin: GivenEndpoints.Origin) {
        switch origin {
        case .controllerSlices: break
        case .otherSlices:
            list(
                "DERIVE-004", .note, service, "its EndpointSlices in the input count: nothing is derived",
                advice: "a cluster adds the selected pods to slices that its controller doesn't manage")
        case .endpoints:
            list("DERIVE-004", .note, service, "its Endpoints object in the input counts: nothing is derived")
        }
    }

    /// That the work was ended at a bound.
    mutating func addLimit(_ service: Service?, _ message: String) {
        findings.append(
            Finding(
                rule: "READ-004", severity: .error, object: service?.reference, message: message,
                advice: "compile fewer Services or workloads at a time"))
    }

    // MARK: What was assumed

    /// What holds for all placeholder pods, and which pods were left out.
    mutating func add(
        _ expansion: PodExpansion, _ sources: [PodSource], selected: Set<Int>, missingNodeCount: Int
    ) {
        addCounts()
        if expansion.isCutOff {
            addLimit(nil, "the input asks for more than \(PodExpansion.limit) pods that it doesn't have")
        }
        if missingNodeCount > 0 {
            findings.append(
                Finding(
                    rule: "DERIVE-005", severity: .warning,
                    message: "endpoints left out because the input lacks the pod's Node: \(missingNodeCount)",
                    advice: "add all Nodes to the input, or none"))
        }
        let hasPlaceholders = selected.contains { sources[$0].status == nil && !expansion.places[$0].isEmpty }
        guard hasPlaceholders else { return }
        let place =
            expansion.nodes.isKnown
            ? "on the nodes that admit them in turn" : "all on a node called \(NodeTable.assumedName)"
        findings.append(
            Finding(
                rule: "DERIVE-006", severity: .note,
                message: "placeholder pods are taken to be ready, \(place), with \(Self.addresses(expansion.nodes))",
                advice: "rules that depend on where pods are (Local policies, hints) depend on this"))
    }

    private static func addresses(_ nodes: NodeTable) -> String {
        let reserved = IPFamily.allCases.flatMap { PlaceholderAddresses.reserved[$0] ?? [] }.map { "\($0)" }
        let others = "addresses of \(reserved.joined(separator: ", "))"
        if nodes.entries.allSatisfy({ $0.podCIDRs.isEmpty }) { return others }
        return nodes.entries.contains { $0.podCIDRs.isEmpty }
            ? "addresses of their node's pod CIDR, or \(others)" : "addresses of their node's pod CIDR"
    }

    /// Which Services got cluster IPs and node ports.
    mutating func add(_ allocation: PlaceholderAllocation) {
        let services = allocation.services
        for place in allocation.order where allocation.addressed.contains(place) || allocation.ported.contains(place) {
            let service = services[place]
            var parts: [String] = []
            if allocation.addressed.contains(place) {
                parts.append("cluster IP \(service.clusterIPs.map { "\($0.value)" }.joined(separator: " and "))")
            }
            if allocation.ported.contains(place) {
                let ports = service.ports.map(\.nodePort) + [service.healthCheckNodePort]
                parts.append("node port \(ports.filter { $0 != 0 }.map { "\($0)" }.joined(separator: ", "))")
            }
            list("DERIVE-007", .note, service, "\(parts.joined(separator: ", ")): placeholders")
        }
        for place in allocation.order where allocation.unserved.contains(place) {
            list("DERIVE-008", .warning, services[place], "no cluster IP or node port is left for it")
        }
        for place in allocation.order
        where services[place].type == .loadBalancer && services[place].loadBalancerIngress.isEmpty {
            list(
                "DERIVE-009", .note, services[place],
                "it has no address of a load balancer yet: no rules are made for one")
        }
        if !allocation.addressed.isEmpty {
            let ranges = allocation.ranges.map { "\($0)" }.joined(separator: ", ")
            findings.append(
                Finding(
                    rule: "DERIVE-006", severity: .note,
                    message:
                        "placeholder cluster IPs are of \(ranges)\(allocation.rangesAreAssumed ? ", which is assumed" : "")",
                    advice: allocation.rangesAreAssumed ? "add the ServiceCIDR to the input" : nil))
        }
    }
}
