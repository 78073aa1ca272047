import Addressing
import Diagnostics
import Manifests
import ServiceProxy

/// Reasons that lie in a Service's endpoints.
extension Question {
    func endpointReasons(
        _ port: ServicePort, _ service: Service, _ place: Int, _ name: NamespacedName
    ) -> [Reason] {
        let all = Array(proxy.endpoints[port.endpoints.all])
        if all.isEmpty { return outcome.isFailed ? [noEndpoint(port, service, place, name)] : [] }
        if !port.endpoints.hasAny { return outcome.isFailed ? [noneReady(all, name)] : [] }
        if isUserspace { return [] }
        if outcome.isFailed, let reason = noneLocal(port, all, place, name) { return [reason] }
        return outcome.isReached ? choice(port, all, place, name) : []
    }

    // MARK: None

    private func noEndpoint(
        _ port: ServicePort, _ service: Service, _ place: Int, _ name: NamespacedName
    ) -> Reason {
        let location = directory.location(ofService: place)
        let slices = directory.slices(of: name).map { directory.manifests.endpointSlices[$0] }
        let family = proxy.family
        guard !slices.isEmpty else {
            let change =
                service.hasSelector
                ? "add its EndpointSlices to the input, or let them be made of pods with --derive-endpoints"
                : "it has no selector: write an EndpointSlice for it"
            return Reason("Service \(name) has no EndpointSlice in the input", change: change, place: location)
        }
        let filled = slices.filter { !$0.endpoints.isEmpty }
        let own = filled.filter { $0.family == family }
        if let slice = own.first {
            let names = Set(own.flatMap(\.ports).map { "\($0.name.quoted) (\($0.transport.manifestName))" }).sorted()
            return Reason(
                "no EndpointSlice of Service \(name) has a port named \(port.portName.quoted)"
                    + " (\(port.transport.manifestName)):"
                    + " \(names.isEmpty ? "they have none" : "they have \(Words.list(names))")",
                change: "names and protocols of the ports must be those of the Service's ports",
                place: directory.places.location(slice.metadata.nameRange, in: slice.metadata.source))
        }
        if !filled.isEmpty {
            return Reason(
                "Service \(name) has endpoints, but none with an \(family.manifestName) address",
                change: "add an EndpointSlice with addressType \(family.manifestName), or use its"
                    + " \(family.other.manifestName) address",
                place: location)
        }
        let labels = service.selector.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ",")
        return Reason(
            "Service \(name) has no endpoint: there is nothing that connections could go to",
            change: labels.isEmpty
                ? "add endpoints to its EndpointSlice"
                : "run pods with the labels \(labels.escapedForMessage) in namespace \(name.namespace)",
            place: location)
    }

    private func noneReady(_ all: [Endpoint], _ name: NamespacedName) -> Reason {
        let isDying = all.allSatisfy(\.isTerminating)
        return Reason(
            "none of the \(Words.count(all.count, "endpoint")) of Service \(name) is ready: \(list(all))",
            change: isDying
                ? "run new pods: these are being deleted and no longer serve"
                : "make the pods ready: see why their readiness probes fail",
            place: location(of: all.first, name))
    }

    /// That a Local policy leaves no endpoint; nil if that isn't it.
    private func noneLocal(
        _ port: ServicePort, _ all: [Endpoint], _ place: Int, _ name: NamespacedName
    ) -> Reason? {
        let isInternal = destination.role == .clusterIP
        guard isInternal ? port.internalPolicyIsLocal : port.externalPolicyIsLocal, port.endpoints.local.isEmpty
        else { return nil }
        let field = isInternal ? "internalTrafficPolicy" : "externalTrafficPolicy"
        let usable = all.filter(\.isReady)
        let advice =
            isInternal
            ? "set \(field) to Cluster, or run a pod of the Service on every node that has clients"
            : "set \(field) to Cluster, run a pod of the Service on the node, or send to a node that has one: the"
                + " health"
                + " check of the load balancer tells which"
        return Reason(
            "\(field) of Service \(name) is Local and \(nodeWords) has no endpoint that could take connections; they"
                + " are"
                + " \(nodes(of: usable.isEmpty ? all : usable))",
            change: advice, place: directory.location(ofService: place))
    }

    // MARK: Some

    /// Why connections go to these endpoints and no others.
    private func choice(_ port: ServicePort, _ all: [Endpoint], _ place: Int, _ name: NamespacedName) -> [Reason] {
        var reasons: [Reason] = []
        let isInternal = destination.role == .clusterIP
        let field = isInternal ? "internalTrafficPolicy" : "externalTrafficPolicy"
        let isLocal = isInternal ? port.internalPolicyIsLocal : port.externalPolicyIsLocal && source.kind == .outside
        if isLocal && port.endpoints.local.isEmpty { return [fallback(all, place, name)] }
        let chosen = Array(proxy.endpoints(isLocal ? port.endpoints.local : port.endpoints.cluster, of: port))
        let ready = all.filter(\.isReady)
        let location = directory.location(ofService: place)
        if let first = chosen.first, !first.isReady {
            reasons.append(
                Reason(
                    "no endpoint of Service \(name)\(isLocal ? " on \(nodeWords)" : "") is ready: connections still"
                        + " go to"
                        + " those that are being deleted but serve, \(list(chosen))",
                    change: "run pods that are ready", place: self.location(of: first, name)))
            return reasons
        }
        if isLocal && chosen.count < ready.count {
            reasons.append(
                Reason(
                    "\(field) of Service \(name) is Local: of \(Words.count(ready.count, "ready endpoint")) only"
                        + " \(chosen.count) on \(nodeWords) \(chosen.count == 1 ? "counts" : "count"); all are"
                        + " \(nodes(of: ready))",
                    change: "set \(field) to Cluster to use all", place: location))
        } else if chosen.count < ready.count {
            reasons.append(hintReason(chosen, ready, name))
        }
        let left = all.filter { !$0.isReady }
        if !left.isEmpty {
            reasons.append(
                Reason(
                    "\(Words.count(left.count, "endpoint")) of \(all.count) \(left.count == 1 ? "gets" : "get") no"
                        + " connections: \(list(left))",
                    place: self.location(of: left.first, name)))
        }
        return reasons
    }

    /// That ipvs mode takes endpoints of other nodes where a Local policy leaves none (Kubernetes, pkg/proxy/ipvs).
    private func fallback(_ all: [Endpoint], _ place: Int, _ name: NamespacedName) -> Reason {
        Reason(
            "externalTrafficPolicy of Service \(name) is Local and \(nodeWords) has no endpoint that could take connections:"
                + " in \(proxy.node.configuration.mode.rawValue) mode kube-proxy then sends them to all endpoints without"
                + " masquerading, \(nodes(of: all.filter(\.isReady))), whose answers go past \(nodeWords), so that the client"
                + " doesn't know them",
            change:
                "set externalTrafficPolicy to Cluster, run a pod of the Service on the node, or send to a node that has"
                + " one",
            place: directory.location(ofService: place))
    }

    private func hintReason(_ chosen: [Endpoint], _ ready: [Endpoint], _ name: NamespacedName) -> Reason {
        let isByNode =
            ready.allSatisfy { $0.nodeHints != .empty }
            && chosen.allSatisfy { view.nodeHintsFit.indices.contains(Int($0.nodeHints.index)) }
            && chosen.allSatisfy { view.nodeHintsFit[Int($0.nodeHints.index)] }
        let what = isByNode ? nodeWords : "zone \(proxy.node.zone.escapedForMessage)"
        return Reason(
            "hints on the EndpointSlices of Service \(name) keep connections on \(nodeWords) to the \(chosen.count) of"
                + " \(Words.count(ready.count, "ready endpoint")) meant for \(what)",
            change: "remove spec.trafficDistribution or the topology annotation of the Service to use all",
            place: location(of: chosen.first, name))
    }

    // MARK: Words

    /// Endpoints with what they are and how they do: `10.244.0.5:8080 (pod shop/web-1, not ready)`.
    private func list(_ endpoints: [Endpoint]) -> String {
        Words.list(
            endpoints.prefix(5).map { endpoint in
                var facts: [String] = []
                if let pod = directory.pods.pod(at: endpoint.socket.address) { facts.append(pod.label) }
                if !endpoint.isReady { facts.append(Self.state(endpoint)) }
                return facts.isEmpty ? "\(endpoint.socket)" : "\(endpoint.socket) (\(facts.joined(separator: ", ")))"
            } + endpoints.dropFirst(5).map { "\($0.socket)" })
    }

    private static func state(_ endpoint: Endpoint) -> String {
        if !endpoint.isTerminating { return "not ready" }
        return endpoint.isServing ? "being deleted" : "being deleted, no longer serving"
    }

    /// Where endpoints are: `on node-b (2) and node-c (1)`.
    private func nodes(of endpoints: [Endpoint]) -> String {
        var counts: [String: Int] = [:]
        for endpoint in endpoints {
            counts[directory.nodeName(ofPodAt: endpoint.socket.address), default: 0] += 1
        }
        let words = counts.sorted { $0.key < $1.key }.map { name, count in
            "\(name.isEmpty ? "a node that isn't named" : name.escapedForMessage) (\(count))"
        }
        return "on \(Words.list(words))"
    }

    /// Where an endpoint stands in the input: in one of its Service's slices.
    private func location(of endpoint: Endpoint?, _ name: NamespacedName) -> SourceLocation? {
        guard let endpoint else { return nil }
        for place in directory.slices(of: name) {
            let slice = directory.manifests.endpointSlices[place]
            let found = slice.endpoints.first { $0.address == endpoint.socket.address }
            guard let found, found.range.end > 0 else { continue }
            return directory.places.location(found.range, in: slice.metadata.source)
        }
        return directory.service(name).flatMap { directory.location(ofService: $0) }
    }
}
