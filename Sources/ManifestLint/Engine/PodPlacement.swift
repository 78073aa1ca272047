import Manifests

/// How many pods workloads make, and on how many nodes they can be.
struct PodPlacement {
    /// The nodes.
    let nodes: [ClusterDescription.Node]
    private let leastReplicas: [ScaleTarget: Int]
    private var admitted: [PlacementConstraints: [Int]] = [:]

    /// What there is of a selection's pods.
    struct Extent {
        /// How many pods there are.
        var pods: Int
        /// On how many of the nodes in question there is a pod, at most.
        var nodes: Int
    }

    init(_ context: LintContext) {
        nodes = context.cluster.nodes
        leastReplicas = Dictionary(
            context.objects(named: "HorizontalPodAutoscaler").map { PodCount.least($0.root) }, uniquingKeysWith: { $1 })
    }

    /// The places of the nodes that a workload's pods can run on.
    mutating func nodes(admitting workload: Workload) -> [Int] {
        let constraints = PlacementConstraints(workload)
        if let known = admitted[constraints] { return known }
        let places = nodes.indices.filter { constraints.admit(nodes[$0].name, nodes[$0].state) }
        admitted[constraints] = places
        return places
    }

    /// The pods of a workload: as many as it asks for, or as a scaler leaves it at least.
    mutating func pods(of workload: Workload) -> Int {
        leastReplicas[workload.scaleTarget] ?? workload.podCount ?? nodes(admitting: workload).count
    }

    /// The pods of all of `workloads`.
    mutating func pods(of workloads: [Workload]) -> Int {
        var sum = 0
        for workload in workloads { sum = min(sum + pods(of: workload), Self.most) }
        return sum
    }

    /// The pods of `workloads`, and on how many of the nodes that `counts` there is one of them at most.
    mutating func extent(
        of workloads: [Workload], where counts: (ClusterDescription.Node) -> Bool
    ) -> Extent {
        var everywhere: Set<Int> = []
        var somewhere: Set<Int> = []
        var (pods, movable) = (0, 0)
        for workload in workloads {
            let number = self.pods(of: workload)
            pods = min(pods + number, Self.most)
            guard number > 0 else { continue }
            let places = nodes(admitting: workload).filter { counts(nodes[$0]) }
            if workload.kind == .daemonSet {
                everywhere.formUnion(places)
            } else {
                somewhere.formUnion(places)
                movable = min(movable + number, Self.most)
            }
        }
        let others = min(movable, somewhere.subtracting(everywhere).count)
        return Extent(pods: pods, nodes: everywhere.count + others)
    }

    private static let most = Int(Int32.max)
}
