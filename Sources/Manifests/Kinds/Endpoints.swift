import Addressing
import Diagnostics

/// A v1 Endpoints object, the older form of EndpointSlices. kube-proxy sees it only through the slices that the
/// mirroring controller makes of it (`EndpointsMirror`).
public struct Endpoints: Sendable {
    /// Name, namespace, labels, annotations.
    public var metadata = ObjectMetadata()
    /// `subsets`.
    public var subsets: [Subset] = []

    /// Addresses that share a list of ports.
    public struct Subset: Sendable {
        /// `addresses`, then `notReadyAddresses`.
        public var addresses: [EndpointSlice.Endpoint] = []
        /// `ports`.
        public var ports: [EndpointSlice.Port] = []
    }

    /// What messages call it: `Endpoints NAMESPACE/NAME`.
    public var reference: ObjectReference {
        ObjectReference(kind: "Endpoints", namespace: metadata.namespace, name: metadata.name)
    }
}

/// Reading an Endpoints object.
extension DecodingContext {
    private enum RootField: String, CaseIterable { case metadata, subsets }
    private enum SubsetField: String, CaseIterable { case addresses, notReadyAddresses, ports }
    private enum AddressField: String, CaseIterable { case ip, nodeName }
    private enum PortField: String, CaseIterable { case name, `protocol`, port }

    private static let rootFields = FieldNames<RootField>()
    private static let subsetFields = FieldNames<SubsetField>()
    private static let addressFields = FieldNames<AddressField>()
    private static let portFields = FieldNames<PortField>()

    /// The Endpoints object that `tree` holds.
    mutating func endpoints(_ tree: borrowing ValueTree) -> Endpoints {
        var endpoints = Endpoints()
        forEachField(tree, of: 0, Self.rootFields) { context, tree, field, value in
            switch field {
            case .metadata:
                endpoints.metadata = context.metadata(tree, value, isNamespaced: true, nameRule: .subdomain("EP-007"))
            case .subsets:
                context.forEachItem(tree, of: value) { context, tree, item in
                    endpoints.subsets.append(context.subset(tree, item))
                }
            }
        }
        return endpoints
    }

    private mutating func subset(_ tree: borrowing ValueTree, _ index: Int) -> Endpoints.Subset {
        var (subset, notReady) = (Endpoints.Subset(), [EndpointSlice.Endpoint]())
        forEachField(tree, of: index, Self.subsetFields) { context, tree, field, value in
            context.forEachItem(tree, of: value) { context, tree, item in
                switch field {
                case .addresses:
                    if let endpoint = context.endpointsAddress(tree, item) { subset.addresses.append(endpoint) }
                case .notReadyAddresses:
                    if var endpoint = context.endpointsAddress(tree, item) {
                        endpoint.isReady = false
                        notReady.append(endpoint)
                    }
                case .ports: subset.ports.append(context.endpointsPort(tree, item))
                }
            }
        }
        subset.addresses += notReady
        return subset
    }

    private mutating func endpointsAddress(_ tree: borrowing ValueTree, _ index: Int) -> EndpointSlice.Endpoint? {
        var (address, nodeName) = (Written<IPAddress>?.none, Symbol.empty)
        forEachField(tree, of: index, Self.addressFields) { context, tree, field, value in
            switch field {
            case .ip: address = context.address(tree, value, rule: "EP-012")
            case .nodeName: if context.isString(tree, value) { nodeName = context.symbols.symbol(tree, value) }
            }
        }
        guard let address else { return nil }
        // The mirroring controller writes addresses in canonical form, so there is no other text to remember.
        var endpoint = EndpointSlice.Endpoint(address: address.value)
        endpoint.nodeName = nodeName
        endpoint.range = address.range
        return endpoint
    }

    private mutating func endpointsPort(_ tree: borrowing ValueTree, _ index: Int) -> EndpointSlice.Port {
        var port = EndpointSlice.Port()
        forEachField(tree, of: index, Self.portFields) { context, tree, field, value in
            switch field {
            case .name: port.name = context.portName(tree, value, rule: "EP-013") ?? ""
            case .protocol: port.transport = context.transport(tree, value, rule: "EP-013") ?? .tcp
            case .port: port.port = context.port(tree, value, from: 1, rule: "EP-013") ?? 0
            }
        }
        return port
    }
}
