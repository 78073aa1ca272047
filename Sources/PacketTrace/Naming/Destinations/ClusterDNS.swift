import Addressing
import Diagnostics
import Manifests

/// What cluster DNS answers, by the Services and endpoints of the input (Kubernetes, DNS-based service discovery 1.1.0;
/// CoreDNS, plugin kubernetes, with `pods insecure` as kubeadm sets it up).
struct ClusterDNS {
    let directory: ClusterDirectory

    /// An answer.
    enum Answer {
        /// A Service's own addresses, by its place in `ManifestSet.services`.
        case service(Int)
        /// Addresses of endpoints of a Service.
        case endpoints(service: Int, [IPAddress])
        /// The address in a pod's name.
        case pod(IPAddress)
        /// A port of a Service (SRV), by its place in `ports`.
        case port(service: Int, port: Int)
        /// Another name.
        case alias(service: Int, String)
    }

    /// Why there is no answer.
    enum Miss: Error {
        /// The name isn't below the cluster's domain.
        case outside
        /// There is no Service of the name.
        case noService(NamespacedName)
        /// Something else, in words.
        case other(Reason)
    }

    /// What a full name without a dot at its end stands for.
    func answer(_ name: String) throws(Miss) -> Answer {
        guard name.hasSuffix(".\(directory.domain)") else { throw .outside }
        let labels = name.dropLast(directory.domain.utf8.count + 1).split(separator: ".").map(String.init)
        switch labels.last {
        case "svc" where labels.count >= 3: return try service(labels.dropLast(2), namespace: labels[labels.count - 2])
        case "pod" where labels.count == 3: return try pod(labels[0], namespace: labels[1])
        default: throw .outside
        }
    }

    private func service(_ labels: ArraySlice<String>, namespace: String) throws(Miss) -> Answer {
        guard let last = labels.last else { throw .outside }
        let name = NamespacedName(namespace, last)
        guard let place = directory.service(name) else { throw .noService(name) }
        let service = directory.manifests.services[place]
        let front = Array(labels.dropLast())
        if front.isEmpty { return try address(of: service, at: place, name) }
        if front.count == 2, front[0].hasPrefix("_"), front[1].hasPrefix("_") {
            return try port(front[0].dropFirst(), front[1].dropFirst(), of: service, at: place, name)
        }
        guard front.count == 1 else { throw .outside }
        return try endpoint(front[0], of: place, name)
    }

    private func address(of service: Service, at place: Int, _ name: NamespacedName) throws(Miss) -> Answer {
        if service.type == .externalName {
            guard let target = directory.externalName(of: name) else {
                throw .other(
                    Reason(
                        "Service \(name) is of type ExternalName: what it stands for isn't known",
                        place: directory.location(ofService: place)))
            }
            return .alias(service: place, target)
        }
        guard service.isHeadless else {
            guard !service.clusterIPs.isEmpty else {
                throw .other(
                    Reason(
                        "Service \(name) has no cluster IP yet: the API server gives it one",
                        change: "let one be assumed with --derive-endpoints, or write spec.clusterIP",
                        place: directory.location(ofService: place)))
            }
            return .service(place)
        }
        let addresses = endpoints(of: place, name, onlyReady: !service.publishesNotReady)
        guard !addresses.isEmpty else {
            let all = endpoints(of: place, name, onlyReady: false)
            throw .other(
                Reason(
                    "Service \(name) is headless and "
                        + (all.isEmpty
                            ? "has no endpoint: its name has no address"
                            : "none of its \(Words.count(all.count, "endpoint")) is ready: its name has no address"),
                    change: all.isEmpty
                        ? "add pods that its selector fits, or EndpointSlices"
                        : "make its pods ready, or set publishNotReadyAddresses",
                    place: directory.location(ofService: place)))
        }
        return .endpoints(service: place, addresses)
    }

    /// The addresses of a Service's endpoints, each once, in the order of the slices.
    private func endpoints(of place: Int, _ name: NamespacedName, onlyReady: Bool) -> [IPAddress] {
        var seen: Set<IPAddress> = []
        return directory.slices(of: name).flatMap { directory.manifests.endpointSlices[$0].endpoints }
            .filter { ($0.isReady || !onlyReady) && seen.insert($0.address).inserted }.map(\.address)
    }

    /// `_PORT._PROTOCOL` in front of a Service's name.
    private func port(
        _ port: Substring, _ transport: Substring, of service: Service, at place: Int, _ name: NamespacedName
    ) throws(Miss) -> Answer {
        let found = service.ports.firstIndex { $0.name == port && "\($0.transport.name)" == transport }
        guard let found else {
            throw .other(
                Reason(
                    "Service \(name) has no port \(port)/\(transport): it has \(service.portWords)",
                    place: directory.location(ofService: place)))
        }
        return .port(service: place, port: found)
    }

    /// A hostname, or an address with dashes, in front of a Service's name.
    private func endpoint(_ label: String, of place: Int, _ name: NamespacedName) throws(Miss) -> Answer {
        let named = directory.pods.addresses(ofHost: label, in: name)
        if !named.isEmpty { return .endpoints(service: place, named) }
        let all = endpoints(of: place, name, onlyReady: false)
        if let address = Self.dashed(label), all.contains(address) {
            return .endpoints(service: place, [address])
        }
        throw .other(
            Reason(
                "Service \(name) has no endpoint with the hostname \(label)",
                change: "set spec.hostname and spec.subdomain of the pod, or use a StatefulSet with this serviceName",
                place: directory.location(ofService: place)))
    }

    private func pod(_ label: String, namespace: String) throws(Miss) -> Answer {
        guard let address = Self.dashed(label) else {
            throw .other(Reason("\(label.quoted) is no address with dashes, as names of pods have it"))
        }
        guard directory.namespaces.contains(namespace) else {
            throw .other(Reason("the input has no namespace \(namespace)"))
        }
        return .pod(address)
    }

    /// The address in a pod's name: `10-244-0-5`, `fd00--5`.
    static func dashed(_ label: String) -> IPAddress? {
        let dotted = label.replacing("-", with: ".")
        return IPAddress(dotted) ?? IPAddress(label.replacing("-", with: ":"))
    }
}
