import Addressing
import Diagnostics

/// Reading a Service. Rule ids are those of the checks that the API server makes of the same field.
extension DecodingContext {
    private enum RootField: String, CaseIterable { case metadata, spec, status }
    private enum SpecField: String, CaseIterable {
        case type, clusterIP, clusterIPs, ipFamilies, ports, selector, sessionAffinity, sessionAffinityConfig
        case externalTrafficPolicy, internalTrafficPolicy, externalIPs, loadBalancerSourceRanges, healthCheckNodePort
        case ipFamilyPolicy, allocateLoadBalancerNodePorts, publishNotReadyAddresses, trafficDistribution
    }
    private enum PortField: String, CaseIterable { case name, `protocol`, port, nodePort, targetPort }
    private enum AffinityField: String, CaseIterable { case clientIP }
    private enum ClientIPField: String, CaseIterable { case timeoutSeconds }
    private enum StatusField: String, CaseIterable { case loadBalancer }
    private enum LoadBalancerField: String, CaseIterable { case ingress }
    private enum IngressField: String, CaseIterable { case ip, ipMode }

    private static let rootFields = FieldNames<RootField>()
    private static let specFields = FieldNames<SpecField>()
    private static let portFields = FieldNames<PortField>()
    private static let affinityFields = FieldNames<AffinityField>()
    private static let clientIPFields = FieldNames<ClientIPField>()
    private static let statusFields = FieldNames<StatusField>()
    private static let loadBalancerFields = FieldNames<LoadBalancerField>()
    private static let ingressFields = FieldNames<IngressField>()

    private enum Affinity: String, CaseIterable { case clientIP = "ClientIP", none = "None" }
    private enum Policy: String, CaseIterable { case cluster = "Cluster", local = "Local" }
    private enum IPMode: String, CaseIterable { case proxy = "Proxy", vip = "VIP" }
    private enum Family: String, CaseIterable { case ipv4 = "IPv4", ipv6 = "IPv6" }

    /// The API server's default for `timeoutSeconds`: three hours.
    private static let defaultAffinitySeconds: UInt32 = 10800

    /// The Service that `tree` holds.
    mutating func service(_ tree: borrowing ValueTree) -> Service {
        var service = Service()
        forEachField(tree, of: 0, Self.rootFields) { context, tree, field, value in
            switch field {
            case .metadata:
                service.metadata = context.metadata(
                    tree, value, isNamespaced: true, nameRule: .label("SVC-001"))
            case .spec: context.serviceSpec(tree, value, into: &service)
            case .status: context.serviceStatus(tree, value, into: &service)
            }
        }
        service.applyDefaults()
        return service
    }

    private mutating func serviceSpec(_ tree: borrowing ValueTree, _ index: Int, into service: inout Service) {
        var (hasAffinity, seconds) = (false, Self.defaultAffinitySeconds)
        forEachField(tree, of: index, Self.specFields) { context, tree, field, value in
            switch field {
            case .type:
                service.type = context.choice(tree, value, Service.ServiceType.self, rule: "SVC-004") ?? .clusterIP
            case .clusterIP:
                if context.isNone(tree, value) {
                    service.isHeadless = true
                } else {
                    service.clusterIP = context.clusterIP(tree, value)
                }
            case .clusterIPs:
                context.forEachItem(tree, of: value) { context, tree, item in
                    if let address = context.clusterIP(tree, item) { service.clusterIPs.append(address) }
                }
            case .ipFamilies:
                context.forEachItem(tree, of: value) { context, tree, item in
                    guard let family = context.choice(tree, item, Family.self, rule: "DS-001") else { return }
                    service.ipFamilies.append(family == .ipv4 ? .ipv4 : .ipv6)
                }
            case .ports: context.servicePorts(tree, value, into: &service)
            case .selector:
                context.forEachPair(tree, of: value) { context, tree, key, value in
                    service.selector[tree.text(of: key)] = context.string(tree, value) ?? ""
                }
            case .sessionAffinity:
                hasAffinity = context.choice(tree, value, Affinity.self, rule: "AFF-001") == .clientIP
            case .sessionAffinityConfig: seconds = context.affinitySeconds(tree, value) ?? seconds
            case .externalTrafficPolicy:
                service.externalPolicyIsLocal = context.choice(tree, value, Policy.self, rule: "TP-002") == .local
            case .internalTrafficPolicy:
                service.internalPolicyIsLocal = context.choice(tree, value, Policy.self, rule: "TP-002") == .local
            case .externalIPs:
                context.forEachItem(tree, of: value) { context, tree, item in
                    if let address = context.address(tree, item, rule: "SVC-012") {
                        service.externalIPs.append(address)
                    }
                }
            case .loadBalancerSourceRanges:
                context.forEachItem(tree, of: value) { context, tree, item in
                    if let prefix = context.prefix(tree, item, rule: "LB-002") { service.sourceRanges.append(prefix) }
                }
            case .healthCheckNodePort:
                service.healthCheckNodePort = context.port(tree, value, from: 0, rule: "TP-005") ?? 0
            case .ipFamilyPolicy:
                service.familyPolicy = context.choice(tree, value, Service.FamilyPolicy.self, rule: "DS-002")
            case .allocateLoadBalancerNodePorts: service.allocatesNodePorts = context.bool(tree, value) ?? true
            case .publishNotReadyAddresses: service.publishesNotReady = context.bool(tree, value) ?? false
            case .trafficDistribution:
                service.trafficDistribution = context.choice(
                    tree, value, Service.TrafficDistribution.self, rule: "TP-006")
            }
        }
        if hasAffinity { service.affinitySeconds = seconds }
    }

