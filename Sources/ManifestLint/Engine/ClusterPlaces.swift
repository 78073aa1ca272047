import Addressing
import Diagnostics
import Manifests

/// A part of a cluster description that findings can be about.
public enum ClusterFact: Sendable, Hashable {
    case serviceCIDR(IPPrefix)
    case podCIDR(IPPrefix)
    case nodePodCIDR(node: String, IPPrefix)
    case nodeAddress(node: String, IPAddress)
    case entryAddress(node: String, IPAddress)
    case kernel(node: String)
    case nftVersion(node: String)
    case hostPort(node: String, UInt16)
    case hostAddress(IPAddress)
    case externalNetwork(IPPrefix)
    case loadBalancerNetwork(IPPrefix)
    case nodePortRange
    case localPortRange
    case clusterDNS(IPAddress)
    case proxyMode
    case clusterCIDR
    case nodePortAddresses
    case strictARP
}

/// Where the facts of a cluster description stand, in its file or in an object of the input.
public struct ClusterPlaces: Sendable {
    private var fields: [ClusterFact: FieldCursor] = [:]

    /// No places.
    public init() {}

    /// Where a fact stands; nil if it comes from nowhere in the text.
    public subscript(_ fact: ClusterFact) -> FieldCursor? {
        get { fields[fact] }
        set { fields[fact] = newValue }
    }
}

extension FindingReport {
    /// Reports something about the cluster description, at the place of `fact` if that has one.
    mutating func add(
        _ rule: RuleDescription, about fact: ClusterFact, of cluster: ClusterDescription, severity: Severity? = nil,
        _ message: String, advice: String? = nil, related: [RelatedPlace] = [], fixes: [FixIt] = []
    ) {
        guard let field = cluster.places[fact] else {
            return add(rule, severity: severity, message, advice: advice, related: related)
        }
        add(rule, at: field, severity: severity, message, advice: advice, related: related, fixes: fixes)
    }

    /// The place of a fact as what another finding is about; none if it stands nowhere.
    mutating func places(of fact: ClusterFact, of cluster: ClusterDescription, _ note: String) -> [RelatedPlace] {
        cluster.places[fact].map { [place($0, note)] } ?? []
    }
}
