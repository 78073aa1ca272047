import ArgumentParser
import ServiceProxy

/// What is compared with what.
struct SideOptions: ParsableArguments {
    /// Where else a live ruleset comes from.
    enum LiveSource: String, ExpressibleByArgument, CaseIterable {
        case node
        case netlink
    }

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            """
            What the node has: a dump of iptables-save, ip6tables-save, nft list ruleset, ipvsadm -Sn or -Ln, ipset \
            save or list, or - for standard input; can be repeated. The kind is found from the content.
            """, valueName: "path"),
        completion: .file())
    var live: [String] = []

    @Option(
        help: ArgumentHelp("Ask this machine what it has: node runs the tools here.", valueName: "source"))
    var liveFrom: LiveSource?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "The side that was: manifests or dumps; can be repeated.", valueName: "path"),
        completion: .file())
    var from: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("The side that will be: manifests or dumps; can be repeated.", valueName: "path"),
        completion: .file())
    var to: [String] = []

    @Option(help: ArgumentHelp("Compile the manifests for this kube-proxy as the side that was.", valueName: "1.NN"))
    var fromVersion: String?

    @Option(
        help: ArgumentHelp("Compile the manifests for this kube-proxy as the side that will be.", valueName: "1.NN"))
    var toVersion: String?

    @Option(
        help: ArgumentHelp("Compile the manifests in this mode as the side that was (--behavior).", valueName: "mode"))
    var fromMode: ProxyMode?

    @Option(
        help: ArgumentHelp(
            "Compile the manifests in this mode as the side that will be (--behavior).", valueName: "mode"))
    var toMode: ProxyMode?

    @Flag(help: "Compare what the two sides do with traffic, not their rules.")
    var behavior = false

    @Option(help: "Only this address family (default: those that the live side has)")
    var family: RuleOptions.FamilyChoice?

    /// The comparisons there are.
    enum Comparison {
        /// Manifests with dumps.
        case live([String])
        /// Manifests with what this machine says.
        case machine(LiveSource)
        /// One set of files with another.
        case files(from: [String], to: [String])
        /// Manifests with themselves, for two kube-proxies.
        case variants(from: Variant, to: Variant)
    }

    /// A kube-proxy, as far as it isn't the one that is meant anyway.
    struct Variant {
        /// The version.
        var version: String?
        /// The mode.
        var mode: ProxyMode?
    }

    /// What is asked for with these paths of manifests. Throws if that is nothing, or two things at once.
    func comparison(manifests: [String]) throws -> Comparison {
        let asked = [
            (!live.isEmpty, "--live"), (liveFrom != nil, "--live-from"),
            (!from.isEmpty || !to.isEmpty, "--from and --to"),
            (fromVersion != nil || toVersion != nil || hasModes, variantNames),
        ].filter(\.0).map(\.1)
        guard behavior || !hasModes else {
            throw ValidationError(
                "--from-mode and --to-mode go with --behavior: rules of two modes have nothing in common.")
        }
        guard asked.count == 1 else {
            throw ValidationError(
                asked.isEmpty
                    ? "Say what to compare: manifests with --live or --live-from, or --from with --to."
                    : "\(asked[0]) and \(asked[1]) don't go together.")
        }
        if !from.isEmpty || !to.isEmpty {
            guard !from.isEmpty, !to.isEmpty else { throw ValidationError("--from and --to go together.") }
            guard manifests.isEmpty else {
                throw ValidationError("With --from and --to, manifests are named by these options.")
            }
            try checkStandardInput(from + to)
            return .files(from: from, to: to)
        }
        guard !manifests.isEmpty else {
            throw ValidationError("Name at least one manifest: a file, a directory, or - for standard input.")
        }
        try checkStandardInput(manifests + live)
        if !live.isEmpty { return .live(live) }
        if let liveFrom { return .machine(liveFrom) }
        return .variants(
            from: Variant(version: fromVersion, mode: fromMode), to: Variant(version: toVersion, mode: toMode))
    }

    private var hasModes: Bool { fromMode != nil || toMode != nil }

    private var variantNames: String {
        hasModes && fromVersion == nil && toVersion == nil
            ? "--from-mode and --to-mode" : "--from-version and --to-version"
    }

    private func checkStandardInput(_ paths: [String]) throws {
        guard paths.count(where: { $0 == "-" }) > 1 else { return }
        throw ValidationError("Standard input can be read only once.")
    }
}
