import Addressing
import Diagnostics

extension ManifestSet {
    /// The set with what a cluster would add to it: cluster IPs and node ports for Services that have none yet, and
    /// EndpointSlices of the pods that Services select, be they in the input or only described by a Deployment or the
    /// like. What is given wins: a Service of which the input has EndpointSlices or an Endpoints object gets none.
    ///
    /// It follows the endpointslice controller (Kubernetes, staging/src/k8s.io/endpointslice). Pods that don't exist yet
    /// are placeholders: their rules are real, their addresses aren't. What was assumed is appended to `findings`, at
    /// most `limit` Services by name for each thing that there is to say.
    ///
    /// The set must have been read with `readingWorkloads`.
    public func derivingEndpoints(listing limit: Int = 20) -> ManifestSet {
        var derivation = EndpointDerivation(self, listing: limit)
        return derivation.result()
    }
}

/// One derivation.
private struct EndpointDerivation {
    /// The most endpoints that are derived: more than kube-proxy is known to work with by far.
    private static let endpointLimit = 3_000_000

    private var set: ManifestSet
    private var remarks: DerivationRemarks
    private let given: GivenEndpoints
    private let expansion: PodExpansion
    private let index: PodIndex
    private let shares: ZoneShares
    private var selections: [Selector: [Int]] = [:]
    private var selected: Set<Int> = []
    private var missingNodeCount = 0
    private var endpointCount = 0

    private struct Selector: Hashable {
        var namespace: String
        var labels: [String: String]
    }

    init(_ input: ManifestSet, listing limit: Int) {
        set = input
        remarks = DerivationRemarks(listing: limit)
        let allocation = PlaceholderAllocation(input)
        set.services = allocation.services
        remarks.add(allocation)
        given = GivenEndpoints(input)
        expansion = PodExpansion(input)
        var symbols = expansion.allSymbols
        shares = ZoneShares(expansion.nodes, &symbols)
        set.symbols = symbols
        index = PodIndex(input.podSources, inOneNamespace: true)
    }

    mutating func result() -> ManifestSet {
        set.endpointSlices += given.mirrored
        let keys = set.services.map { ($0.metadata.namespace, $0.metadata.name) }
        for place in keys.indices.sorted(by: { keys[$0] < keys[$1] }) {
            let service = set.services[place]
            guard service.hasSelector, service.type != .externalName else { continue }
            if let origin = given.origin(of: service) {
                remarks.addGiven(service, origin)
            } else if !derive(service) {
                break
            }
        }
        remarks.add(expansion, set.podSources, selected: selected, missingNodeCount: missingNodeCount)
        set.findings += remarks.findings
        return set
    }

    /// Adds the slices of one Service; says whether there is room for more.
    private mutating func derive(_ service: Service) -> Bool {
        let places = sources(of: service)
        var endpoints = ServiceEndpoints(service)
        let families = max(1, endpoints.families.count)
        endpointCount += places.reduce(0) { $0 + expansion.places[$1].count } * families
        guard endpointCount <= Self.endpointLimit else {
            remarks.addLimit(
                service, "the Services select more than \(Self.endpointLimit) endpoints: no rules are made of so many")
            return false
        }
        for place in places { endpoints.add(set.podSources[place], expansion.places[place], of: expansion.pods) }
        set.endpointSlices += endpoints.slices(of: expansion.pods, shares, &set.symbols)
        missingNodeCount += endpoints.missingNodeCount
        selected.formUnion(places)
        remarks.add(
            service, endpoints.families, endpoints.portNumbers,
            of: places.map { place in
                .init(
                    source: set.podSources[place],
                    pods: expansion.pods[expansion.places[place]].filter(endpoints.publishes),
                    shortage: expansion.shortages[place])
            })
        return true
    }

    /// The places of the sources whose pods a Service selects, in the order of their names.
    private mutating func sources(of service: Service) -> [Int] {
        let selector = Selector(namespace: service.metadata.namespace, labels: service.selector)
        if let known = selections[selector] { return known }
        let places = index.workloads(in: selector.namespace, carrying: selector.labels, of: set.podSources)
            .filter { !expansion.replaced.contains($0) }.sorted { expansion.ranks[$0] < expansion.ranks[$1] }
        selections[selector] = places
        return places
    }
}
