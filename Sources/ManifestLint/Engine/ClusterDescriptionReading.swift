import Addressing
import Diagnostics
import Manifests

extension ClusterDescription {
    /// Reads a description in YAML or JSON: a mapping with the fields of the documentation, each of which may be
    /// missing. What can't be read is a problem and counts as unknown.
    public init(reading source: Source, problems: inout [Finding]) {
        let set = ManifestReader.read([source], keepingObjects: true)
        problems += set.findings.filter { $0.rule != "READ-005" && $0.severity == .error }
        self.init()
        if let root = set.objects.first?.root { read(root, &problems) }
    }

    /// Reads the fields below `root`; others than those known are a problem.
    public mutating func read(_ root: FieldCursor, _ problems: inout [Finding]) {
        var reader = DescriptionReader()
        for (key, value) in root.entries { read(key, value, &reader) }
        problems += reader.problems
    }

    private mutating func read(_ key: FieldCursor, _ value: FieldCursor, _ reader: inout DescriptionReader) {
        switch key.text {
        case "kubernetesVersion": kubernetesVersion = reader.text(value)
        case "serviceCIDRs": serviceCIDRs = reader.networks(value)
        case "podCIDRs": podCIDRs = reader.networks(value)
        case "podCIDR": podCIDRs = reader.network(value).map { [$0] } ?? []
        case "nodePortRange": nodePortRange = reader.range(value) ?? nodePortRange
        case "clusterDNS": clusterDNS = value.kind == .sequence ? reader.addresses(value) : reader.addresses([value])
        case "clusterDomain": clusterDomain = reader.text(value) ?? clusterDomain
        case "admissionPlugins": admissionPlugins = Set(value.strings)
        case "namespaces": namespaces = Set(value.strings)
        case "readinessGates": readinessGates = Set(value.strings)
        case "sctp": supportsSCTP = value.bool
        case "serverSideApply": appliesOnServer = value.bool
        case "nodes": nodes = value.items.map { node($0, &reader) }
        case "existing": readExisting(value, &reader)
        case "loadBalancer": loadBalancer = loadBalancer(value, &reader)
        case "proxy": proxy = proxy(value, &reader)
        default: reader.unknown(key)
        }
    }

    private func node(_ field: FieldCursor, _ reader: inout DescriptionReader) -> Node {
        var node = Node()
        for (key, value) in field.entries {
            switch key.text {
            case "name": node.name = reader.text(value) ?? ""
            case "addresses": node.addresses = reader.addresses(value)
            case "podCIDR": node.podCIDRs += reader.network(value).map { [$0] } ?? []
            case "podCIDRs": node.podCIDRs += reader.networks(value)
            case "labels": node.labels = value.stringMap
            case "kernel": node.kernel = reader.text(value)
            case "hostPorts": node.hostPorts = Set(value.items.compactMap { reader.port($0) })
            default: reader.unknown(key)
            }
        }
        return node
    }

    private mutating func readExisting(_ field: FieldCursor, _ reader: inout DescriptionReader) {
        for (key, value) in field.entries {
            switch key.text {
            case "clusterIPs": existingClusterIPs = Set(reader.addresses(value))
            case "nodePorts": existingNodePorts = Set(value.items.compactMap { reader.port($0).map(Int64.init) })
            case "services": existingServices = Set(value.strings)
            default: reader.unknown(key)
            }
        }
    }

    private func loadBalancer(_ field: FieldCursor, _ reader: inout DescriptionReader) -> LoadBalancer {
        var loadBalancer = LoadBalancer()
        for (key, value) in field.entries {
            switch key.text {
            case "implementation": loadBalancer.implementation = reader.text(value) ?? ""
            case "classes": loadBalancer.classes = value.strings
            case "addresses": loadBalancer.addresses = reader.networks(value)
            case "targetsNodePorts": loadBalancer.targetsNodePorts = value.bool
            default: reader.unknown(key)
            }
        }
        return loadBalancer
    }

    private func proxy(_ field: FieldCursor, _ reader: inout DescriptionReader) -> KubeProxyConfiguration {
        var proxy = KubeProxyConfiguration()
        for (key, value) in field.entries {
            switch key.text {
            case "mode": proxy.mode = reader.text(value)
            case "clusterCIDR":
                proxy.clusterCIDR =
                    reader.network(value).map { [Written($0, text: value.text, range: value.range)] } ?? []
            case "nodePortAddresses":
                proxy.nodePortAddresses = value.items.compactMap { item in
                    item.string == "primary" ? .primary : reader.network(item).map { .network($0, text: item.text) }
                }
            case "masqueradeAll": proxy.iptables.masqueradeAll = value.bool
            case "featureGates":
                proxy.featureGates = Dictionary(
                    value.entries.compactMap { gate in gate.value.bool.map { (gate.key.text, $0) } },
                    uniquingKeysWith: { $1 })
            case "strictARP": proxy.ipvs.strictARP = value.bool
            default: reader.unknown(key)
            }
        }
        return proxy
    }
}

/// Reads the values of a cluster description and collects what is wrong with them.
private struct DescriptionReader {
    var problems: [Finding] = []
    private var locator: SourceLocator?

    mutating func text(_ field: FieldCursor) -> String? {
        let text = field.text
        return text.isEmpty ? nil : text
    }

    mutating func network(_ field: FieldCursor) -> IPPrefix? {
        if let prefix = IPPrefix(field.text) { return prefix }
        // One address is a network of its own.
        if let address = IPAddress(field.text) { return IPPrefix(host: address) }
        if field.isPresent && !field.text.isEmpty { report(field, "\(field.asJSON) is no network") }
        return nil
    }

    mutating func networks(_ field: FieldCursor) -> [IPPrefix] {
        field.items.compactMap { network($0) }
    }

    mutating func addresses(_ field: FieldCursor) -> [IPAddress] { addresses(field.items) }

    mutating func addresses(_ fields: [FieldCursor]) -> [IPAddress] {
        fields.compactMap { field in
            if let address = IPAddress(field.text) { return address }
            if field.isPresent { report(field, "\(field.asJSON) is no IP address") }
            return nil
        }
    }

    mutating func port(_ field: FieldCursor) -> UInt16? {
        if let number = field.integer, let port = UInt16(exactly: number), port > 0 { return port }
        report(field, "\(field.asJSON) is no port number")
        return nil
    }

    mutating func range(_ field: FieldCursor) -> ClosedRange<Int64>? {
        let bounds = field.text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        if bounds.count == 2, let first = bounds[0], let last = bounds[1], first > 0, first <= last, last <= 65535 {
            return first...last
        }
        report(field, "\(field.asJSON) is no range of ports, such as 30000-32767")
        return nil
    }

    mutating func unknown(_ key: FieldCursor) { report(key, "unknown field \(key.asJSON)") }

    private mutating func report(_ field: FieldCursor, _ message: String) {
        if locator == nil { locator = SourceLocator(field.object.source) }
        problems.append(
            Finding(
                rule: "READ-008", severity: .error, location: locator?.location(of: field.range),
                fieldPath: field.path, message: message))
    }
}
