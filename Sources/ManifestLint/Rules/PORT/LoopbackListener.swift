import Addressing
import Diagnostics
import Manifests

/// The container behind a Service port listens on the loopback address only.
///
/// kube-proxy sends connections to the pod's address. A process that listens on 127.0.0.1, ::1 or localhost doesn't
/// have that address, so they are refused, although a check from inside the container passes. Looked at are options
/// and variables whose name says that they mean a listener.
///
/// Bad:
/// ```yaml
/// args: ["--listen=127.0.0.1:8080"]
/// ```
/// Good:
/// ```yaml
/// args: ["--listen=0.0.0.0:8080"]
/// ```
/// Source: pkg/proxy: the target is always the pod's address.
enum LoopbackListener: LintRule {
    static let description = RuleDescription(
        "PORT-027", .warning, "Selected container binds to loopback", needs: [.workloads])

    /// Options that say where to listen, without dashes before and within.
    private static let options: Set<String> = [
        "bind", "bindaddress", "bindaddr", "bindhost", "bindip", "listen", "listenaddress", "listenaddr", "listenhost",
        "listenip", "host", "address", "addr", "hostname", "serveraddress", "serverhost", "web.listenaddress",
        "server.address", "server.host", "http.host", "http.address", "httpaddress", "httpaddr", "httphost",
        "network.host", "quarkus.http.host", "micronaut.server.host", "interface",
    ]
    /// Variables that say where to listen.
    private static let variables: Set<String> = [
        "HOST", "BIND", "BIND_ADDRESS", "BIND_ADDR", "BIND_HOST", "LISTEN", "LISTEN_ADDRESS", "LISTEN_ADDR",
        "LISTEN_HOST", "SERVER_ADDRESS", "SERVER_HOST", "HTTP_HOST", "HTTP_ADDRESS", "HTTP_ADDR", "GRPC_ADDRESS",
        "QUARKUS_HTTP_HOST", "MICRONAUT_SERVER_HOST",
    ]

    /// Where a container says that it listens.
    private struct Listener {
        var field: FieldCursor
        /// The port; nil if the value says none.
        var port: Int64?
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        for selection in context.selections {
            var found: [(workload: Workload, container: FieldCursor, listener: Listener)] = []
            for workload in selection.workloads {
                for container in workload.containers + workload.sidecars {
                    found += listeners(of: container).map { (workload, container, $0) }
                }
            }
            guard !found.isEmpty, let service = selection.services.first else { continue }
            let targets = Targets(selection)
            for (workload, container, listener) in found {
                guard let number = targets.target(of: container, in: workload, at: listener.port) else { continue }
                report.add(
                    description, at: listener.field,
                    "the container listens on \(listener.field.text.quoted), but \(service.reference) sends connections"
                        + " for port \(number) to the pod's address, where they are refused",
                    advice: "listen on 0.0.0.0 or ::",
                    related: [report.place(service.spec["ports"], "leads to the container")])
            }
        }
    }

    /// The container ports that the Services of a selection lead to.
    private struct Targets {
        private var numbers: Set<Int64> = []
        private var names: Set<String> = []

        init(_ selection: PodSelection) {
            for port in selection.services.lazy.flatMap(\.ports) where port.transport == "TCP" {
                if let number = port.targetNumber { numbers.insert(number) }
                if let name = port.targetName { names.insert(name) }
            }
        }

        /// The port of the container that is a target; nil if none is, or if the listener is on another one.
        func target(of container: FieldCursor, in workload: Workload, at port: Int64?) -> Int64? {
            let own = workload.ports.filter { $0.container.range == container.range }
            let declared = own.filter { numbers.contains($0.number) || names.contains($0.name) }.map(\.number)
            if let port { return declared.contains(port) || isAlone(container, workload, port) ? port : nil }
            if let first = declared.first { return first }
            return own.isEmpty && workload.ports.isEmpty && workload.containers.count == 1 ? numbers.min() : nil
        }

        /// Whether a port that nothing declares can only be this container's.
        private func isAlone(_ container: FieldCursor, _ workload: Workload, _ port: Int64) -> Bool {
            numbers.contains(port) && !workload.ports.contains { $0.number == port }
        }
    }

    private static func listeners(of container: FieldCursor) -> [Listener] {
        var found: [Listener] = []
        for entry in container["env"].items where variables.contains(entry["name"].text) {
            if let listener = listener(entry["value"], entry["value"].text) { found.append(listener) }
        }
        var isOption = false
        for field in container["command"].items + container["args"].items {
            // A shell's command line is one entry with many words.
            for word in ShellWord.all(in: field.text) {
                guard case .text(let text) = word else {
                    isOption = false
                    continue
                }
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2, isListenOption(parts[0]) {
                    if let listener = listener(field, String(parts[1])) { found.append(listener) }
                } else if isOption, let listener = listener(field, text) {
                    found.append(listener)
                }
                isOption = parts.count == 1 && isListenOption(parts[0])
            }
        }
        return found
    }

    /// Whether a word is an option such as `--listen-address` or `-Dserver.address`, or a variable such as `HOST`.
    private static func isListenOption(_ word: Substring) -> Bool {
        guard word.first == "-" else { return variables.contains(String(word)) }
        let name = word.drop { $0 == "-" }
        let property = word.hasPrefix("-D") && !word.hasPrefix("--") ? name.dropFirst() : name
        return options.contains(String(property.lowercased().filter { $0 != "-" && $0 != "_" }))
    }

    /// A listener on the loopback address; nil if the value is another one.
    private static func listener(_ field: FieldCursor, _ value: String) -> Listener? {
        let value = value.contains("://") ? String(value.drop { $0 != "/" }.drop { $0 == "/" }) : value
        if value == "localhost" || IPAddress(value)?.isLoopback == true { return Listener(field: field, port: nil) }
        guard let colon = value.lastIndex(of: ":") else { return nil }
        let host = value[..<colon].drop { $0 == "[" }.prefix { $0 != "]" }
        guard host == "localhost" || IPAddress(String(host))?.isLoopback == true else { return nil }
        return Int64(value[value.index(after: colon)...]).map { Listener(field: field, port: $0) }
    }
}
