import Addressing

/// A pod of the input, or one that is assumed because something in the input would make it.
public struct ExpandedPod: Sendable {
    /// Its addresses, at most one of each family.
    public let addresses: [IPAddress]
    /// The node that it is on, or would be on; empty if that isn't known.
    public let nodeName: String
}

extension ManifestSet {
    /// The pods that each entry of `podSources` is or makes, as `derivingEndpoints` sees them: the same placeholder
    /// addresses in the same order. None for one whose pods are in the input by themselves.
    public func expandedPods() -> [[ExpandedPod]] {
        let expansion = PodExpansion(self)
        let symbols = expansion.allSymbols
        return expansion.places.map { places in
            expansion.pods[places].map { pod in
                ExpandedPod(
                    addresses: [pod.ipv4, pod.ipv6].compactMap { $0 }, nodeName: symbols.name(pod.node))
            }
        }
    }
}
