import Diagnostics
import Manifests

/// What the API server would say to each object by itself.
enum ServerVerdict {
    /// The kinds that are judged.
    static let kinds = ObjectKind.allCases

    /// Judges all objects of the input.
    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for object in context.manifests.objects {
            guard let kind = APIVersionCheck.kind(of: object, &report) else { continue }
            // What doesn't decode has no fields to validate.
            guard StrictDecoding.check(object, kind, &report) else { continue }
            validate(object, kind, context, &report)
        }
    }

    private static func validate(
        _ object: ManifestObject, _ kind: ObjectKind, _ context: LintContext, _ report: inout FindingReport
    ) {
        let naming = MetadataValidator.Naming(check: nameCheck(of: kind), rule: nameRule(of: kind))
        MetadataValidator.check(object, isNamespaced: kind.isNamespaced, naming, &report)
        let root = object.root
        switch kind {
        case .service:
            let service = ServiceSubject(
                root, context.cluster, previous: context.previous(of: object).map { PreviousService($0.root) })
            ServerCheck.run(ServiceValidator.checks, service, &report)
            ServerCheck.run(ServiceWarnings.checks, service, &report)
            ServerCheck.run(IgnoredFields.checks, service, &report)
        case .endpointSlice: ServerCheck.run(EndpointSliceValidator.checks, root, &report)
        case .endpoints: ServerCheck.run(EndpointsValidator.checks, root, &report)
        case .ingress: ServerCheck.run(IngressValidator.checks, root, &report)
        case .ingressClass: ServerCheck.run(IngressClassValidator.checks, root, &report)
        case .serviceCIDR: ServerCheck.run(ServiceCIDRValidator.checks, root, &report)
        default: if let workload = Workload(object) { WorkloadValidator.check(workload, &report) }
        }
        if let previous = context.previous(of: object) {
            ServerCheck.run(ImmutableFields.checks, ImmutableFields.Pair(kind, previous.root, root), &report)
        }
    }

    /// The rules for the names of a kind's objects.
    private static func nameCheck(of kind: ObjectKind) -> @Sendable (String) -> [String] {
        switch kind {
        case .service, .namespace: { NameCheck.label($0) }
        default: { NameCheck.subdomain($0) }
        }
    }

    /// The rule that a wrong name breaks.
    private static func nameRule(of kind: ObjectKind) -> ServerRule {
        switch kind {
        case .endpointSlice, .endpoints: .ep007
        default: .svc001
        }
    }
}
