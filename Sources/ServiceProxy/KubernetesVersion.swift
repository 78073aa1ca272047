/// A minor version of Kubernetes.
public struct KubernetesVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number behind `1.`.
    public let minor: Int

    /// Version 1.`minor`.
    public init(minor: Int) { self.minor = minor }

    /// Reads `1.36`, `v1.36` or `v1.36.2+vendor`. Nil if it is no version.
    public init?(_ text: String) {
        let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "1", parts[1].utf8.count <= 3,
            let minor = Int(parts[1].prefix { $0.isASCII && $0.isNumber }), parts[1].first?.isNumber == true
        else { return nil }
        self.minor = minor
    }

    /// `1.36`
    public var description: String { "1.\(minor)" }

    /// By age.
    public static func < (a: KubernetesVersion, b: KubernetesVersion) -> Bool { a.minor < b.minor }

    /// The newest version whose behaviour is known.
    public static let newest = KubernetesVersion(minor: 36)
    /// The oldest version whose behaviour is known.
    public static let oldest = KubernetesVersion(minor: 25)
}
