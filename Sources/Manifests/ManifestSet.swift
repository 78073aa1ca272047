import Diagnostics

/// All objects of the input that proxyplan knows, by kind and defaulted, and what was wrong with the rest.
public struct ManifestSet: Sendable {
    /// The texts that were read; `ObjectMetadata.source` counts in them.
    public var sources: [Source] = []
    /// The Services. Of two with one name the later counts, as with `kubectl apply`.
    public var services: [Service] = []
    /// The EndpointSlices, with those that the mirroring controller would make of Endpoints objects.
    public var endpointSlices: [EndpointSlice] = []
    /// The Endpoints objects.
    public var endpoints: [Endpoints] = []
    /// The Nodes.
    public var nodes: [Node] = []
    /// The ServiceCIDRs.
    public var serviceCIDRs: [ServiceCIDR] = []
    /// The kube-proxy configurations, by themselves or from a ConfigMap.
    public var proxyConfigurations: [KubeProxyConfiguration] = []
    /// The names of nodes and zones that endpoints refer to.
    public var symbols = SymbolTable()
    /// What was found while reading, in the order of the input. Objects with an error aren't in the set.
    public var findings: [Finding] = []
    /// Every object of the input as it was written, in order; empty unless the reader was asked to keep them.
    public var objects: [ManifestObject] = []
    /// The Pods and what makes pods; empty unless the reader was asked for workloads.
    public var podSources: [PodSource] = []
    /// How many pods HorizontalPodAutoscalers leave at least; empty unless the reader was asked for workloads.
    public var leastPods: [ScaleTarget: Int] = [:]
    /// The number of objects of other kinds that were passed over.
    public var otherObjectCount = 0

    /// An empty set.
    public init() {}

    /// Whether anything was wrong enough that an object, or all behind a syntax error, is missing.
    public var hasErrors: Bool { findings.contains { $0.severity == .error } }
}
