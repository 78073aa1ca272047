import Manifests

/// A text in which a pod may be told where to connect to.
struct ClientText {
    /// The scalar.
    let field: FieldCursor
    /// What it is.
    let role: Role

    enum Role: Hashable {
        /// The value of an entry of `env`.
        case environment
        /// An entry of `command` or `args`, of a probe's or hook's command too.
        case argument
        /// `host` of a probe or hook; nil if the port beside it is a name.
        case probeHost(port: Int64?)
        /// A value of a ConfigMap.
        case configMap
    }

    /// The hosts that it names.
    var references: [HostReference] {
        let text = field.text
        guard case .probeHost(let port) = role else { return HostReference.all(in: text) }
        return [HostReference(scheme: "http", host: text, port: port.map { .number($0) } ?? .unknown)]
    }
}

/// A container's command line, which may be a shell's.
struct CommandLine {
    /// The entries of `command` and `args`, in order.
    let fields: [FieldCursor]
}

extension Workload {
    /// All containers, the init containers too.
    var allContainers: [FieldCursor] { containers + podSpec["initContainers"].items }

    /// The texts in its pods themselves, without those of ConfigMaps.
    var clientTexts: [ClientText] {
        var texts: [ClientText] = []
        for container in allContainers {
            for entry in container["env"].items where entry["value"].nonEmpty != nil {
                texts.append(ClientText(field: entry["value"], role: .environment))
            }
            for line in container.commandLines {
                texts += line.fields.map { ClientText(field: $0, role: .argument) }
            }
            for handler in container.handlers {
                for request in [handler["httpGet"], handler["tcpSocket"]] where request["host"].nonEmpty != nil {
                    texts.append(ClientText(field: request["host"], role: .probeHost(port: request["port"].integer)))
                }
            }
        }
        return texts
    }

    /// The names of the ConfigMaps that its pods read.
    var configMapNames: Set<String> {
        var names: Set<String> = []
        for container in allContainers {
            for source in container["envFrom"].items {
                if let name = source["configMapRef"]["name"].nonEmpty { names.insert(name) }
            }
            for entry in container["env"].items {
                if let name = entry["valueFrom"]["configMapKeyRef"]["name"].nonEmpty { names.insert(name) }
            }
        }
        for volume in podSpec["volumes"].items {
            if let name = volume["configMap"]["name"].nonEmpty { names.insert(name) }
            for source in volume["projected"]["sources"].items {
                if let name = source["configMap"]["name"].nonEmpty { names.insert(name) }
            }
        }
        return names
    }
}

extension FieldCursor {
    /// The probes and hooks of a container.
    fileprivate var handlers: [FieldCursor] {
        [
            self["livenessProbe"], self["readinessProbe"], self["startupProbe"], self["lifecycle"]["postStart"],
            self["lifecycle"]["preStop"],
        ]
    }

    /// The command lines of a container: its own, and those of its probes and hooks.
    var commandLines: [CommandLine] {
        let own = CommandLine(fields: self["command"].items + self["args"].items)
        return ([own] + handlers.map { CommandLine(fields: $0["exec"]["command"].items) }).filter { !$0.fields.isEmpty }
    }
}

/// The texts of all pods, and of each ConfigMap that any of them reads, once.
struct ClientTexts {
    /// Calls `body` with each text and the workload that reads it; of several that read one ConfigMap the first.
    static func forEach(_ context: LintContext, _ body: (ClientText, Workload) -> Void) {
        var seen: Set<ObjectIdentifier> = []
        for workload in context.workloads {
            for text in workload.clientTexts { body(text, workload) }
            for name in workload.configMapNames.sorted() {
                guard let map = context.object("ConfigMap", workload.namespace, name),
                    seen.insert(ObjectIdentifier(map)).inserted
                else { continue }
                for entry in map.root["data"].entries where entry.value.nonEmpty != nil {
                    body(ClientText(field: entry.value, role: .configMap), workload)
                }
            }
        }
    }
}
