/// A version of the `nft` tool: its listings differ.
public struct NftVersion: Sendable, Hashable, Comparable {
    /// The first number.
    public var major: Int
    /// The second number.
    public var minor: Int
    /// The third number.
    public var patch: Int

    /// A version.
    public init(_ major: Int, _ minor: Int, _ patch: Int) {
        (self.major, self.minor, self.patch) = (major, minor, patch)
    }

    /// Reads `1.0.6` or `v1.0.6`. Nil if it is no version.
    public init?(_ text: String) {
        let numbers = text.drop { $0 == "v" }.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(numbers.count), let major = numbers[0], let minor = numbers[1] else { return nil }
        guard let patch = numbers.count == 3 ? numbers[2] : 0 else { return nil }
        guard min(major, minor, patch) >= 0 else { return nil }
        self.init(major, minor, patch)
    }

    /// Debian 12's.
    public static let v1_0_6 = NftVersion(1, 0, 6)
    /// Debian 13's.
    public static let v1_1_3 = NftVersion(1, 1, 3)

    /// By number.
    public static func < (a: NftVersion, b: NftVersion) -> Bool {
        (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
    }

    /// Whether `dstnat` and `srcnat` are also names of priorities in the hooks output and input.
    var namesPrioritiesOfLocalHooks: Bool { self >= NftVersion(1, 0, 9) }
    /// Whether `nft -j` shows comments of tables and chains, and the flag `dynamic`.
    var jsonShowsEverything: Bool { self >= NftVersion(1, 1, 0) }
}

extension NftVersion: CustomStringConvertible {
    /// `1.0.6`
    public var description: String { "\(major).\(minor).\(patch)" }
}

/// Which of an nf_tables ruleset's texts is meant.
public enum NftablesSpelling: Sendable, Hashable {
    /// Commands for `nft -f`, in kube-proxy's words.
    case tool
    /// What `nft list ruleset` prints.
    case kernel(NftVersion)
    /// What `nft -j list ruleset` prints.
    case json(NftVersion)
}
