import Diagnostics
import Manifests

/// Kinds and versions that the API server no longer has, or never had.
enum APIVersionCheck {
    /// What a removed version of a kind is called now.
    private static let replacements: [String: [String: String]] = [
        "extensions/v1beta1": [
            "Deployment": "apps/v1", "DaemonSet": "apps/v1", "ReplicaSet": "apps/v1",
            "Ingress": "networking.k8s.io/v1", "NetworkPolicy": "networking.k8s.io/v1", "PodSecurityPolicy": "",
        ],
        "apps/v1beta1": ["Deployment": "apps/v1", "StatefulSet": "apps/v1"],
        "apps/v1beta2": [
            "Deployment": "apps/v1", "StatefulSet": "apps/v1", "DaemonSet": "apps/v1", "ReplicaSet": "apps/v1",
        ],
        "networking.k8s.io/v1beta1": [
            "Ingress": "networking.k8s.io/v1", "IngressClass": "networking.k8s.io/v1",
        ],
        "discovery.k8s.io/v1beta1": ["EndpointSlice": "discovery.k8s.io/v1"],
        "policy/v1beta1": ["PodDisruptionBudget": "policy/v1", "PodSecurityPolicy": ""],
        "batch/v1beta1": ["CronJob": "batch/v1"],
    ]

    /// The versions of a kind, other than its present one, that the API server of 1.36 still takes.
    private static let alsoServed: [ObjectKind: Set<String>] = [.serviceCIDR: ["networking.k8s.io/v1beta1"]]

    /// The kind of an object that can be validated; reports a version or kind that isn't there.
    static func kind(of object: ManifestObject, _ report: inout FindingReport) -> ObjectKind? {
        if let replacement = replacements[object.apiVersion]?[object.kind] {
            rejectVersion(object, replacement, &report)
            return nil
        }
        guard let kind = ObjectKind(of: object) else {
            checkCapitals(object, &report)
            return nil
        }
        let isServed =
            object.apiVersion == kind.apiVersion || alsoServed[kind]?.contains(object.apiVersion) == true
        if !isServed { rejectVersion(object, kind.apiVersion, &report) }
        return isServed ? kind : nil
    }

    private static func rejectVersion(
        _ object: ManifestObject, _ replacement: String, _ report: inout FindingReport
    ) {
        report.reject(
            .schema005, object.root["apiVersion"], .answer("the server could not find the requested resource"),
            advice: replacement.isEmpty ? "remove it: the kind has no successor" : "use \(replacement)",
            fixes: replacement.isEmpty
                ? [] : FixIt.replacing(object.root["apiVersion"], with: replacement))
    }

    /// Reports `service` where `Service` is meant.
    private static func checkCapitals(_ object: ManifestObject, _ report: inout FindingReport) {
        let lowercased = object.kind.lowercased()
        guard
            let kind = ObjectKind.allCases.first(where: {
                $0.rawValue != object.kind && $0.rawValue.lowercased() == lowercased && $0.group == object.group
            })
        else { return }
        report.reject(
            .schema012, object.root["kind"],
            .answer("no matches for kind \"\(object.kind.escapedForMessage)\" in version \"\(object.apiVersion)\""),
            advice: "write \(kind.rawValue)", fixes: FixIt.replacing(object.root["kind"], with: kind.rawValue))
    }
}
