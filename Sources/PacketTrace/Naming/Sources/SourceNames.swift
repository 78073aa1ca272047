import Addressing
import Diagnostics
import Manifests

/// Reads the text of `--from`.
public struct SourceNames: Sendable {
    private let directory: ClusterDirectory

    /// What the text may be, for messages.
    public static let forms =
        "pod/NAMESPACE/NAME, NAMESPACE/NAME, pod/NAME, pod/NAMESPACE/LABEL=VALUE, deployment/NAMESPACE/NAME, an IP"
        + " address, node, node/NAME, external or external:IP"

    /// Reads texts that name something in `directory`.
    public init(_ directory: ClusterDirectory) { self.directory = directory }

    /// The source that a text means.
    ///
    /// - Throws: `NamingError` if it means nothing, or nothing that the input has.
    public func source(_ text: String) throws(NamingError) -> TrafficSource {
        if text == "node" { return TrafficSource(.node, "a process of the node", addresses: []) }
        if text == "external" { return anyOutside() }
        if let address = IPAddress(text) { return source(at: address) }
        if text.hasPrefix("external:") {
            let written = text.dropFirst("external:".count).filter { $0 != "[" && $0 != "]" }
            guard let address = IPAddress(written) else {
                throw NamingError("\(written.quoted) is no IP address", advice: "write external:203.0.113.7")
            }
            return outside(address)
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, parts.count <= 4, !parts.contains("") else {
            throw NamingError("\(text.quoted) names no source of traffic", advice: "use \(Self.forms)")
        }
        if parts[0] == "node" && parts.count == 2 { return try node(parts[1]) }
        if let kind = Self.kinds[parts[0].lowercased()] {
            let (namespace, rest) = parts.count == 2 ? ("default", parts[1...]) : (parts[1], parts[2...])
            return try source(kind, namespace: namespace, rest.joined(separator: "/"))
        }
        guard parts.count == 2 || parts[1].contains("=") else {
            throw NamingError("\(parts[0].quoted) is no kind that has pods", advice: "use \(Self.forms)")
        }
        return try source(.pod, namespace: parts[0], parts.dropFirst().joined(separator: "/"))
    }

    /// The words for kinds, as `kubectl` knows them.
    private static let kinds: [String: ObjectKind] = [
        "pod": .pod, "pods": .pod, "po": .pod,
        "deployment": .deployment, "deployments": .deployment, "deploy": .deployment,
        "replicaset": .replicaSet, "replicasets": .replicaSet, "rs": .replicaSet,
        "statefulset": .statefulSet, "statefulsets": .statefulSet, "sts": .statefulSet,
        "daemonset": .daemonSet, "daemonsets": .daemonSet, "ds": .daemonSet,
        "job": .job, "jobs": .job,
        "replicationcontroller": .replicationController, "rc": .replicationController,
    ]

    private func source(
        _ kind: ObjectKind, namespace: String, _ name: String
    ) throws(NamingError) -> TrafficSource {
        if name.contains("=") { return try source(labelled: name, namespace: namespace) }
        let name = NamespacedName(namespace, name)
        if kind == .pod {
            guard let pod = directory.pods.pod(name) else { throw unknownPod(name) }
            return try source(pod)
        }
        guard let pods = directory.pods.pods(of: PodDirectory.Maker(kind: kind, name: name)) else {
            let near = NearWords(
                directory.pods.names(of: kind).filter { $0.namespace == namespace }.map(\.name)
            ).near(name.name)
            throw NamingError(
                "the input has no \(kind.rawValue) \(name.description.escapedForMessage)",
                advice: near.first.map { "did you mean \($0)" } ?? "add it to the input, or name a pod")
        }
        guard let first = pods.first(where: { !$0.isTerminal && !$0.addresses.isEmpty }) else {
            throw NamingError(
                "\(kind.rawValue) \(name.description.escapedForMessage) has no pod with an address in the input",
                advice: "give the pod's address instead, or ask for pods that are yet to be made with"
                    + " --derive-endpoints")
        }
        return try source(first, of: pods.count)
    }

    private func source(labelled text: String, namespace: String) throws(NamingError) -> TrafficSource {
        var labels: [String: String] = [:]
        for part in text.split(separator: ",") {
            guard let equals = part.firstIndex(of: "="), equals > part.startIndex else {
                throw NamingError("\(String(part).quoted) is no label", advice: "write LABEL=VALUE")
            }
            let value = part[part.index(after: equals)...]
            labels[String(part[..<equals])] = String(value.hasPrefix("=") ? value.dropFirst() : value)
        }
        let pods = directory.pods.pods(in: namespace, carrying: labels)
        guard let first = pods.first(where: { !$0.isTerminal && !$0.addresses.isEmpty }) else {
            throw NamingError(
                "no pod of namespace \(namespace.escapedForMessage) in the input has \(text.quoted) and an address",
                advice: "name a pod, or give its address")
        }
        return try source(first, of: pods.count)
    }

    private func source(_ pod: ClusterPod, of count: Int = 1) throws(NamingError) -> TrafficSource {
        guard !pod.isTerminal else {
            throw NamingError("\(pod.label) has ended: it sends nothing", advice: "name a running pod")
        }
        let isOnHost = pod.isHostNetwork || pod.addresses.contains { directory.node(at: $0) != nil }
        let nodeName = pod.nodeName.isEmpty ? nodeName(of: pod) : pod.nodeName
        var source = TrafficSource(
            isOnHost ? .node : .pod, pod.label, addresses: pod.addresses, nodeName: nodeName,
            namespace: pod.name.namespace)
        source.resolver = pod.resolver
        if isOnHost {
            source.notes.append(
                Reason("\(pod.label) uses the node's network: its traffic is that of a process of the node"))
        }
        if pod.isAssumed {
            source.notes.append(
                Reason(
                    "\(pod.label) isn't in the input as it runs: its address and node are"
                        + " assumed", place: pod.place))
        }
        if count > 1 {
            source.notes.append(Reason("of \(count) pods the first one is taken: \(pod.label)"))
        }
        return source
    }

    private func nodeName(of pod: ClusterPod) -> String {
        pod.addresses.lazy.map { directory.nodeName(ofPodAt: $0) }.first { !$0.isEmpty } ?? ""
    }

    private func node(_ name: String) throws(NamingError) -> TrafficSource {
        guard let node = directory.node(name) else {
            let near = NearWords(directory.manifests.nodes.map(\.metadata.name)).near(name)
            throw NamingError(
                "the input has no Node \(name.quoted)",
                advice: near.first.map { "did you mean \($0)" } ?? "add the"
                    + " Node")
        }
        return source(node)
    }

    private func source(_ node: Node) -> TrafficSource {
        TrafficSource(
            .node, "node \(node.metadata.name.escapedForMessage)",
            addresses: node.internalAddresses + node.externalAddresses, nodeName: node.metadata.name)
    }

    /// Who has an address.
    private func source(at address: IPAddress) -> TrafficSource {
        if address.isLoopback { return TrafficSource(.node, "a process of the node", addresses: []) }
        if let node = directory.node(at: address) {
            var source = TrafficSource(
                .node, "\(address), node \(node.metadata.name.escapedForMessage)", addresses: [address],
                nodeName: node.metadata.name)
            source.notes = [
                Reason("\(address) is an address of node \(node.metadata.name.escapedForMessage)")
            ]
            return source
        }
        if let pod = directory.pods.pod(at: address) {
            var source = TrafficSource(
                .pod, "\(address), \(pod.label)", addresses: [address],
                nodeName: directory.nodeName(ofPodAt: address), namespace: pod.name.namespace)
            source.resolver = pod.resolver
            source.notes = [Reason("\(address) is the address of \(pod.label)", place: pod.place)]
            return source
        }
        let nodeName = directory.nodeName(ofPodAt: address)
        if directory.pods.nodeSymbol(ofEndpoint: address) != nil {
            var source = TrafficSource(.pod, "\(address), an endpoint", addresses: [address], nodeName: nodeName)
            source.notes = [Reason("\(address) is an endpoint of a Service, so it is taken for a pod")]
            return source
        }
        if !nodeName.isEmpty {
            let source = TrafficSource(.pod, "\(address), a pod", addresses: [address], nodeName: nodeName)
            return source.noting(
                Reason(
                    "\(address) is in the pod network of node \(nodeName.escapedForMessage), so it is taken for a"
                        + " pod"))
        }
        return outside(address)
    }

    private func outside(_ address: IPAddress) -> TrafficSource {
        let source = TrafficSource(.outside, "\(address), outside the cluster", addresses: [address])
        guard let claim = directory.claims(of: address).first else { return source }
        return source.noting(
            Reason(
                "\(address) is an address of Service \(directory.name(of: claim.service)): no packet comes from it",
                change: "give the address of a client", place: directory.location(ofService: claim.service)))
    }

    /// A client outside with an address that nothing in the input has.
    private func anyOutside() -> TrafficSource {
        let addresses = ["203.0.113.254", "2001:db8:ffff::fe"].compactMap { IPAddress($0) }
            .compactMap { free($0) }
        let source = TrafficSource(.outside, "any client outside the cluster", addresses: addresses)
        let list = addresses.map(\.description).joined(separator: " and ")
        return source.noting(
            Reason(
                "\(list) stand for any client outside the cluster",
                change: "name one with external:IP where the client's address matters"))
    }

    /// The first address from `address` downward that nothing in the input has.
    private func free(_ address: IPAddress) -> IPAddress? {
        (UInt128(0)..<64).lazy.map { IPAddress(number: address.number - $0, address.family) }.first {
            directory.claims(of: $0).isEmpty && directory.node(at: $0) == nil && directory.pods.pod(at: $0) == nil
                && directory.nodeName(ofPodAt: $0).isEmpty && directory.pods.nodeSymbol(ofEndpoint: $0) == nil
        }
    }

    private func unknownPod(_ name: NamespacedName) -> NamingError {
        let near = NearWords(directory.pods.names(in: name.namespace)).near(name.name)
        if let first = near.first {
            return NamingError(
                "the input has no pod \(name.description.escapedForMessage)",
                advice: "did you mean \(name.namespace.escapedForMessage)/\(first)")
        }
        let known = directory.pods.names(in: name.namespace).sorted()
        return NamingError(
            "the input has no pod \(name.description.escapedForMessage)",
            advice: known.isEmpty
                ? "add the Pod to the input, or give its address" : "it has \(Words.list(known))")
    }
}

extension TrafficSource {
    /// The source with one more note.
    func noting(_ reason: Reason) -> TrafficSource {
        var source = self
        source.notes.append(reason)
        return source
    }
}
