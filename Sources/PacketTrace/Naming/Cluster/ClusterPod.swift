import Addressing
import Diagnostics
import Manifests

/// A pod as a source or destination of traffic.
public struct ClusterPod: Sendable {
    /// Its namespace and name; the name is empty for one that is assumed and whose name isn't known beforehand.
    public var name: NamespacedName
    /// Its addresses, at most one of each family.
    public var addresses: [IPAddress] = []
    /// The node that it is on; empty if that isn't known.
    public var nodeName = ""
    /// Whether it uses the node's network: then its traffic is that of a process of the node.
    public var isHostNetwork = false
    /// Whether it isn't in the input, but what would make it is: its address is a placeholder.
    public var isAssumed = false
    /// Whether it has ended, so that nobody has its address any more.
    public var isTerminal = false
    /// What makes it; nil if nothing in the input does.
    public var workload: String?
    /// Whether only an endpoint tells of it, and no Pod object.
    var isFromEndpoint = false
    /// How it looks up names.
    public var resolver = ResolverSettings()
    /// Where it, or what makes it, stands.
    public var place: SourceLocation?

    /// What reports call it: `pod shop/web-1`, `a pod of Deployment shop/web`.
    public var label: String {
        if name.name.isEmpty { return "a pod of \(workload ?? "nothing known")" }
        return "pod \(name.description.escapedForMessage)"
    }
}

/// How a pod looks up names: its /etc/hosts and /etc/resolv.conf, which the kubelet writes.
public struct ResolverSettings: Sendable {
    /// `hostAliases`: names with addresses of their own, lower case.
    public var hostAliases: [HostAlias] = []
    /// The name that the pod calls itself; empty if it isn't known.
    public var hostname = ""
    /// Whether it asks cluster DNS (`dnsPolicy`).
    public var asksClusterDNS = true
    /// `dnsConfig.searches`.
    public var searches: [String] = []
    /// A name with fewer dots is looked for in the search list first.
    public var ndots = 5

    /// Cluster DNS and nothing else.
    public init() {}

    /// An entry of /etc/hosts.
    public struct HostAlias: Sendable, Hashable {
        /// The address.
        public var address: IPAddress
        /// The names that stand for it, lower case.
        public var names: [String]
    }

    /// What a pod's `spec` says.
    init(_ podSpec: FieldCursor, podName: String, isHostNetwork: Bool) {
        hostname = podSpec["hostname"].nonEmpty ?? podName
        for alias in podSpec["hostAliases"].items {
            guard let address = IPAddress(alias["ip"].text) else { continue }
            hostAliases.append(HostAlias(address: address, names: alias["hostnames"].strings.map { $0.lowercased() }))
        }
        switch podSpec["dnsPolicy"].string {
        case "Default", "None": asksClusterDNS = false
        case "ClusterFirstWithHostNet": asksClusterDNS = true
        default: asksClusterDNS = !isHostNetwork
        }
        let config = podSpec["dnsConfig"]
        searches = config["searches"].strings.filter { !$0.isEmpty }
        for option in config["options"].items where option["name"].string == "ndots" {
            if let number = Int(option["value"].text) { ndots = min(max(number, 0), 15) }
        }
    }

    /// The names that are asked for when a program asks for `name`, in order, without the dot at their ends
    /// (resolv.conf(5); Kubernetes, pkg/kubelet/network/dns).
    func candidates(_ name: String, namespace: String, domain: String) -> [String] {
        if name.hasSuffix(".") { return [String(name.dropLast())] }
        let list = ["\(namespace).svc.\(domain)", "svc.\(domain)", domain] + searches
        let searched = list.map { "\(name).\($0)" }
        let dots = name.utf8.count { $0 == UInt8(ascii: ".") }
        return dots >= ndots ? [name] + searched : searched + [name]
    }
}