    private mutating func servicePorts(_ tree: borrowing ValueTree, _ index: Int, into service: inout Service) {
        forEachItem(tree, of: index) { context, tree, item in
            var port = Service.Port()
            var target: Service.Target?
            port.range = tree.nodes[item].range
            context.forEachField(tree, of: item, Self.portFields) { context, tree, field, value in
                switch field {
                case .name: port.name = context.portName(tree, value, rule: "PORT-003") ?? ""
                case .protocol: port.transport = context.transport(tree, value, rule: "PORT-005") ?? .tcp
                case .port: port.port = context.port(tree, value, from: 1, rule: "PORT-004") ?? 0
                case .nodePort: port.nodePort = context.port(tree, value, from: 0, rule: "PORT-011") ?? 0
                case .targetPort: target = context.targetPort(tree, value)
                }
            }
            port.target = target ?? .number(port.port)
            if port.port == 0, tree.nodes[item].kind == .mapping, !context.hasField(tree, "port", of: item) {
                context.report("PORT-004", tree, at: item, "the port has no number", advice: "set port to 1-65535")
            }
            if service.ports.contains(where: { $0.name == port.name && $0.transport == port.transport }) {
                context.report(
                    port.name.isEmpty ? "PORT-001" : "PORT-002", tree, at: item,
                    port.name.isEmpty
                        ? "several ports have no name" : "several ports are called \"\(port.name)\"",
                    advice: "give each port a name of its own")
            }
            service.ports.append(port)
        }
    }

    private mutating func affinitySeconds(_ tree: borrowing ValueTree, _ index: Int) -> UInt32? {
        var seconds: UInt32?
        forEachField(tree, of: index, Self.affinityFields) { context, tree, _, value in
            context.forEachField(tree, of: value, Self.clientIPFields) { context, tree, _, value in
                seconds = context.integer(
                    tree, value, in: 1...86400, rule: "AFF-002", what: "session affinity timeout in seconds"
                ).map { UInt32($0) }
            }
        }
        return seconds
    }

    private mutating func serviceStatus(_ tree: borrowing ValueTree, _ index: Int, into service: inout Service) {
        forEachField(tree, of: index, Self.statusFields) { context, tree, _, value in
            context.forEachField(tree, of: value, Self.loadBalancerFields) { context, tree, _, value in
                context.forEachItem(tree, of: value) { context, tree, item in
                    var (address, isProxy) = (Written<IPAddress>?.none, false)
                    context.forEachField(tree, of: item, Self.ingressFields) { context, tree, field, value in
                        switch field {
                        case .ip:
                            let isEmpty = tree.nodes[value].kind == .string && tree.nodes[value].textLength == 0
                            if !isEmpty { address = context.address(tree, value, rule: "LB-006") }
                        case .ipMode: isProxy = context.choice(tree, value, IPMode.self, rule: "LB-006") == .proxy
                        }
                    }
                    if let address { service.loadBalancerIngress.append(.init(address: address, isProxy: isProxy)) }
                }
            }
        }
    }

    /// Whether the value at `index` is the word `None`, which stands for "no cluster IP".
    private func isNone(_ tree: borrowing ValueTree, _ index: Int) -> Bool {
        tree.nodes[index].kind == .string && tree.text(of: index, is: "None")
    }

    /// A cluster IP; nil if it is empty or `None`.
    private mutating func clusterIP(_ tree: borrowing ValueTree, _ index: Int) -> Written<IPAddress>? {
        let node = tree.nodes[index]
        if node.kind == .string && (node.textLength == 0 || isNone(tree, index)) { return nil }
        return address(tree, index, rule: "SVC-015")
    }

    /// A target port: a number or the name of a container port. Zero and the empty name are the same as none.
    private mutating func targetPort(_ tree: borrowing ValueTree, _ index: Int) -> Service.Target? {
        switch tree.nodes[index].kind {
        case .integer: return port(tree, index, from: 0, rule: "PORT-007").flatMap { $0 == 0 ? nil : .number($0) }
        case .string: return tree.nodes[index].textLength == 0 ? nil : .name(tree.text(of: index))
        case .null: return nil
        default:
            wrongType(tree, index, wanted: "a number or the name of a container port")
            return nil
        }
    }

    /// Whether the mapping at `index` has the key `name`.
    private mutating func hasField(_ tree: borrowing ValueTree, _ name: StaticString, of index: Int) -> Bool {
        var found = false
        forEachPair(tree, of: index) { _, tree, key, _ in found = found || tree.text(of: key, is: name) }
        return found
    }
}
