import Addressing
import Diagnostics
import Manifests

/// Names that cluster DNS doesn't know.
extension DestinationNames {
    /// What an Ingress does with a URL whose host it names; nil if none does.
    func destinations(
        ofIngressHost host: String, _ wanted: DestinationText, _ steps: [Reason]
    ) throws(NamingError) -> [Destination]? {
        let host = host.hasSuffix(".") ? String(host.dropLast()) : host
        guard directory.ingresses.has(host: host) else { return nil }
        var steps = steps
        guard let route = directory.ingresses.route(host: host, path: wanted.path) else {
            throw NamingError(
                "an Ingress has host \(host), but no path that fits \(wanted.path.quoted): its controller answers 404",
                advice: "add the path, or spec.defaultBackend", steps: steps)
        }
        let backend =
            route.service.map { "Service \($0), port \(route.port.escapedForMessage)" } ?? "something that is no"
            + " Service"
        steps.append(
            Reason(
                "\(host) leads to the controller of Ingress \(route.ingress), which sends requests for"
                    + " \(wanted.path.quoted) on to \(backend)",
                place: route.location(directory.places)))
        guard !route.addresses.isEmpty else {
            let target = route.service.map { "\($0.name).\($0.namespace):\(route.port.escapedForMessage)" }
            throw NamingError(
                "\(host) is a host of Ingress \(route.ingress): connections go to the Ingress controller, whose address"
                    + " isn't in the input",
                advice: "trace to the controller's Service" + (target.map { ", and from its pod to \($0)" } ?? ""),
                steps: steps)
        }
        var wanted = wanted
        if wanted.schemePort == nil && wanted.port == nil && !wanted.isPing { wanted.port = .number(80) }
        return try route.addresses.map { address throws(NamingError) in
            try destination(address, wanted, steps: steps)
        }
    }

    /// What to say of a name that nothing has an answer for.
    func unknown(_ name: String, tried: [String], misses: [Reason], _ source: TrafficSource) -> NamingError {
        let isInDomain = tried.first == name || name.hasSuffix(".")
        let inCluster = tried.filter { $0.hasSuffix(".\(directory.domain)") }
        let steps =
            misses + [Reason("tried \(tried.joined(separator: ", "))")]
        if let miss = misses.first {
            return NamingError(
                "\(name) has no address: \(miss.text)", advice: miss.change, steps: steps)
        }
        let labels = name.split(separator: ".").map(String.init)
        let asksCluster =
            labels.count == 1 || labels.contains("svc")
            || isInDomain && !inCluster.isEmpty && name.hasSuffix(directory.domain)
            || labels.count == 2 && directory.namespaces.contains(labels[1])
        if asksCluster {
            return NamingError(
                "cluster DNS has no name \(name.quoted): it answers NXDOMAIN",
                advice: suggestion(labels, source)
                    ?? "add the Service to the input, or write NAME.NAMESPACE for one of another"
                    + " namespace", steps: steps)
        }
        return NamingError(
            "no Service of the input is called \(name.quoted): cluster DNS passes the question on to the world outside",
            advice: suggestion(labels, source) ?? "give the address that the name has", steps: steps)
    }

    /// A name that the text may have meant.
    private func suggestion(_ labels: [String], _ source: TrafficSource) -> String? {
        guard let service = labels.first else { return nil }
        if labels.count > 2, labels[2] == "svc", ClusterDNS.dashed(service) != nil {
            return "did you mean \(service).\(labels[1]).pod.\(directory.domain)"
        }
        let namespace = labels.count > 1 ? labels[1] : source.namespace
        let services = directory.manifests.services.map(\.metadata)
        let inNamespace = services.filter { $0.namespace == namespace }.map(\.name)
        if let near = NearWords(inNamespace).near(service).first {
            return "did you mean \(labels.count > 1 ? "\(near).\(namespace)" : near)"
        }
        if let other = services.filter({ $0.name == service }).min(by: { $0.namespace < $1.namespace }) {
            return "did you mean \(other.name).\(other.namespace)"
        }
        guard let near = NearWords(services.map(\.name)).near(service).first,
            let other = services.filter({ $0.name == near }).min(by: { $0.namespace < $1.namespace })
        else { return nil }
        return "did you mean \(other.name).\(other.namespace)"
    }
}
