import ProxyNames
import ServiceProxy

/// What a name looks like that isn't found.
enum NameShape {
    /// A page for a name that looks like something; nil for one that looks like nothing.
    static func page(_ name: String, hasManifests: Bool) -> NamePage? {
        for purpose in ChainDirectory.Purpose.allCases {
            if let prefix = purpose.iptablesPrefix, name.hasPrefix(prefix.description) {
                return page(name, purpose, .iptables, "a Service port", hasManifests)
            }
        }
        if let parts = NftablesObjectName(name) {
            let purpose = ChainDirectory.Purpose.allCases.first {
                $0.nftablesPrefix?.description == parts.kind.rawValue
            }
            let service = parts.service(ServiceDirectory())
            return page(name, purpose ?? .cluster, .nftables, "Service port \(service)", hasManifests)
        }
        guard let maker = makers.first(where: { name.hasPrefix($0.prefix) }) else { return nil }
        return NamePage(name, kind: "chain or set", purpose: "\(maker.words).")
    }

    private static func page(
        _ name: String, _ purpose: ChainDirectory.Purpose, _ mode: ProxyMode, _ subject: String, _ hasManifests: Bool
    ) -> NamePage {
        var page = NamePage(name, kind: purpose.kind(mode), mode: mode, purpose: purpose.words(subject, nil))
        guard hasManifests else {
            page.notes.append("name the manifests to know more")
            return page
        }
        page.notes.append(
            "nothing in these manifests has this name: perhaps it is left over from something that was deleted")
        page.notes.append(
            mode == .iptables
                ? "on the node `iptables-save -t nat | grep -- \(safe(name))` shows its rules, whose comments "
                    + "name the Service"
                : "on the node `nft list ruleset | grep -- \(safe(name))` shows what uses it")
        return page
    }

    /// A name as a word of a shell: what isn't plain is left out.
    private static func safe(_ name: String) -> String {
        name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:".contains($0)) } ? name : "NAME"
    }

    /// Beginnings of names and whose they are.
    private static let makers: [(prefix: String, words: String)] = [
        ("KUBE-ROUTER-", "kube-router's, not kube-proxy's"),
        ("KUBE-POD-FW-", "kube-router's network policies, not kube-proxy's"),
        ("KUBE-NWPLCY-", "kube-router's network policies, not kube-proxy's"),
        (
            "KUBE-",
            "It begins like a name of kube-proxy's, but none of its versions from \(KubernetesVersion.oldest) to "
                + "\(KubernetesVersion.newest) makes it"
        ),
        ("cali-", "Calico's, not kube-proxy's"), ("cali4", "Calico's, not kube-proxy's"),
        ("cali6", "Calico's, not kube-proxy's"),
        ("CILIUM_", "Cilium's, not kube-proxy's"), ("OLD_CILIUM_", "Cilium's, not kube-proxy's"),
        ("FLANNEL-", "flannel's, not kube-proxy's"), ("WEAVE-", "Weave Net's, not kube-proxy's"),
        ("CNI-", "The portmap plugin's (host ports of pods), not kube-proxy's"),
        ("DOCKER", "Docker's, not kube-proxy's"),
        ("LIBVIRT_", "libvirt's, not kube-proxy's"), ("f2b-", "fail2ban's, not kube-proxy's"),
        ("ufw-", "ufw's, not kube-proxy's"),
        ("ANTREA-", "Antrea's, not kube-proxy's"),
    ]
}
