/// A port that a container of a pod declares.
public struct ContainerPort: Sendable {
    /// The entry of `ports`.
    public let field: FieldCursor
    /// The container.
    public let container: FieldCursor
    /// What sort of container it is.
    public let role: Role
    /// `name`; empty if it has none.
    public let name: String
    /// `containerPort`; 0 if it has none.
    public let number: Int64
    /// `protocol`; `TCP` if it says none.
    public let transport: String
    /// The port of the node that it takes: `hostPort`, or `containerPort` of a pod on the host network; 0 for none.
    public let hostPort: Int64

    /// What sort of container declares a port.
    public enum Role: Sendable, Hashable {
        /// One of `containers`.
        case container
        /// An init container that keeps running: `restartPolicy: Always`.
        case sidecar
        /// An init container that ends before the containers start.
        case initContainer
    }

    /// Whether a Service's `targetPort` can name it.
    public var isNameable: Bool { role != .initContainer }

    /// All ports of a pod, in the order in which a name is looked up: those of the containers first.
    static func all(in podSpec: FieldCursor, isHostNetwork: Bool) -> [ContainerPort] {
        var ports: [ContainerPort] = []
        func add(_ container: FieldCursor, _ role: Role) {
            for field in container["ports"].items {
                let number = field["containerPort"].integer ?? 0
                ports.append(
                    ContainerPort(
                        field: field, container: container, role: role, name: field["name"].string ?? "",
                        number: number, transport: field["protocol"].nonEmpty ?? "TCP",
                        hostPort: field["hostPort"].integer ?? (isHostNetwork ? number : 0)))
            }
        }
        for container in podSpec["containers"].items { add(container, .container) }
        let initContainers = podSpec["initContainers"].items
        for container in initContainers where container.isSidecar { add(container, .sidecar) }
        for container in initContainers where !container.isSidecar { add(container, .initContainer) }
        return ports
    }
}

extension FieldCursor {
    /// Whether an init container keeps running beside the containers.
    public var isSidecar: Bool { self["restartPolicy"].string == "Always" }
}
