import Addressing
import Bytes
import Diagnostics

/// Reading an EndpointSlice.
extension DecodingContext {
    private enum RootField: String, CaseIterable { case metadata, addressType, endpoints, ports }
    private enum PortField: String, CaseIterable { case name, `protocol`, port }
    private enum EndpointField: String, CaseIterable { case addresses, conditions, nodeName, hints }
    private enum ConditionField: String, CaseIterable { case ready, serving, terminating }
    private enum HintField: String, CaseIterable { case forZones, forNodes }
    private enum NameField: String, CaseIterable { case name }

    private static let rootFields = FieldNames<RootField>()
    private static let portFields = FieldNames<PortField>()
    private static let endpointFields = FieldNames<EndpointField>()
    private static let conditionFields = FieldNames<ConditionField>()
    private static let hintFields = FieldNames<HintField>()
    private static let nameFields = FieldNames<NameField>()

    private enum AddressType: String, CaseIterable { case fqdn = "FQDN", ipv4 = "IPv4", ipv6 = "IPv6" }

    /// The EndpointSlice that `tree` holds.
    mutating func endpointSlice(_ tree: borrowing ValueTree) -> EndpointSlice {
        var slice = EndpointSlice()
        var (endpoints, addressType) = (Int?.none, AddressType?.none)
        forEachField(tree, of: 0, Self.rootFields) { context, tree, field, value in
            switch field {
            case .metadata:
                slice.metadata = context.metadata(tree, value, isNamespaced: true, nameRule: .subdomain("EP-007"))
            case .addressType:
                addressType = context.choice(tree, value, AddressType.self, rule: "EP-001")
                if addressType == nil && tree.nodes[value].textLength > 0 { addressType = .fqdn }
            case .ports: context.slicePorts(tree, value, into: &slice)
            case .endpoints: endpoints = value
            }
        }
        if addressType == nil {
            report(
                "EP-001", tree, at: 0, "the slice has no addressType", advice: "set addressType to IPv4, IPv6 or FQDN")
        }
        slice.family = addressType == .ipv4 ? .ipv4 : addressType == .ipv6 ? .ipv6 : nil
        if let endpoints, let family = slice.family {
            sliceEndpoints(tree, endpoints, family: family, into: &slice)
        }
        return slice
    }

    private mutating func slicePorts(_ tree: borrowing ValueTree, _ index: Int, into slice: inout EndpointSlice) {
        forEachItem(tree, of: index) { context, tree, item in
            var port = EndpointSlice.Port()
            context.forEachField(tree, of: item, Self.portFields) { context, tree, field, value in
                switch field {
                case .name: port.name = context.portName(tree, value, rule: "EP-006") ?? ""
                case .protocol: port.transport = context.transport(tree, value, rule: "EP-006") ?? .tcp
                case .port: port.port = context.port(tree, value, from: 0, rule: "EP-016") ?? 0
                }
            }
            if port.port != 0 { slice.ports.append(port) }
        }
    }

    private mutating func sliceEndpoints(
        _ tree: borrowing ValueTree, _ index: Int, family: IPFamily, into slice: inout EndpointSlice
    ) {
        forEachItem(tree, of: index) { context, tree, item in
            var endpoint: EndpointSlice.Endpoint?
            var rest = EndpointSlice.Endpoint(address: .unspecified(family))
            context.forEachField(tree, of: item, Self.endpointFields) { context, tree, field, value in
                switch field {
                case .addresses: endpoint = context.firstAddress(tree, value, family: family)
                case .conditions: context.conditions(tree, value, into: &rest)
                case .nodeName:
                    if context.isString(tree, value) { rest.nodeName = context.symbols.symbol(tree, value) }
                case .hints: context.hints(tree, value, into: &rest)
                }
            }
            guard let endpoint else { return }
            rest.address = endpoint.address
            rest.writtenAddress = endpoint.writtenAddress
            rest.range = endpoint.range
            slice.endpoints.append(rest)
        }
    }

    /// The first of an endpoint's addresses; all of them are checked.
    private mutating func firstAddress(
        _ tree: borrowing ValueTree, _ index: Int, family: IPFamily
    ) -> EndpointSlice.Endpoint? {
        var first: EndpointSlice.Endpoint?
        forEachItem(tree, of: index) { context, tree, item in
            guard context.isString(tree, item) else { return }
            guard let address = tree.withText(of: item, { IPAddress(parsing: $0) }) else {
                return context.reportAddress(tree, item, rule: "EP-003")
            }
            guard address.family == family else {
                return context.report(
                    "EP-003", tree, at: item, "\(tree.excerpt(of: item)) is no \(family.manifestName) address",
                    advice: "put addresses of the other family into a slice of their own")
            }
            guard first == nil else { return }
            var endpoint = EndpointSlice.Endpoint(address: address)
            endpoint.range = tree.nodes[item].range
            if !context.isCanonical(address, tree, item) {
                endpoint.writtenAddress = context.symbols.symbol(tree.text(of: item))
            }
            first = endpoint
        }
        return first
    }

    /// Whether the text at `index` is the canonical one of `address`.
    private func isCanonical(_ address: IPAddress, _ tree: borrowing ValueTree, _ index: Int) -> Bool {
        // Only a leading zero, an upper-case digit, a long form or a mapped address can differ, and the canonical
        // IPv4 text has its shortest length.
        var canonical = ByteBuffer(minimumCapacity: 64)
        canonical.append(address)
        return canonical.withUnsafeBytes { canonical in
            tree.withText(of: index) { $0.elementsEqual(canonical) }
        }
    }

    private mutating func conditions(
        _ tree: borrowing ValueTree, _ index: Int, into endpoint: inout EndpointSlice.Endpoint
    ) {
        forEachField(tree, of: index, Self.conditionFields) { context, tree, field, value in
            switch field {
            case .ready: endpoint.isReady = context.bool(tree, value) ?? true
            case .serving: endpoint.isServing = context.bool(tree, value) ?? true
            case .terminating: endpoint.isTerminating = context.bool(tree, value) ?? false
            }
        }
    }

    private mutating func hints(_ tree: borrowing ValueTree, _ index: Int, into endpoint: inout EndpointSlice.Endpoint)
    {
        forEachField(tree, of: index, Self.hintFields) { context, tree, field, value in
            var names: [Symbol] = []
            context.forEachItem(tree, of: value) { context, tree, item in
                context.forEachField(tree, of: item, Self.nameFields) { context, tree, _, value in
                    if context.isString(tree, value) { names.append(context.symbols.symbol(tree, value)) }
                }
            }
            let set = context.symbols.set(names)
            switch field {
            case .forZones: endpoint.zoneHints = set
            case .forNodes: endpoint.nodeHints = set
            }
        }
    }
}
