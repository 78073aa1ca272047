import Manifests

/// A host name as cluster DNS understands it: which Service of which namespace it asks for.
struct ClusterName: Hashable {
    /// The Service's name.
    var service: String
    /// The Service's namespace.
    var namespace: String
    /// How much of the name is written.
    var form: Form

    enum Form: Hashable {
        /// `web`, which means the namespace of the pod that asks.
        case short
        /// `web.shop`, which could be a name of the world outside too.
        case namespaced
        /// `web.shop.svc` with or without a domain.
        case service
    }

    /// Reads `host` as a pod of `namespace` means it; nil if it can't be the name of a Service.
    init?(_ host: String, from namespace: String, domain: String) {
        var labels = host.split(separator: ".", omittingEmptySubsequences: false).map { $0.lowercased() }
        if labels.last == "" { labels.removeLast() }
        guard !labels.isEmpty, labels.allSatisfy(Self.isLabel) else { return nil }
        if labels.count == 1 {
            self.init(service: labels[0], namespace: namespace, form: .short)
        } else if labels.count == 2 {
            self.init(service: labels[0], namespace: labels[1], form: .namespaced)
        } else {
            // A pod of a headless Service stands before the Service: db-0.db.shop.svc.
            guard let place = labels.firstIndex(of: "svc"), place == 2 || place == 3 else { return nil }
            let rest = labels[(place + 1)...].joined(separator: ".")
            guard rest.isEmpty || rest == domain else { return nil }
            self.init(service: labels[place - 2], namespace: labels[place - 1], form: .service)
        }
    }

    private init(service: String, namespace: String, form: Form) {
        self.service = service
        self.namespace = namespace
        self.form = form
    }

    private static func isLabel(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
            return false
        }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}

extension LintContext {
    /// The Service that cluster DNS finds for `host` when a pod of `namespace` asks.
    func service(host: String, from namespace: String) -> ServiceObject? {
        ClusterName(host, from: namespace, domain: cluster.clusterDomain).flatMap { service($0.namespace, $0.service) }
    }
}
