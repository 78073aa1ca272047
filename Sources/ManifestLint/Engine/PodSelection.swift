import Manifests

/// What one selector selects in one namespace, for all Services that have it.
///
/// Rules walk selections rather than Services, so that a thousand Services of one selector cost no thousand walks
/// over its pods.
public struct PodSelection: Sendable {
    /// The namespace of the Services and pods.
    public let namespace: String
    /// The selector.
    public let selector: [String: String]
    /// The Services that have it.
    public let services: [ServiceObject]
    /// The workloads whose pods carry all of its labels.
    public let workloads: [Workload]

    private var targets: [TargetName: NamedTarget] = [:]
    private let numbers: [String: Set<Int64>]

    private struct TargetName: Hashable {
        var name: String
        var transport: String
    }

    init(namespace: String, selector: [String: String], services: [ServiceObject], workloads: [Workload]) {
        self.namespace = namespace
        self.selector = selector
        self.services = services
        self.workloads = workloads
        var numbers: [String: Set<Int64>] = [:]
        for workload in workloads {
            for port in workload.ports where port.isNameable {
                numbers[port.transport, default: []].insert(port.number)
            }
        }
        self.numbers = numbers
        let named = services.lazy.flatMap(\.ports).filter { $0.targetName != nil }
        guard named.first != nil else { return }
        let declarations = PortDeclarations(workloads)
        for port in named {
            guard let name = port.targetName else { continue }
            let key = TargetName(name: name, transport: port.transport)
            if targets[key] == nil { targets[key] = NamedTarget(name, port.transport, declarations) }
        }
    }

    /// What a port's named `targetPort` means to each workload; nil if it is a number.
    public func target(of port: ServiceObject.Port) -> NamedTarget? {
        port.targetName.flatMap { targets[TargetName(name: $0, transport: port.transport)] }
    }

    /// The numbers of the ports of a protocol that any workload's lasting containers declare.
    public func declaredNumbers(_ transport: String) -> Set<Int64> { numbers[transport] ?? [] }
}

/// What the name of a port means to the pods of a selection.
public struct NamedTarget: Sendable {
    /// A workload and the port that counts for it.
    public struct Match: Sendable {
        /// The workload.
        public let workload: Workload
        /// The port.
        public let port: ContainerPort
    }

    /// Workloads that declare the name under the protocol.
    public private(set) var resolved: [Match] = []
    /// Workloads that declare the name only under another protocol.
    public private(set) var otherProtocol: [Match] = []
    /// Workloads that declare the name only in an init container that ends.
    public private(set) var initContainerOnly: [Match] = []
    /// The first few workloads that don't declare the name.
    public private(set) var undeclared: [Workload] = []
    /// How many don't.
    public private(set) var undeclaredCount = 0

    /// Looks `name` up in each workload: the first port of that name and protocol counts.
    init(_ name: String, _ transport: String, _ declarations: PortDeclarations) {
        let declaring = declarations.byName[name] ?? []
        for (place, all) in declaring {
            let workload = declarations.workloads[place]
            let lasting = all.lazy.filter(\.isNameable)
            if let port = lasting.first(where: { $0.transport == transport }) {
                resolved.append(Match(workload: workload, port: port))
            } else if let port = lasting.first {
                otherProtocol.append(Match(workload: workload, port: port))
            } else if let port = all.first {
                initContainerOnly.append(Match(workload: workload, port: port))
            }
        }
        undeclaredCount = declarations.workloads.count - declaring.count
        // Those that declare the name come in order, so the first others are found without a walk over all.
        var next = declaring.makeIterator()
        var declared = next.next()?.place
        for place in declarations.workloads.indices {
            if undeclared.count == min(undeclaredCount, 3) { break }
            if declared == place {
                declared = next.next()?.place
            } else {
                undeclared.append(declarations.workloads[place])
            }
        }
    }

    /// The numbers that the name stands for, sorted.
    public var numbers: [Int64] { Set(resolved.map(\.port.number)).sorted() }
}

/// The ports that workloads declare, by name.
struct PortDeclarations {
    /// The workloads.
    let workloads: [Workload]
    /// For each name the places of the workloads that declare it, in order, and their ports of that name.
    private(set) var byName: [String: [(place: Int, ports: [ContainerPort])]] = [:]

    init(_ workloads: [Workload]) {
        self.workloads = workloads
        for (place, workload) in workloads.enumerated() {
            for port in workload.ports {
                if let last = byName[port.name]?.indices.last, byName[port.name]?[last].place == place {
                    byName[port.name]?[last].ports.append(port)
                } else {
                    byName[port.name, default: []].append((place, [port]))
                }
            }
        }
    }
}
