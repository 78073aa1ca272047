import Addressing
import Diagnostics

/// A v1 Service after the API server's defaulting, with the fields that kube-proxy and the mirroring controller read.
public struct Service: Sendable {
    /// Name, namespace, labels.
    public var metadata = ObjectMetadata()
    /// `spec.type`.
    public var type = ServiceType.clusterIP
    /// Whether `spec.clusterIP` is `None`.
    public var isHeadless = false
    /// `spec.clusterIP`; nil if it is empty or `None`.
    public var clusterIP: Written<IPAddress>?
    /// `spec.clusterIPs` without `None`.
    public var clusterIPs: [Written<IPAddress>] = []
    /// `spec.ipFamilies`; where it is missing, those of the addresses.
    public var ipFamilies: [IPFamily] = []
    /// `spec.ports`.
    public var ports: [Port] = []
    /// `spec.selector`.
    public var selector: [String: String] = [:]
    /// The seconds of `ClientIP` session affinity; nil without affinity.
    public var affinitySeconds: UInt32?
    /// Whether `spec.externalTrafficPolicy` is `Local`.
    public var externalPolicyIsLocal = false
    /// Whether `spec.internalTrafficPolicy` is `Local`.
    public var internalPolicyIsLocal = false
    /// `spec.externalIPs`.
    public var externalIPs: [Written<IPAddress>] = []
    /// `spec.loadBalancerSourceRanges`.
    public var sourceRanges: [Written<IPPrefix>] = []
    /// `spec.healthCheckNodePort`; 0 if it has none.
    public var healthCheckNodePort: UInt16 = 0
    /// `status.loadBalancer.ingress`, the entries with an address.
    public var loadBalancerIngress: [LoadBalancerIngress] = []
    /// `spec.ipFamilyPolicy`; nil if it says none.
    public var familyPolicy: FamilyPolicy?
    /// Whether a load balancer's ports get node ports: `spec.allocateLoadBalancerNodePorts`.
    public var allocatesNodePorts = true
    /// Whether pods that aren't ready count as ready: `spec.publishNotReadyAddresses`.
    public var publishesNotReady = false
    /// `spec.trafficDistribution`; nil if it says none.
    public var trafficDistribution: TrafficDistribution?

    /// One entry of `spec.ports`.
    public struct Port: Sendable {
        /// `name`; empty if it has none.
        public var name = ""
        /// `protocol`.
        public var transport = TransportProtocol.tcp
        /// `port`.
        public var port: UInt16 = 0
        /// `nodePort`; 0 if it has none.
        public var nodePort: UInt16 = 0
        /// `targetPort`; the number of the port itself if it says none.
        public var target = Target.number(0)
        /// Where the entry stands.
        public var range = SourceRange(start: 0, end: 0)
    }

    /// `targetPort`: where a pod listens.
    public enum Target: Sendable, Hashable {
        /// A port number.
        case number(UInt16)
        /// The name of a container's port.
        case name(String)
    }

    /// `spec.ipFamilyPolicy`.
    public enum FamilyPolicy: String, CaseIterable, Sendable {
        case singleStack = "SingleStack"
        case preferDualStack = "PreferDualStack"
        case requireDualStack = "RequireDualStack"
    }

    /// `spec.trafficDistribution`: which endpoints are preferred.
    public enum TrafficDistribution: String, CaseIterable, Sendable {
        case preferClose = "PreferClose"
        case preferSameZone = "PreferSameZone"
        case preferSameNode = "PreferSameNode"
    }

    /// One entry of `status.loadBalancer.ingress`.
    public struct LoadBalancerIngress: Sendable {
        /// `ip`.
        public var address: Written<IPAddress>
        /// Whether `ipMode` is `Proxy`: packets arrive with a node's address, not with this one.
        public var isProxy: Bool
    }

    /// `spec.type`.
    public enum ServiceType: String, CaseIterable, Sendable {
        case clusterIP = "ClusterIP"
        case nodePort = "NodePort"
        case loadBalancer = "LoadBalancer"
        case externalName = "ExternalName"
    }
}

extension Service {
    /// What messages call it: `Service NAMESPACE/NAME`.
    public var reference: ObjectReference {
        ObjectReference(kind: "Service", namespace: metadata.namespace, name: metadata.name)
    }

    /// Whether `spec.selector` has entries.
    public var hasSelector: Bool { !selector.isEmpty }

    /// Fills in what the API server would: `clusterIPs` from `clusterIP`, `ipFamilies` from the addresses.
    mutating func applyDefaults() {
        if clusterIPs.isEmpty, let clusterIP { clusterIPs = [clusterIP] }
        if ipFamilies.count < clusterIPs.count { ipFamilies = clusterIPs.map(\.value.family) }
    }
}
