import ArgumentParser
import PacketTrace

/// Which packets are followed, and how that is shown.
struct TraceOptions: ParsableArguments {
    /// The formats.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case dot
        case mermaid

        /// The language of the graph that it is; nil if it is none.
        var graph: RuleOptions.GraphFormat? { RuleOptions.GraphFormat(rawValue: rawValue) }
    }

    /// What conntrack says of the packets.
    enum State: String, ExpressibleByArgument, CaseIterable {
        case new
        case established
        case invalid

        var tracking: TrackingStates {
            switch self {
            case .new: .new
            case .established: .established
            case .invalid: .invalid
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            """
            Who sends: pod/NS/NAME, pod/NS/LABEL=VALUE, deployment/NS/NAME, an address, node, node/NAME, external or \
            external:IP.
            """, valueName: "source"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            """
            Where to: a name that cluster DNS answers with :PORT or :PORTNAME, a URL, IP:PORT/PROTOCOL, node:PORT, \
            node/NAME:PORT, or icmp: and a name or address.
            """, valueName: "destination"))
    var to: String?

    @Flag(
        help:
            "Every address and node port of all Services, from a pod of the node, the node, and outside; one line each."
    )
    var all = false

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            """
            Follow packets through these rules, a dump as for diff --live, instead of what manifests compile to; can be \
            repeated.
            """, valueName: "path"),
        completion: .file())
    var ruleset: [String] = []

    @Option(help: "Only this address family (default: those that the destination has).")
    var family: RuleOptions.FamilyChoice?

    @Option(help: ArgumentHelp("The domain of the cluster's names.", valueName: "domain"))
    var clusterDomain = "cluster.local"

    @Option(help: ArgumentHelp("What conntrack says of the packets: new, established or invalid.", valueName: "state"))
    var state = State.new

    @Option(help: ArgumentHelp("How the way is written: text, json, dot or mermaid.", valueName: "format"))
    var format = Format.text

    @Option(help: ArgumentHelp("The way as a graph: dot (Graphviz) or mermaid.", valueName: "language"))
    var graph: RuleOptions.GraphFormat?

    @Flag(help: "Only what becomes of the packets, not the steps.")
    var noSteps = false

    @OptionGroup var selection: ServiceOptions

    func validate() throws {
        if all {
            guard from == nil, to == nil else { throw ValidationError("--all goes without --from and --to.") }
            guard ruleset.isEmpty else { throw ValidationError("--all needs manifests, not --ruleset.") }
            guard graph == nil, format == .text || format == .json else {
                throw ValidationError("With --all the format is text or json.")
            }
            return
        }
        guard from != nil, to != nil else { throw ValidationError("Say --from and --to, or --all.") }
        guard selection.services.isEmpty else { throw ValidationError("--service goes with --all only.") }
    }
}
