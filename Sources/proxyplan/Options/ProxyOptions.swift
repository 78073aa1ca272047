import Addressing
import ArgumentParser
import Diagnostics
import Manifests
import ServiceProxy

extension ProxyMode: ExpressibleByArgument {}
extension IPVSScheduler: ExpressibleByArgument {}
extension KubeProxyConfiguration.DetectLocalMode: ExpressibleByArgument {}

/// kube-proxy's settings: a configuration file, and kube-proxy's own flags, which win over it.
struct ProxyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A KubeProxyConfiguration, or the kube-proxy ConfigMap that holds one (default: the one in the input).",
            valueName: "file"),
        completion: .file())
    var config: String?

    @Option(
        name: [.customLong("mode"), .customLong("proxy-mode")],
        help: ArgumentHelp("The proxy mode (default: that of the configuration, else iptables).", valueName: "mode"))
    var mode: ProxyMode?

    @Option(help: ArgumentHelp("Which kube-proxy (default: the newest known).", valueName: "1.NN"))
    var kubeVersion: String?

    @Option(
        name: .customLong("cluster-cidr"),
        help: ArgumentHelp("The networks of all pods, with a comma between the families.", valueName: "cidr,cidr"))
    var clusterCIDR: String?

    @Option(
        help: ArgumentHelp(
            "How pods are told from others: ClusterCIDR, NodeCIDR, BridgeInterface or InterfaceNamePrefix.",
            valueName: "mode"))
    var detectLocalMode: KubeProxyConfiguration.DetectLocalMode?

    @Option(help: ArgumentHelp("The bridge that pods are behind, with BridgeInterface.", valueName: "name"))
    var podBridgeInterface: String?

    @Option(
        help: ArgumentHelp(
            "What the names of pods' interfaces begin with, with InterfaceNamePrefix.", valueName: "prefix"))
    var podInterfaceNamePrefix: String?

    @Option(help: ArgumentHelp("The node's name, as --node.", valueName: "name"))
    var hostnameOverride: String?

    @Option(help: ArgumentHelp("The address that kube-proxy is bound to.", valueName: "ip"))
    var bindAddress: IPAddress?

    @Flag(inversion: .prefixedNo, help: "Masquerade all traffic to cluster IPs")
    var masqueradeAll: Bool?

    @Option(
        name: .customLong("iptables-masquerade-bit"),
        help: ArgumentHelp("The bit of the packet mark that asks for masquerading, 0-31.", valueName: "bit"))
    var masqueradeBit: UInt8?

    @Flag(
        name: .customLong("iptables-localhost-nodeports"), inversion: .prefixedNo,
        help: "Serve node ports on 127.0.0.1 (iptables mode)")
    var localhostNodePorts: Bool?

    @Option(
        help: ArgumentHelp("How virtual servers choose a real server (ipvs mode).", valueName: "scheduler"))
    var ipvsScheduler: IPVSScheduler?

    @Option(
        name: .customLong("ipvs-exclude-cidrs"),
        help: ArgumentHelp(
            "Networks whose virtual servers are left alone, with commas between them (ipvs mode).",
            valueName: "cidr,…"))
    var ipvsExcludeCIDRs: String?

    @Flag(
        name: .customLong("ipvs-strict-arp"), inversion: .prefixedNo,
        help: "Answer ARP only for addresses of the interface that is asked (ipvs mode).")
    var ipvsStrictARP: Bool?

    @Option(
        name: .customLong("nodeport-addresses"), parsing: .singleValue,
        help: ArgumentHelp(
            "Where node ports answer: networks with commas between them, or primary.", valueName: "cidr,…"))
    var nodePortAddresses: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Feature gates, with commas between them.", valueName: "name=bool,…"))
    var featureGates: [String] = []

    /// The settings: the flags over the first configuration of the input over the defaults.
    func configuration(in manifests: ManifestSet) throws -> ProxyConfiguration {
        var written = manifests.proxyConfigurations.first ?? KubeProxyConfiguration()
        if let mode { written.mode = mode.rawValue }
        if let hostnameOverride { written.hostnameOverride = hostnameOverride }
        if let bindAddress { written.bindAddress = bindAddress }
        try overlayLocalDetection(on: &written)
        if let masqueradeBit {
            guard masqueradeBit < 32 else { throw Failure("--iptables-masquerade-bit takes 0 to 31") }
            written.iptables.masqueradeBit = masqueradeBit
            written.nftables.masqueradeBit = masqueradeBit
        }
        if let masqueradeAll {
            written.iptables.masqueradeAll = masqueradeAll
            written.nftables.masqueradeAll = masqueradeAll
        }
        if let localhostNodePorts { written.localhostNodePorts = localhostNodePorts }
        if let ipvsScheduler { written.ipvs.scheduler = ipvsScheduler.rawValue }
        if let ipvsExcludeCIDRs {
            written.ipvs.excludeCIDRs = try networks(ipvsExcludeCIDRs, of: "--ipvs-exclude-cidrs")
        }
        if let ipvsStrictARP { written.ipvs.strictARP = ipvsStrictARP }
        if !nodePortAddresses.isEmpty { written.nodePortAddresses = try parsedNodePortAddresses() }
        for (gate, isOn) in try parsedFeatureGates() { written.featureGates[gate] = isOn }
        return ProxyConfiguration(written)
    }

    /// The version whose behaviour is meant, if one is given, and a remark if that version isn't known.
    func version(remarks: inout [Finding]) throws -> KubernetesVersion? {
        guard let kubeVersion else { return nil }
        let known = "\(KubernetesVersion.oldest) to \(KubernetesVersion.newest)"
        guard let version = KubernetesVersion(kubeVersion), version >= .oldest else {
            throw Failure("--kube-version \(kubeVersion): unknown version (known: \(known))")
        }
        guard version > .newest else { return version }
        remarks.append(
            Finding(
                rule: "VIEW-008", severity: .warning,
                message: "kube-proxy \(version) isn't known: the rules are those of \(KubernetesVersion.newest)",
                advice: "known: \(known)"))
        return .newest
    }

    /// Throws if the version hasn't the mode.
    func check(_ mode: ProxyMode, _ behavior: Behavior) throws {
        guard let versions = mode.versions, !versions.contains(behavior.version) else { return }
        let known =
            versions.lowerBound == versions.upperBound
            ? "\(versions.lowerBound)" : "\(versions.lowerBound) to \(versions.upperBound)"
        throw Failure(
            "--mode \(mode.rawValue): kube-proxy \(behavior.version) doesn't have it (known here: \(known)); name one with --kube-version."
        )
    }

    private func overlayLocalDetection(on written: inout KubeProxyConfiguration) throws {
        if let detectLocalMode { written.detectLocalMode = detectLocalMode }
        if let clusterCIDR { written.clusterCIDR = try networks(clusterCIDR, of: "--cluster-cidr") }
        if let podBridgeInterface {
            written.bridgeInterface = try interfaceName(podBridgeInterface, of: "--pod-bridge-interface")
        }
        if let podInterfaceNamePrefix {
            written.interfaceNamePrefix = try interfaceName(podInterfaceNamePrefix, of: "--pod-interface-name-prefix")
        }
    }

    private func networks(_ text: String, of option: String) throws -> [Written<IPPrefix>] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let prefix = IPPrefix(String(part)) else {
                throw Failure("\(option) \(text): \"\(part)\" is no network, such as 10.244.0.0/16")
            }
            return Written(prefix, text: String(part))
        }
    }

    private func interfaceName(_ text: String, of option: String) throws -> String {
        guard InterfaceName.isValid(text) else {
            throw Failure("\(option) \(text): no interface name (at most 15 printable characters)")
        }
        return text
    }

    private func parsedNodePortAddresses() throws -> [KubeProxyConfiguration.NodePortAddress] {
        let parts = nodePortAddresses.flatMap { $0.split(separator: ",").map(String.init) }
        if parts.contains("primary") {
            guard parts.count == 1 else { throw Failure("--nodeport-addresses: \"primary\" must stand alone") }
            return [.primary]
        }
        return try networks(parts.joined(separator: ","), of: "--nodeport-addresses").map {
            .network($0.value, text: $0.text)
        }
    }

    private func parsedFeatureGates() throws -> [(String, Bool)] {
        try featureGates.flatMap { $0.split(separator: ",") }.map { part in
            let words = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2, let isOn = Bool(words[1].lowercased()) else {
                throw Failure("--feature-gates \(part): write NAME=true or NAME=false")
            }
            return (words[0], isOn)
        }
    }
}
