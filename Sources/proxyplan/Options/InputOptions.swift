import ArgumentParser
import Diagnostics
import Manifests

/// Which manifests are read.
struct InputOptions: ParsableArguments {
    @OptionGroup var manifests: PathOptions

    @Flag(help: "Skip what is broken in the input, say what, and exit with 1.")
    var keepGoing = false

    /// All paths that are given, whichever way.
    var allPaths: [String] { manifests.all }

    /// Throws if no manifest is named.
    func requirePaths() throws { try manifests.requireOne() }

    /// Reads all manifests, and `configuration` behind them if there is one.
    func read(configuration: String?) -> ManifestSet {
        let (sources, unreadable) = SourceFiles.read(allPaths)
        return Self.read(sources, unreadable, configuration: configuration)
    }

    /// Reads manifests from texts, and `configuration` behind them if there is one.
    static func read(_ sources: [Source], _ unreadable: [Finding] = [], configuration: String?) -> ManifestSet {
        var manifests = ManifestReader.read(sources)
        manifests.findings = unreadable + manifests.findings
        if let configuration { read(configuration, into: &manifests) }
        return manifests
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
