import Addressing
import Diagnostics

/// A networking.k8s.io/v1 ServiceCIDR: networks that cluster IPs are taken from.
public struct ServiceCIDR: Sendable {
    /// Name.
    public var metadata = ObjectMetadata()
    /// `spec.cidrs`.
    public var cidrs: [Written<IPPrefix>] = []

    /// What messages call it: `ServiceCIDR NAME`.
    public var reference: ObjectReference { ObjectReference(kind: "ServiceCIDR", namespace: "", name: metadata.name) }
}

/// Reading a ServiceCIDR.
extension DecodingContext {
    private enum RootField: String, CaseIterable { case metadata, spec }
    private enum SpecField: String, CaseIterable { case cidrs }

    private static let rootFields = FieldNames<RootField>()
    private static let specFields = FieldNames<SpecField>()

    /// The ServiceCIDR that `tree` holds.
    mutating func serviceCIDR(_ tree: borrowing ValueTree) -> ServiceCIDR {
        var serviceCIDR = ServiceCIDR()
        forEachField(tree, of: 0, Self.rootFields) { context, tree, field, value in
            switch field {
            case .metadata:
                serviceCIDR.metadata = context.metadata(
                    tree, value, isNamespaced: false, nameRule: .subdomain("CL-003"))
            case .spec:
                context.forEachField(tree, of: value, Self.specFields) { context, tree, _, value in
                    context.forEachItem(tree, of: value) { context, tree, item in
                        if let prefix = context.prefix(tree, item, rule: "CL-003") { serviceCIDR.cidrs.append(prefix) }
                    }
                }
            }
        }
        return serviceCIDR
    }
}
