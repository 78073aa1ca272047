import Addressing
import Diagnostics

/// Reading a KubeProxyConfiguration.
extension DecodingContext {
    private enum Field: String, CaseIterable {
        case mode, hostnameOverride, bindAddress, clusterCIDR, detectLocalMode, detectLocal, nodePortAddresses
        case featureGates, iptables, nftables, ipvs
    }
    private enum DetectLocalField: String, CaseIterable { case bridgeInterface, interfaceNamePrefix }
    private enum MarkingField: String, CaseIterable { case masqueradeBit, masqueradeAll, localhostNodePorts }
    private enum IPVSField: String, CaseIterable { case scheduler, excludeCIDRs, strictARP }
    private enum Mode: String, CaseIterable { case iptables, ipvs, nftables, userspace }

    private static let fields = FieldNames<Field>()
    private static let detectLocalFields = FieldNames<DetectLocalField>()
    private static let markingFields = FieldNames<MarkingField>()
    private static let ipvsFields = FieldNames<IPVSField>()

    /// The configuration that `tree` holds.
    mutating func kubeProxyConfiguration(_ tree: borrowing ValueTree) -> KubeProxyConfiguration {
        var configuration = KubeProxyConfiguration()
        forEachField(tree, of: 0, Self.fields) { context, tree, field, value in
            switch field {
            case .mode: configuration.mode = context.choice(tree, value, Mode.self, rule: "CL-010")?.rawValue
            case .hostnameOverride: configuration.hostnameOverride = context.nonEmpty(tree, value)
            case .bindAddress:
                if context.nonEmpty(tree, value) != nil {
                    configuration.bindAddress = context.address(tree, value, rule: "CL-012")?.value
                }
            case .clusterCIDR: configuration.clusterCIDR = context.networks(tree, value)
            case .detectLocalMode:
                configuration.detectLocalMode = context.choice(
                    tree, value, KubeProxyConfiguration.DetectLocalMode.self, rule: "CL-011")
            case .detectLocal:
                context.forEachField(tree, of: value, Self.detectLocalFields) { context, tree, field, value in
                    let name = context.interfaceName(tree, value)
                    switch field {
                    case .bridgeInterface: configuration.bridgeInterface = name
                    case .interfaceNamePrefix: configuration.interfaceNamePrefix = name
                    }
                }
            case .nodePortAddresses: configuration.nodePortAddresses = context.nodePortAddresses(tree, value)
            case .featureGates:
                context.forEachPair(tree, of: value) { context, tree, key, value in
                    configuration.featureGates[tree.text(of: key)] = context.bool(tree, value)
                }
            case .iptables:
                configuration.localhostNodePorts = context.marking(tree, value, into: &configuration.iptables)
            case .nftables: _ = context.marking(tree, value, into: &configuration.nftables)
            case .ipvs: context.ipvs(tree, value, into: &configuration.ipvs)
            }
        }
        return configuration
    }

    /// Reads `masqueradeBit` and `masqueradeAll`, and returns `localhostNodePorts`.
    private mutating func marking(
        _ tree: borrowing ValueTree, _ index: Int, into marking: inout KubeProxyConfiguration.PacketMarking
    ) -> Bool? {
        var localhostNodePorts: Bool?
        forEachField(tree, of: index, Self.markingFields) { context, tree, field, value in
            switch field {
            case .masqueradeBit:
                marking.masqueradeBit = context.integer(
                    tree, value, in: 0...31, rule: "CL-011", what: "bit of a packet mark"
                ).map { UInt8($0) }
            case .masqueradeAll: marking.masqueradeAll = context.bool(tree, value)
            case .localhostNodePorts: localhostNodePorts = context.bool(tree, value)
            }
        }
        return localhostNodePorts
    }

    private mutating func ipvs(
        _ tree: borrowing ValueTree, _ index: Int, into ipvs: inout KubeProxyConfiguration.IPVS
    ) {
        forEachField(tree, of: index, Self.ipvsFields) { context, tree, field, value in
            switch field {
            case .scheduler:
                if context.nonEmpty(tree, value) != nil {
                    ipvs.scheduler = context.choice(tree, value, IPVSScheduler.self, rule: "CL-010")?.rawValue
                }
            case .excludeCIDRs:
                context.forEachItem(tree, of: value) { context, tree, item in
                    if let prefix = context.prefix(tree, item, rule: "CL-012") { ipvs.excludeCIDRs.append(prefix) }
                }
            case .strictARP: ipvs.strictARP = context.bool(tree, value)
            }
        }
    }

    private mutating func nonEmpty(_ tree: borrowing ValueTree, _ index: Int) -> String? {
        string(tree, index).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The networks in a string, with commas between them.
    private mutating func networks(_ tree: borrowing ValueTree, _ index: Int) -> [Written<IPPrefix>] {
        guard let text = nonEmpty(tree, index) else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).compactMap { part in
            let part = String(part)
            if let prefix = IPPrefix(part) { return Written(prefix, text: part, range: tree.nodes[index].range) }
            report(
                "CL-011", tree, at: index, "\(tree.excerpt(of: index)) is no list of networks",
                advice: "write CIDRs with commas between them, at most one a family")
            return nil
        }
    }

    /// An interface name, which goes into a rule: at most 15 printable characters, no blank and no slash.
    private mutating func interfaceName(_ tree: borrowing ValueTree, _ index: Int) -> String? {
        guard let name = nonEmpty(tree, index) else { return nil }
        if InterfaceName.isValid(name) { return name }
        report(
            "CL-011", tree, at: index, "\(tree.excerpt(of: index)) is no interface name",
            advice: "use at most 15 printable characters without blanks, '/' and ':'")
        return nil
    }

    private mutating func nodePortAddresses(
        _ tree: borrowing ValueTree, _ index: Int
    ) -> [KubeProxyConfiguration.NodePortAddress] {
        var addresses: [KubeProxyConfiguration.NodePortAddress] = []
        forEachItem(tree, of: index) { context, tree, item in
            if tree.nodes[item].kind == .string && tree.text(of: item, is: "primary") {
                addresses.append(.primary)
            } else if let prefix = context.prefix(tree, item, rule: "CL-012") {
                addresses.append(.network(prefix.value, text: prefix.text))
            }
        }
        if addresses.contains(.primary) && addresses.count > 1 {
            report("CL-012", tree, at: index, "\"primary\" must stand alone", advice: "drop the other entries")
        }
        return addresses
    }
}

/// The names of network interfaces.
public enum InterfaceName {
    /// Whether the kernel takes `name`, and rules can hold it: 1 to 15 printable ASCII characters without blanks,
    /// `/`, `:`, quotes and backslashes.
    public static func isValid(_ name: String) -> Bool {
        (1...15).contains(name.utf8.count) && name != "." && name != ".."
            && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"/:\"'\\+*".utf8.contains($0) }
    }
}
