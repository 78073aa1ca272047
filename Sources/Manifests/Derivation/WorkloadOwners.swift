/// Which sources of pods are spoken for by others in the input: a pod of a Deployment stands for the Deployment's
/// template, and the Deployment for its ReplicaSets.
struct WorkloadOwners {
    /// The places of the sources that give no pods of their own.
    private(set) var replaced: Set<Int> = []
    private let places: [PodSource.Owner: Int]

    init(_ sources: [PodSource]) {
        places = Dictionary(
            sources.indices.map { place in
                let source = sources[place]
                let name = PodSource.Owner(
                    kind: source.kind.rawValue, namespace: source.namespace, name: source.name)
                return (name, place)
            }, uniquingKeysWith: { $1 })
        for (place, source) in sources.enumerated() {
            guard let owner = source.owner else { continue }
            let above = self.owners(of: owner, podHash: source.podLabels["pod-template-hash"], sources)
            if source.kind == .pod && source.status != nil {
                replaced.formUnion(above)
            } else if source.kind == .replicaSet && !above.isEmpty {
                replaced.insert(place)
            }
        }
    }

    /// The places of the sources that `owner` names: itself, and the Deployment of a ReplicaSet, which is the owner's
    /// owner, or what is left of the name without the hash of the template.
    private func owners(of owner: PodSource.Owner, podHash: String?, _ sources: [PodSource]) -> [Int] {
        var found: [Int] = []
        if let place = places[owner] {
            found.append(place)
            if let next = sources[place].owner, let above = places[next] { found.append(above) }
        }
        if owner.kind == "ReplicaSet", let podHash, owner.name.hasSuffix("-\(podHash)") {
            let deployment = PodSource.Owner(
                kind: "Deployment", namespace: owner.namespace, name: String(owner.name.dropLast(podHash.count + 1)))
            if let place = places[deployment] { found.append(place) }
        }
        return found
    }
}
