import ArgumentParser
import Diagnostics
import Manifests

/// Which manifests are read.
struct InputOptions: ParsableArguments {
    @OptionGroup var manifests: PathOptions

    @Flag(help: "Skip what is broken in the input, say what, and exit with 1.")
    var keepGoing = false

    @Flag(
        help: ArgumentHelp(
            """
            Also read Pods and what makes pods, and derive what a cluster would add: EndpointSlices, and placeholders \
            for pods, cluster IPs and node ports that don't exist yet.
            """))
    var deriveEndpoints = false

    /// All paths that are given, whichever way.
    var allPaths: [String] { manifests.all }

    /// Throws if no manifest is named.
    func requirePaths() throws { try manifests.requireOne() }

    /// Reads all manifests, and `configuration` behind them if there is one. With `everything` each thing that is derived
    /// is told, not only the first ones of a kind; with `workloads` Pods and what makes pods are read in any case.
    func read(configuration: String?, everything: Bool, workloads: Bool = false) -> ManifestSet {
        let (sources, unreadable) = SourceFiles.read(allPaths)
        return read(
            sources, unreadable, configuration: configuration, everything: everything, workloads: workloads)
    }

    /// Reads manifests from texts in the same way.
    func read(
        _ sources: [Source], _ unreadable: [Finding] = [], configuration: String?, everything: Bool,
        workloads: Bool = false
    ) -> ManifestSet {
        Self.read(
            sources, unreadable, configuration: configuration, derives: deriveEndpoints, keepGoing: keepGoing,
            everything: everything, workloads: workloads)
    }

    /// Reads manifests from texts, without options.
    static func read(
        _ sources: [Source], _ unreadable: [Finding], configuration: String?, derives: Bool, keepGoing: Bool,
        everything: Bool, workloads: Bool = false
    ) -> ManifestSet {
        var manifests = ManifestReader.read(
            sources, keepingObjects: workloads, readingWorkloads: derives || workloads)
        manifests.findings = unreadable + manifests.findings
        if let configuration { read(configuration, into: &manifests) }
        guard derives, keepGoing || !manifests.hasErrors else { return manifests }
        return manifests.derivingEndpoints(listing: everything ? .max : 20)
    }

    /// Reads the file that `--config` names: its configuration goes before those in the manifests.
    private static func read(_ configuration: String, into manifests: inout ManifestSet) {
        let (sources, unreadable) = SourceFiles.read([configuration])
        let set = ManifestReader.read(sources)
        manifests.findings += unreadable + set.findings
        manifests.proxyConfigurations = set.proxyConfigurations + manifests.proxyConfigurations
        if set.proxyConfigurations.isEmpty && unreadable.isEmpty && !set.hasErrors {
            manifests.findings.append(
                Finding(
                    rule: "READ-006", severity: .error,
                    message: "\(configuration): there is no KubeProxyConfiguration in it",
                    advice: "name a KubeProxyConfiguration, or the ConfigMap that holds one"))
        }
    }
}
