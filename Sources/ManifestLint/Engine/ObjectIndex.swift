import Addressing
import Manifests

/// Objects of any kind by kind and name, the namespaces that exist, and the Services of one name in all namespaces.
struct ObjectIndex: Sendable {
    private struct Key: Hashable {
        var kind: String
        var namespace: String
        var name: String
    }

    /// The namespaces that something in the input lives in, or that the description names.
    let namespaces: Set<String>
    private let byKind: [String: [ManifestObject]]
    private let byName: [Key: ManifestObject]
    private let servicesByName: [String: [Int]]
    private let foreignPods: LabelIndex

    init(_ objects: [ManifestObject], services: [ServiceObject], namespaces known: Set<String>) {
        var namespaces = known
        var byKind: [String: [ManifestObject]] = [:]
        var byName: [Key: ManifestObject] = [:]
        var foreignPods = LabelIndex()
        for object in objects {
            // Whatever makes pods of a template, such as an Argo Rollout.
            if ObjectKind(of: object) == nil {
                let labels = object.root["spec"]["template"]["metadata"]["labels"].stringMap
                if !labels.isEmpty { foreignPods.add(labels, in: object.effectiveNamespace) }
            }
            namespaces.insert(object.kind == "Namespace" ? object.name : object.effectiveNamespace)
            byKind[object.kind, default: []].append(object)
            let key = Key(kind: object.kind, namespace: object.effectiveNamespace, name: object.name)
            byName[key] = object
        }
        self.foreignPods = foreignPods
        self.namespaces = namespaces
        self.byKind = byKind
        self.byName = byName
        servicesByName = Dictionary(grouping: services.indices, by: { services[$0].name })
    }

    func objects(named kind: String) -> [ManifestObject] { byKind[kind] ?? [] }

    func object(_ kind: String, _ namespace: String, _ name: String) -> ManifestObject? {
        byName[Key(kind: kind, namespace: namespace, name: name)]
    }

    func hasForeignPods(in namespace: String, carrying labels: [String: String]) -> Bool {
        foreignPods.first(in: namespace, carrying: labels) != nil
    }

    func services(called name: String) -> [Int] { servicesByName[name] ?? [] }
}
