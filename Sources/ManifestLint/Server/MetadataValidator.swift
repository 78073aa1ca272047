import Manifests

/// What the API server checks in the metadata of every kind.
enum MetadataValidator {
    /// A kind's own rules for names, and where their findings are listed.
    struct Naming {
        /// The check of a name.
        let check: @Sendable (String) -> [String]
        /// The rule that a wrong name breaks.
        let rule: ServerRule
    }

    /// Checks `metadata` of an object.
    static func check(_ object: ManifestObject, isNamespaced: Bool, _ naming: Naming, _ report: inout FindingReport) {
        let metadata = object.root["metadata"]
        checkNames(metadata, isNamespaced: isNamespaced, naming, &report)
        checkLabels(metadata["labels"], .svc003, &report)
        checkAnnotations(metadata["annotations"], &report)
        // With a uid the object was read from a cluster: it is there, and applying it updates it.
        if metadata["resourceVersion"].nonEmpty != nil && metadata["uid"].nonEmpty == nil {
            report.reject(
                .schema013, metadata["resourceVersion"],
                .answer("resourceVersion should not be set on objects to be created"))
        }
        let generation = metadata["generation"]
        if let number = generation.integer, number < 0 {
            report.reject(.schema013, generation, .invalid("\(number)", "must be greater than or equal to 0"))
        }
    }

    private static func checkNames(
        _ metadata: FieldCursor, isNamespaced: Bool, _ naming: Naming, _ report: inout FindingReport
    ) {
        let (name, generated) = (metadata["name"], metadata["generateName"])
        if let prefix = generated.nonEmpty {
            // The server puts five characters behind it, so a hyphen may end it.
            let example = prefix.hasSuffix("-") ? String(prefix.dropLast()) + "a" : prefix
            report.reject(naming.rule, generated, prefix, naming.check(example))
        }
        if let text = name.nonEmpty {
            report.reject(naming.rule, name, text, naming.check(text))
        } else if generated.nonEmpty == nil {
            report.reject(
                naming.rule, name, .required("name or generateName is required"), advice: "set metadata.name")
        }
        guard let namespace = metadata["namespace"].nonEmpty else { return }
        if isNamespaced {
            report.reject(naming.rule, metadata["namespace"], namespace, NameCheck.label(namespace))
        } else {
            report.reject(naming.rule, metadata["namespace"], .forbidden("not allowed on this type"))
        }
    }

    /// Checks labels or a selector. The server reports each at the whole mapping.
    static func checkLabels(
        _ labels: FieldCursor, _ rule: ServerRule, _ report: inout FindingReport, path: String? = nil
    ) {
        guard labels.kind == .mapping else { return }
        for (key, value) in labels.entries {
            for problem in NameCheck.qualifiedName(key.text) {
                report.reject(rule, key, .invalid(key.text.asJSON, problem), path: path ?? labels.path)
            }
            let text = value.string ?? ""
            for problem in NameCheck.labelValue(text) {
                report.reject(rule, value, .invalid(text.asJSON, problem), path: path ?? labels.path)
            }
        }
    }

    private static func checkAnnotations(_ annotations: FieldCursor, _ report: inout FindingReport) {
        guard annotations.kind == .mapping else { return }
        var size = 0
        for (key, value) in annotations.entries {
            size += key.text.utf8.count + (value.string?.utf8.count ?? 0)
            for problem in NameCheck.qualifiedName(key.text.lowercased()) {
                report.reject(
                    .svc003, key, .invalid(key.text.asJSON, problem), path: annotations.path)
            }
        }
        if size > 256 * 1024 {
            report.reject(
                .svc003, annotations, .answer("metadata.annotations: Too long: may not be more than 262144 bytes"))
        }
    }
}
