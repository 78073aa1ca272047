import Addressing
import Diagnostics
import Manifests

extension ProxyView {
    /// Remarks about Services that get no rules. Without `everything` only about those that look as if they should.
    public func remarks(about manifests: ManifestSet, everything: Bool = false) -> [Finding] {
        var remarks: [Finding] = []
        for reason in Omission.allCases where everything || reason == .noClusterIP {
            for place in omitted[reason] ?? [] where manifests.services.indices.contains(place) {
                remarks.append(reason.remark(about: manifests.services[place]))
            }
        }
        if manifests.services.isEmpty {
            remarks.append(
                Finding(
                    rule: "VIEW-007", severity: .note,
                    message: "the input has no Service: the rules are those that kube-proxy always makes"))
        }
        let others = omitted[.otherFamily]?.count ?? 0
        if others > 0 && !everything {
            remarks.append(
                Finding(
                    rule: "VIEW-004", severity: .note,
                    message: "\(others) Service\(others == 1 ? " has" : "s have") only addresses of the other family",
                    advice: "see --family \(family == .ipv4 ? "ipv6" : "ipv4")"))
        }
        if everything && manifests.otherObjectCount > 0 {
            remarks.append(
                Finding(
                    rule: "VIEW-006", severity: .note,
                    message: "objects of other kinds in the input: \(manifests.otherObjectCount)"))
        }
        return remarks
    }
}

extension ProxyView.Omission {
    /// Why a Service gets no rules, as a finding about it.
    fileprivate func remark(about service: Service) -> Finding {
        let isWorthAWarning = self == .noClusterIP
        return Finding(
            rule: isWorthAWarning ? "VIEW-003" : "VIEW-006", severity: isWorthAWarning ? .warning : .note,
            object: service.reference, message: words, advice: advice)
    }

    private var words: String {
        switch self {
        case .otherProxy: "label service.kubernetes.io/service-proxy-name gives the Service to another proxy: no rules"
        case .headless: "the Service is headless: kube-proxy makes no rules for it"
        case .externalName: "the Service is only a name in DNS (ExternalName): kube-proxy makes no rules for it"
        case .noClusterIP: "the Service has no clusterIP yet, so kube-proxy makes no rules for it"
        case .otherFamily: "the Service has only addresses of the other family: no rules in this one"
        }
    }

    private var advice: String? {
        self == .noClusterIP
            ? "the API server assigns one: export the Service from the cluster, or write a clusterIP" : nil
    }
}
