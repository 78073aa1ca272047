/// What `ManifestReader` gathers of pods and what makes them, each object once.
struct WorkloadCollection {
    /// The sources of pods in the order in which their names first came.
    private(set) var sources: [PodSource] = []
    /// How many pods HorizontalPodAutoscalers leave at least.
    private(set) var leastPods: [ScaleTarget: Int] = [:]
    private var places: [ScaleTarget: Int] = [:]

    /// Whether an object of this kind is about pods.
    static func takes(_ header: ObjectHeader) -> Bool {
        if isScaler(kind: header.kind, group: header.group) { return true }
        guard let kind = ObjectKind(rawValue: header.kind) else { return false }
        return kind.group == header.group && kind.templatePath != nil
    }

    private static func isScaler(kind: String, group: String) -> Bool {
        kind == "HorizontalPodAutoscaler" && group == "autoscaling"
    }

    /// Adds an object with the pods that it is or makes, if it has any; says whether another one had its name.
    mutating func add(_ object: ManifestObject, _ source: PodSource?, hasErrors: Bool) -> Bool {
        if hasErrors { return false }
        guard let source else {
            if Self.isScaler(kind: object.kind, group: object.group) {
                let (target, pods) = PodCount.least(object.root)
                leastPods[target] = pods
            }
            return false
        }
        let key = ScaleTarget(kind: source.kind.rawValue, namespace: source.namespace, name: source.name)
        if !source.name.isEmpty, let place = places.updateValue(sources.count, forKey: key) {
            places[key] = place
            sources[place] = source
            return true
        }
        sources.append(source)
        return false
    }
}
