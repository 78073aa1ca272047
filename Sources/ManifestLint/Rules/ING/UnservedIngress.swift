import Diagnostics
import Manifests

/// An Ingress whose class is unknown, or that has none while no class is the default.
///
/// A controller looks after the Ingresses of its own classes. One of another class stays as it is: no address, no
/// route. Add the IngressClass, which comes with the controller's installation, or name one that exists in the cluster
/// description. One IngressClass can be the default by the annotation `ingressclass.kubernetes.io/is-default-class:
/// "true"`; with two of them the API server refuses Ingresses without a class. While neither the input nor the cluster
/// description has any class, it is only noted that one is needed: it usually comes with the controller.
///
/// Bad:
/// ```yaml
/// spec: {ingressClassName: nginx}
/// ```
/// Good, beside it:
/// ```yaml
/// kind: IngressClass
/// metadata: {name: nginx}
/// spec: {controller: k8s.io/ingress-nginx}
/// ```
/// Source: the documentation of Ingress classes.
enum UnservedIngress: LintRule {
    static let description = RuleDescription("ING-027", .warning, "Nobody serves this Ingress", needs: [.ingresses])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let classes = IngressClasses(context)
        for ingress in context.ingresses {
            let field = ingress.spec["ingressClassName"]
            if let name = field.nonEmpty {
                if !classes.names.contains(name) { addUnknown(name, field, classes, &report) }
            } else if ingress.className == nil {
                addUnsaid(ingress.spec, classes, &report)
            }
        }
    }

    private static func addUnknown(
        _ name: String, _ field: FieldCursor, _ classes: IngressClasses, _ report: inout FindingReport
    ) {
        let meant = classes.near.near(name).first
        let consequence =
            classes.areUnknown
            ? "a controller has to bring it, or nobody serves the Ingress" : "no controller serves the Ingress"
        report.add(
            description, at: field, severity: classes.severity,
            "there is no IngressClass \(name.quoted): \(consequence)",
            advice: meant.map { "did you mean \($0.quoted)" }
                ?? "add the IngressClass, or list it in the cluster description")
    }

    private static func addUnsaid(_ spec: FieldCursor, _ classes: IngressClasses, _ report: inout FindingReport) {
        if classes.hasDescribedDefault || classes.defaults.count == 1 { return }
        let places = classes.defaults.prefix(2).map { report.place($0, "a default class") }
        report.add(
            description, at: spec["ingressClassName"], severity: classes.severity,
            places.isEmpty
                ? "the Ingress has no class, and no IngressClass is the default: "
                    + (classes.areUnknown
                        ? "the cluster has to have one, or nobody serves it" : "no controller serves it")
                : "the Ingress has no class, and \(classes.defaults.count) IngressClasses are the default:"
                    + " the API server refuses it",
            advice: places.isEmpty ? "set ingressClassName" : "set ingressClassName, or leave one default",
            related: places)
    }
}

/// The classes that Ingresses can have.
struct IngressClasses {
    /// Their names.
    let names: Set<String>
    /// Where those of the input say that they are the default.
    let defaults: [FieldCursor]
    /// Whether the cluster description names a default.
    let hasDescribedDefault: Bool
    /// The class of Ingresses without one; nil if there is none, or more than one.
    let defaultName: String?
    /// For what was probably meant.
    let near: NearWords

    /// Whether nothing at all is known of the cluster's classes.
    var areUnknown: Bool { names.isEmpty }

    /// Of a missing one.
    var severity: Severity { areUnknown ? .note : .warning }

    init(_ context: LintContext) {
        let written = context.objects(.ingressClass)
        names = context.cluster.existingIngressClasses.union(written.map(\.name))
        let isDefault = "ingressclass.kubernetes.io/is-default-class"
        let marks = written.map { ($0.name, $0.root["metadata"]["annotations"][key: isDefault]) }
        let defaults = marks.filter { $0.1.text == "true" }
        self.defaults = defaults.map(\.1)
        hasDescribedDefault = context.cluster.defaultIngressClass != nil
        defaultName = context.cluster.defaultIngressClass ?? (defaults.count == 1 ? defaults[0].0 : nil)
        near = NearWords(names)
    }
}
