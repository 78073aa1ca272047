import Addressing
import ServiceProxy

/// What the name of a chain or set of nftables mode says: `KIND-HASH-NAMESPACE/NAME/PROTOCOL/PORT`, behind which chains
/// and sets of endpoints have `__ADDRESS/PORT` (Kubernetes, pkg/proxy/nftables/proxier.go).
///
/// Objects for all Services have names of other forms.
package struct NftablesObjectName: Sendable, Hashable {
    /// What a chain or set of one service port is for.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case cluster = "service-"
        case local = "local-"
        case external = "external-"
        case firewall = "firewall-"
        case endpoint = "endpoint-"
        case affinity = "affinity-"

        fileprivate static let prefixes = allCases.map { ($0, Array($0.rawValue.utf8)) }
    }

    /// What it is for.
    package let kind: Kind
    /// All behind the kind: `HASH-NAMESPACE/NAME/PROTOCOL/PORT`.
    package let base: String

    private static let hashLength = 8

    /// What a name is for; nil for objects of all Services, or of others than kube-proxy.
    package static func kind(of name: UnsafeRawBufferPointer) -> Kind? {
        for (kind, prefix) in Kind.prefixes where name.starts(with: prefix) {
            let hash = name.dropFirst(prefix.count)
            guard hash.count > hashLength, hash[hash.startIndex + hashLength] == UInt8(ascii: "-"),
                hash.prefix(hashLength).allSatisfy(ChainHash.isSymbol), hash.contains(UInt8(ascii: "/"))
            else { return nil }
            return kind
        }
        return nil
    }

    /// A name taken apart; nil for objects of all Services.
    package init?(_ name: String) {
        var name = name
        guard let kind = name.withUTF8({ Self.kind(of: UnsafeRawBufferPointer($0)) }) else { return nil }
        self.kind = kind
        base = String(name.dropFirst(kind.rawValue.count))
    }

    /// Whether the name was too long: its end is missing.
    package var isCut: Bool { base.hasSuffix("...") }

    /// `NAMESPACE/NAME/PROTOCOL/PORT`, or what is left of it in a name that was cut.
    private var path: Substring {
        let path = base.dropFirst(Self.hashLength + 1)
        return path.firstRange(of: "__").map { path[..<$0.lowerBound] } ?? path
    }

    /// The service port's key. Of a name that was cut too early `directory` finds it, or what is left is the key.
    package func service(_ directory: ServiceDirectory) -> String {
        let path = path
        if path.hasSuffix("...") { return directory.service(cutName: path.dropLast(3)) ?? String(path) }
        let parts = path.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, !parts[3].isEmpty else { return parts.prefix(2).joined(separator: "/") }
        return "\(parts[0])/\(parts[1]):\(parts[3])"
    }

    /// The protocol's number; nil if the name doesn't show it.
    package var transport: TransportProtocol? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 2 else { return nil }
        return TransportProtocol.allCases.first { "\($0.name)" == parts[2] }
    }

    /// The endpoint; nil if it isn't about one, or its name was cut. IPv6 addresses have dots for colons.
    package var endpoint: SocketAddress? {
        guard !isCut, let mark = base.firstRange(of: "__") else { return nil }
        let parts = base[mark.upperBound...].split(separator: "/")
        guard parts.count == 2, let port = UInt16(parts[1]) else { return nil }
        if let address = IPAddress(String(parts[0])) { return SocketAddress(address, port: port) }
        let colons = String(parts[0].map { $0 == "." ? ":" : $0 })
        return IPAddress(colons).map { SocketAddress($0, port: port) }
    }
}
