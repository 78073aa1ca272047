import Diagnostics
import Manifests

/// What was meant by the name of a Service that isn't there.
struct MissingService {
    /// The Service that was meant.
    let service: ServiceObject?
    /// Whether it is in the right namespace under a name that is one slip away.
    let isNear: Bool
    private let isElsewhere: Bool

    init(_ name: String, _ namespace: String, _ context: LintContext, _ names: inout ServiceNames) {
        let near = names.nearest(to: name, in: namespace).flatMap { context.service(namespace, $0) }
        isNear = near != nil
        service = near ?? context.service(namespace, namedBy: name) ?? context.services(called: name).first
        isElsewhere = service.map { $0.namespace != namespace } ?? false
    }

    /// What to do.
    var advice: String {
        guard let service else { return "add the Service, or name another one" }
        return isElsewhere
            ? "put both into one namespace: a Service of this name is in \(service.namespace.quoted)"
            : "did you mean \(service.name.quoted)"
    }

    /// The Service as another place.
    func places(_ report: inout FindingReport) -> [RelatedPlace] {
        service.map { [report.place($0.field["metadata"]["name"], isElsewhere ? "the same name" : "a similar name")] }
            ?? []
    }
}

/// The Services of each namespace by name, to say which one was meant.
struct ServiceNames {
    private let namespaces: [String: [String]]
    private var near: [String: NearWords] = [:]

    init(_ context: LintContext) {
        namespaces = Dictionary(grouping: context.services, by: \.namespace).mapValues { $0.map(\.name) }
    }

    /// The Service of a namespace whose name is nearest to `name`.
    mutating func nearest(to name: String, in namespace: String) -> String? {
        guard let names = namespaces[namespace] else { return nil }
        let words = near[namespace] ?? NearWords(names)
        near[namespace] = words
        return words.near(name).first
    }
}

extension LintContext {
    /// The Service whose name `name` begins with, with a dash behind it: slices are called so.
    func service(_ namespace: String, namedBy name: String) -> ServiceObject? {
        var name = name[...]
        while !name.isEmpty {
            if let service = service(namespace, String(name)) { return service }
            guard let dash = name.lastIndex(of: "-") else { return nil }
            name = name[..<dash]
        }
        return nil
    }
}
