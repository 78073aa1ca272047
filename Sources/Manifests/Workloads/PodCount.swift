/// An object whose number of pods a HorizontalPodAutoscaler can set.
public struct ScaleTarget: Hashable, Sendable {
    /// Its kind.
    public var kind: String
    /// Its namespace.
    public var namespace: String
    /// Its name.
    public var name: String
}

/// How many pods objects ask for.
public enum PodCount {
    /// The object that a HorizontalPodAutoscaler scales, and how many pods it leaves it at least.
    public static func least(_ scaler: FieldCursor) -> (target: ScaleTarget, pods: Int) {
        let target = scaler["spec"]["scaleTargetRef"]
        return (
            ScaleTarget(
                kind: target["kind"].text, namespace: scaler.object.effectiveNamespace, name: target["name"].text),
            clamped(scaler["spec"]["minReplicas"].integer ?? 1)
        )
    }

    static func clamped(_ number: Int64) -> Int { Int(max(0, min(number, Int64(Int32.max)))) }
}

extension Workload {
    /// What a HorizontalPodAutoscaler would call it.
    public var scaleTarget: ScaleTarget { ScaleTarget(kind: kind.rawValue, namespace: namespace, name: name) }

    /// How many pods it asks for: one for a Pod, `replicas`, what runs of a Job at one time, none for a CronJob, whose
    /// Jobs come and go; nil for a DaemonSet, which has one on every node that admits it.
    public var podCount: Int? {
        let spec = field["spec"]
        switch kind {
        case .daemonSet: return nil
        case .pod: return 1
        case .job:
            let parallel = PodCount.clamped(spec["parallelism"].integer ?? 1)
            return min(parallel, spec["completions"].integer.map(PodCount.clamped) ?? parallel)
        case .cronJob: return 0
        default: return PodCount.clamped(replicas ?? 1)
        }
    }
}
