import Addressing
import Diagnostics
import ServiceProxy

/// What nft or the kernel refuse of the rules of older versions only.
extension NftablesCompiler {
    /// A prefix of interface names, which the number of an interface can't be compared with (up to 1.33).
    var interfaceFinding: Finding? {
        guard case .interfacePrefix(let prefix) = view.localDetector, !view.servicePorts.isEmpty,
            !view.node.behavior.nftablesComparesInterfaceNames
        else { return nil }
        return Finding(
            rule: "NFT-004", severity: .error, message: "nft takes no prefix behind iif, such as `\(prefix)*`",
            advice: "kube-proxy \(view.node.behavior.version)'s whole transaction fails: take another detectLocalMode, "
                + "or kube-proxy 1.34")
    }

    /// Source ranges of which one is within the other: a set of ranges doesn't take both (1.29).
    func overlapFinding(about port: ServicePort) -> Finding? {
        guard view.node.behavior.nftablesFirewall == .sets, !port.sourceRanges.isEmpty else { return nil }
        for address in port.loadBalancerVIPs.map(\.value) {
            var ranges = port.sourceRanges.map(\.value)
            if mayUseLoadBalancer(port) { ranges.append(IPPrefix(host: address)) }
            guard let (earlier, later) = Self.firstOverlap(ranges) else { continue }
            let isOwn = later.isHost && later.address == address
            return Finding(
                rule: "NFT-005", severity: .error,
                object: ObjectReference(kind: "Service", namespace: port.namespace, name: port.name),
                message: "the set firewall-allow doesn't take the source range \(earlier) and "
                    + (isOwn ? "the load-balancer address \(address), which is in it" : "\(later), which overlap"),
                advice: "kube-proxy \(view.node.behavior.version)'s whole transaction fails: leave one of them out, "
                    + "or take kube-proxy 1.30")
        }
        return nil
    }

    /// Whether the node itself is among those that may use the load balancer.
    func mayUseLoadBalancer(_ port: ServicePort) -> Bool {
        let address = view.node.address(view.family)
        return port.sourceRanges.contains { $0.value.contains(address) }
    }

    /// The kernel takes a range unless it begins or ends in one that is there already (Linux,
    /// net/netfilter/nft_set_pipapo.c).
    private static func firstOverlap(_ ranges: [IPPrefix]) -> (earlier: IPPrefix, later: IPPrefix)? {
        // Networks that hold an address are found by their lengths, of which there are few, not one by one.
        var earlier: [IPPrefix: IPPrefix] = [:]
        var lengths: Set<UInt8> = []
        for later in ranges {
            for length in lengths {
                for end in [later.masked.address, later.last] {
                    let holder = IPPrefix(address: end, length: length).masked
                    if holder != later.masked, let found = earlier[holder] { return (found, later) }
                }
            }
            earlier[later.masked] = earlier[later.masked] ?? later
            lengths.insert(later.length)
        }
        return nil
    }
}

extension IPPrefix {
    /// Its highest address.
    fileprivate var last: IPAddress {
        let free = UInt32(family.bitWidth - length)
        if family == .ipv4 {
            return IPAddress(ipv4: UInt32(truncatingIfNeeded: address.low) | (free == 0 ? 0 : ~0 >> (32 - free)))
        }
        let low: UInt64 = free == 0 ? 0 : ~0 >> UInt64(64 - min(free, 64))
        let high: UInt64 = free <= 64 ? 0 : ~0 >> UInt64(128 - free)
        return IPAddress(ipv6High: address.high | high, low: address.low | low)
    }
}
