import Addressing
import Bytes
import Diagnostics
import Netfilter
import ServiceProxy

/// What is wrong with Services so that nftables mode can't do what they say.
extension NftablesCompiler {
    /// Service ports that claim the same address and port, names that nft refuses, comments that it refuses.
    public var findings: [Finding] {
        var claims = Claims()
        var findings = [interfaceFinding].compactMap { $0 }
        for (place, port) in view.servicePorts.enumerated() {
            if let finding = nameFinding(about: port) { findings.append(finding) }
            if let finding = commentFinding(about: port) { findings.append(finding) }
            if let finding = overlapFinding(about: port) { findings.append(finding) }
            for claim in Self.claims(of: port) {
                guard let earlier = claims.add(claim, of: place) else { continue }
                findings.append(collision(of: port, with: view.servicePorts[earlier], over: claim))
            }
        }
        return findings
    }

    // MARK: Collisions

    /// An address (none for a node port), a protocol and a port that packets are looked up by.
    private struct Claim: Hashable {
        let address: IPAddress?
        let transport: TransportProtocol
        let port: UInt16
    }

    /// Which service port claimed something last.
    private struct Claims {
        private var places: [Claim: Int] = [:]

        /// The earlier service port that claims the same; nil if there is none but `place` itself.
        mutating func add(_ claim: Claim, of place: Int) -> Int? {
            let earlier = places.updateValue(place, forKey: claim)
            return earlier == place ? nil : earlier
        }
    }

    private static func claims(of port: ServicePort) -> [Claim] {
        var claims = ([port.clusterIP] + (port.externalIPs + port.loadBalancerVIPs).map(\.value)).map {
            Claim(address: $0, transport: port.transport, port: port.port)
        }
        if port.nodePort != 0 { claims.append(Claim(address: nil, transport: port.transport, port: port.nodePort)) }
        return claims
    }

    private func collision(of port: ServicePort, with earlier: ServicePort, over claim: Claim) -> Finding {
        let what =
            claim.address.map { "\(SocketAddress($0, port: claim.port))/\(claim.transport.name)" }
            ?? "node port \(claim.port)/\(claim.transport.name)"
        let replaces = view.node.behavior.nftablesReplacesElements
        let consequence =
            replaces
            ? "kube-proxy keeps the one that it visits last, which is random; here \(port.key) is taken"
            : "kube-proxy \(view.node.behavior.version)'s whole transaction fails if both have endpoints"
        return Finding(
            rule: "NFT-001", severity: replaces ? .warning : .error, object: reference(port),
            message: "\(what) is claimed by \(earlier.key) and by \(port.key)",
            advice: "\(consequence): give one of them another address or port")
    }

    // MARK: Names

    /// The longest comment that nft takes (nftables, src/parser_bison.y).
    private static let longestComment = 128

    /// Whether nft's scanner takes a byte inside of a name.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    private func nameFinding(about port: ServicePort) -> Finding? {
        for name in [port.namespace, port.name, port.portName] where !name.utf8.allSatisfy(Self.isNameByte) {
            return Finding(
                rule: "NFT-002", severity: .error, object: reference(port),
                message: "nft takes no chain called after `\(name)`",
                advice: "kube-proxy's whole transaction fails: use letters, digits and - in names")
        }
        return nil
    }

    /// The key is in comments of elements: of services without endpoints and, up to 1.30, of those with source ranges.
    private func commentFinding(about port: ServicePort) -> Finding? {
        let isCommented = !port.hasInternalEndpoints || (port.isExternallyAccessible && !port.hasExternalEndpoints)
        let isRestricted = !port.loadBalancerVIPs.isEmpty && !port.sourceRanges.isEmpty
        let hasFirewallComment = isRestricted && view.node.behavior.nftablesFirewall != .chains
        guard isCommented || hasFirewallComment, port.key.utf8.count > Self.longestComment else { return nil }
        return Finding(
            rule: "NFT-003", severity: .error, object: reference(port),
            message: "nft takes no comment of \(port.key.utf8.count) bytes, which `\(port.key)` has "
                + (isCommented ? "while there are no endpoints" : "with its source ranges"),
            advice: "kube-proxy's whole transaction fails: shorten namespace, name or port name to "
                + "\(Self.longestComment) bytes in all")
    }

    private func reference(_ port: ServicePort) -> ObjectReference {
        ObjectReference(kind: "Service", namespace: port.namespace, name: port.name)
    }
}
