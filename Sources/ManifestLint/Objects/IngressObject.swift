import Diagnostics
import Manifests

/// An Ingress as rules see it.
struct IngressObject: Sendable {
    /// The object.
    let field: FieldCursor
    /// `namespace`, `default` if it says none.
    let namespace: String
    /// The backends: the default one first, then those of the rules.
    let backends: [IngressBackend]

    /// The annotation that named the class before `ingressClassName` did.
    static let classAnnotation = "kubernetes.io/ingress.class"

    init(_ object: ManifestObject) {
        field = object.root
        namespace = object.effectiveNamespace
        let spec = object.root["spec"]
        var backends: [IngressBackend] = []
        if spec["defaultBackend"].isPresent {
            backends.append(IngressBackend(spec["defaultBackend"], in: object, rule: nil, path: nil))
        }
        for rule in spec["rules"].items {
            for path in rule["http"]["paths"].items {
                backends.append(IngressBackend(path["backend"], in: object, rule: rule, path: path))
            }
        }
        self.backends = backends
    }

    /// `spec`.
    var spec: FieldCursor { field["spec"] }

    /// `metadata.annotations`.
    var annotations: FieldCursor { field["metadata"]["annotations"] }

    /// `ingressClassName`, or else the class that the annotation names; nil if neither does.
    var className: String? { spec["ingressClassName"].nonEmpty ?? annotations[key: Self.classAnnotation].nonEmpty }

    /// Whether an annotation of that name, of any controller, is `true`.
    func isAnnotated(_ suffix: String) -> Bool {
        annotations.entries.contains { $0.key.text.hasSuffix("/\(suffix)") && $0.value.text == "true" }
    }
}

/// Where an Ingress sends requests to.
struct IngressBackend: Sendable {
    /// The entry: `spec.defaultBackend`, or `backend` of a path.
    let field: FieldCursor
    /// The namespace of the Ingress, which is that of the Service too.
    let namespace: String
    /// The host of its rule; empty for any host.
    let host: String
    /// The entry of `paths`; nil for the default backend.
    let path: FieldCursor?

    init(_ field: FieldCursor, in object: ManifestObject, rule: FieldCursor?, path: FieldCursor?) {
        self.field = field
        namespace = object.effectiveNamespace
        host = rule?["host"].nonEmpty ?? ""
        self.path = path
    }

    /// `service`.
    var service: FieldCursor { field["service"] }
    /// The Service's name; nil for a backend of another kind.
    var serviceName: String? { service["name"].nonEmpty }
    /// The number of the Service's port; nil if it is named.
    var portNumber: Int64? { service["port"]["number"].integer.flatMap { $0 == 0 ? nil : $0 } }
    /// The name of the Service's port; nil if it is a number.
    var portName: String? { service["port"]["name"].nonEmpty }

    /// The place of the port: its number or name.
    var portField: FieldCursor { portName == nil ? service["port"]["number"] : service["port"]["name"] }

    /// What messages call the requests that go there.
    var requests: String {
        guard let path else { return "requests that no rule fits" }
        let host = host.isEmpty ? "any host" : "host \(host.inMessage)"
        return "requests for \(path["path"].nonEmpty?.inMessage ?? "/") of \(host)"
    }

    /// The ports of a Service that the backend means; none if the Service doesn't offer it.
    func ports(of service: ServiceObject) -> [ServiceObject.Port] {
        if let portName { return service.ports.filter { $0.name == portName } }
        return service.ports.filter { $0.port == portNumber }
    }

    /// A port of a Service by its name.
    struct PortName: Hashable {
        var namespace: String
        var service: String
        var port: String
    }

    /// Where backends name ports of Services: the first place of each.
    static func byPortName(_ context: LintContext) -> [PortName: FieldCursor] {
        var places: [PortName: FieldCursor] = [:]
        for backend in context.ingresses.lazy.flatMap(\.backends) {
            guard let service = backend.serviceName, let port = backend.portName else { continue }
            let key = PortName(namespace: backend.namespace, service: service, port: port)
            if places[key] == nil { places[key] = backend.portField }
        }
        return places
    }
}

extension LintContext {
    /// The Ingresses, in the order of the input.
    var ingresses: [IngressObject] { objects(.ingress).map { IngressObject($0) } }

    /// Calls `body` with each backend whose Service is in the input.
    func forEachBackend(_ body: (IngressBackend, ServiceObject) -> Void) {
        for backend in ingresses.lazy.flatMap(\.backends) {
            if let name = backend.serviceName, let service = service(backend.namespace, name) {
                body(backend, service)
            }
        }
    }
}
