import Addressing
import Diagnostics
import Manifests

/// The Ingresses of the input by the hosts that they are for.
struct IngressDirectory: Sendable {
    private var routes: [String: [IngressRoute]] = [:]

    init(_ manifests: ManifestSet) {
        for object in manifests.objects where ObjectKind(of: object) == .ingress {
            let addresses = object.root["status"]["loadBalancer"]["ingress"].items
                .compactMap { IPAddress($0["ip"].text) }
            let spec = object.root["spec"]
            for rule in spec["rules"].items {
                let host = rule["host"].text.lowercased()
                for path in rule["http"]["paths"].items {
                    add(IngressRoute(path["backend"], path: path, of: object, addresses), host)
                }
                if !rule["http"].isPresent && spec["defaultBackend"].isPresent {
                    add(IngressRoute(spec["defaultBackend"], path: nil, of: object, addresses), host)
                }
            }
        }
    }

    private mutating func add(_ route: IngressRoute, _ host: String) { routes[host, default: []].append(route) }

    /// The route that a request takes: that of the longest fitting path of its host, or of the wildcard that the host
    /// fits; an exact path counts before a prefix (Kubernetes, "Ingress", path types). Nil if no Ingress names the host.
    func route(host: String, path: String) -> IngressRoute? {
        let candidates = routes[host] ?? host.firstIndex(of: ".").flatMap { routes["*" + host[$0...]] } ?? []
        return candidates.filter { $0.fits(path) }.max { a, b in
            (a.path.utf8.count, a.isExact ? 1 : 0) < (b.path.utf8.count, b.isExact ? 1 : 0)
        }
    }

    /// Whether an Ingress names a host.
    func has(host: String) -> Bool {
        routes[host] != nil || host.firstIndex(of: ".").map { routes["*" + host[$0...]] != nil } ?? false
    }
}

/// One path of an Ingress.
struct IngressRoute: Sendable {
    /// `NAMESPACE/NAME` of the Ingress.
    let ingress: NamespacedName
    /// The path.
    let path: String
    /// Whether only the path itself fits.
    let isExact: Bool
    /// The Service that it leads to; nil for a backend of another kind.
    let service: NamespacedName?
    /// The port of the Service: a number or a name.
    let port: String
    /// The addresses that the Ingress's controller answers at, as far as the status says.
    let addresses: [IPAddress]
    private let object: ManifestObject
    private let range: SourceRange

    init(_ backend: FieldCursor, path: FieldCursor?, of object: ManifestObject, _ addresses: [IPAddress]) {
        ingress = NamespacedName(object.effectiveNamespace, object.name)
        self.path = path?["path"].nonEmpty ?? "/"
        isExact = path?["pathType"].string == "Exact"
        let service = backend["service"]
        self.service = service["name"].nonEmpty.map { NamespacedName(object.effectiveNamespace, $0) }
        port = service["port"]["name"].nonEmpty ?? service["port"]["number"].text
        self.addresses = addresses
        self.object = object
        range = backend.range
    }

    /// Whether requests for `request` take it: the path itself, or what is below it, part by part.
    func fits(_ request: String) -> Bool {
        if isExact { return request == path }
        let prefix = path.hasSuffix("/") ? String(path.dropLast()) : path
        return request == prefix || request.hasPrefix(prefix + "/")
    }

    /// Where the backend stands.
    func location(_ places: ManifestPlaces) -> SourceLocation? { places.location(range, in: object.sourceIndex) }
}
