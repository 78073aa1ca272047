import Addressing
import Diagnostics
import Manifests
import ServiceProxy

/// Says why packets end where they do: what of the Service, its endpoints and the node's settings leads there, and what
/// would have to change.
///
/// It is made once for a node; each question looks only at the Service that it is about.
public struct PathReasons: Sendable {
    let directory: ClusterDirectory
    private let views: [IPFamily: View]

    /// A view with what is looked up in it.
    struct View: Sendable {
        let view: ProxyView
        /// The service ports of each Service; views have those of one Service side by side.
        let ports: [Int: Range<Int>]
        /// The Services that have no rules.
        let omissions: [Int: ProxyView.Omission]
        /// For each set of node hints, whether it names the node.
        let nodeHintsFit: [Bool]
    }

    /// Reasons on the node of the views, at most one of each family.
    public init(_ directory: ClusterDirectory, views: [ProxyView]) {
        self.directory = directory
        var found: [IPFamily: View] = [:]
        for view in views { found[view.family] = Self.indexed(view, directory.manifests.symbols) }
        self.views = found
    }

    private static func indexed(_ view: ProxyView, _ symbols: SymbolTable) -> View {
        var ports: [Int: Range<Int>] = [:]
        for (place, port) in view.servicePorts.enumerated() {
            ports[port.service] = (ports[port.service]?.lowerBound ?? place)..<(place + 1)
        }
        var omissions: [Int: ProxyView.Omission] = [:]
        for (omission, services) in view.omitted {
            for service in services { omissions[service] = omission }
        }
        let name = view.node.name
        return View(
            view: view, ports: ports, omissions: omissions,
            nodeHintsFit: symbols.membership(of: name.isEmpty ? nil : symbols.find(name)))
    }

    /// The reasons for how packets from `source` to `destination` end, the most telling first.
    public func reasons(
        for destination: Destination, from source: TrafficSource, endings: [Trace.Ending]
    ) -> [Reason] {
        let family = destination.address.family
        guard let view = views[family] else { return [] }
        if !source.addresses.isEmpty && source.address(family) == nil {
            return [
                Reason(
                    "\(source.label) has no \(family.manifestName) address, so nothing it sends gets to"
                        + " \(destination.address)",
                    change: "use the \(family.other.manifestName) address of the destination")
            ]
        }
        let question = Question(
            directory: directory, view: view, destination: destination, source: source, outcome: EndingSummary(endings))
        return question.reasons()
    }
}

/// What became of packets, as far as reasons depend on it.
struct EndingSummary {
    /// Some reach what they were translated to.
    var isReached = false
    /// Some don't.
    var isFailed = false
    /// Some leave the node, or reach a pod on it, with the destination that they had.
    var isPassedOn = false
    /// Some reach the node itself with the destination that they had.
    var isTakenByNode = false
    /// Some are thrown away and their sender told.
    var isRejected = false
    /// Some are thrown away silently.
    var isDropped = false

    init(_ endings: [Trace.Ending]) {
        for ending in endings {
            switch (ending.fate, ending.translated) {
            case (.local, .some), (.sent, .some): isReached = true
            case (.sent, nil): isPassedOn = true
            case (.local, nil): isTakenByNode = true
            case (.rejected, _), (.refused, _), (.unserved, _): isRejected = true
            case (.dropped, _), (.droppedByPolicy, _), (.martian, _), (.circle, _): isDropped = true

            }
        }
        isFailed = isPassedOn || isTakenByNode || isRejected || isDropped
    }
}

/// One question about a destination.
struct Question {
    let directory: ClusterDirectory
    let view: PathReasons.View
    let destination: Destination
    let source: TrafficSource
    let outcome: EndingSummary

    var proxy: ProxyView { view.view }

    /// Whether kube-proxy itself passes connections on: then it looks at no policy, hint, source range or node-port
    /// address.
    var isUserspace: Bool { proxy.node.configuration.mode == .userspace }

    /// What reports call the node.
    var nodeWords: String {
        proxy.node.name.isEmpty ? "this node" : "node \(proxy.node.name.escapedForMessage)"
    }

    func reasons() -> [Reason] {
        switch destination.role {
        case .pod: return podReasons()
        case .node: return nodeReasons()
        case .outside:
            return outcome.isPassedOn
                ? [
                    Reason(
                        "no rule is for \(destination.address): the packets go on as they"
                            + " are")
                ] : []
        case .clusterIP, .externalIP, .loadBalancer, .nodePort:
            guard let place = destination.service else { return [] }
            return serviceReasons(directory.manifests.services[place], at: place)
        }
    }

    // MARK: Destinations that aren't Services

    private func podReasons() -> [Reason] {
        var reasons: [Reason] = []
        if source.kind == .outside {
            reasons.append(
                Reason(
                    "\(destination.address) is an address of a pod: outside the cluster nobody has a route to it unless"
                        + " the network was told to, and kube-proxy has no rules for it",
                    change: "reach the pod through a Service of type NodePort or LoadBalancer, or an Ingress"))
        } else if outcome.isPassedOn, !directory.pods.isKnown(destination.address) {
            reasons.append(
                Reason(
                    "no pod of the input has \(destination.address): no rule translates it, and nobody answers unless"
                        + " there is such a pod after all",
                    change: "use the name of a Service, which follows its pods"))
        } else if outcome.isPassedOn {
            reasons.append(
                Reason(
                    "\(destination.address) is a pod's own address: no Service is between, and the pod network delivers"
                        + " the packets, whether the pod is ready or not"))
        }
        return reasons
    }

    private func nodeReasons() -> [Reason] {
        guard !destination.isPing, outcome.isTakenByNode || outcome.isPassedOn else { return [] }
        return otherNode()
            ?? [
                Reason(
                    "no Service has node port \(destination.port)/\(destination.transport?.manifestName ?? "TCP"): a"
                        + " process"
                        + " of the node answers, if one listens there")
            ]
    }

    /// That an address is another node's; nil if it is this one's.
    func otherNode() -> [Reason]? {
        let address = destination.address
        guard let other = directory.node(at: address), other.metadata.name != proxy.node.name,
            !proxy.node.addresses.contains(address)
        else { return nil }
        let name = other.metadata.name.escapedForMessage
        return [
            Reason(
                "\(address) is an address of node \(name): \(nodeWords) passes the packets on, and the rules there"
                    + " decide",
                change: "follow them there with --node \(name)")
        ]
    }

    // MARK: Services

    private func serviceReasons(_ service: Service, at place: Int) -> [Reason] {
        let name = directory.name(of: place)
        if let omission = view.omissions[place] { return [reason(omission, service, place, name)] }
        if destination.role == .nodePort, let other = otherNode() { return other }
        if destination.isPing { return [pingReason(name)] }
        guard let port = servicePort(place) else { return [missingPort(service, place, name)] }
        var reasons = addressReasons(port, service, place, name)
        let decidesAlone = !reasons.isEmpty && !outcome.isReached
        reasons += outsideReason(place)
        if decidesAlone { return reasons }
        return reasons + endpointReasons(port, service, place, name)
    }

    /// The port of the Service that the packets are for.
    private func servicePort(_ place: Int) -> ServicePort? {
        guard let range = view.ports[place] else { return nil }
        return proxy.servicePorts[range].first { port in
            port.transport == destination.transport
                && (destination.role == .nodePort ? port.nodePort : port.port) == destination.port
        }
    }

    private func reason(
        _ omission: ProxyView.Omission, _ service: Service, _ place: Int, _ name: NamespacedName
    ) -> Reason {
        let location = directory.location(ofService: place)
        let family = proxy.family
        switch omission {
        case .otherProxy:
            return Reason(
                "Service \(name) has the label service.kubernetes.io/service-proxy-name: kube-proxy leaves it to"
                    + " another"
                    + " proxy",
                change: "remove the label", place: location)
        case .headless:
            return Reason(
                "Service \(name) is headless: it has no address of its own, DNS gives those of its pods, and kube-proxy"
                    + " makes no rules for it",
                change: "dial its name, or give it a cluster IP", place: location)
        case .externalName:
            return Reason(
                "Service \(name) is only an alias (ExternalName): kube-proxy makes no rules for it", place: location)
        case .noClusterIP:
            return Reason(
                "Service \(name) has no cluster IP yet, so kube-proxy makes no rules for it",
                change: "let one be assumed with --derive-endpoints, or write spec.clusterIP", place: location)
        case .otherFamily:
            return Reason(
                "Service \(name) has no \(family.manifestName) cluster IP: kube-proxy makes no"
                    + " \(family.manifestName) rules"
                    + " for it, not for its node ports and other addresses either",
                change: "add \(family.manifestName) to spec.ipFamilies, or use its \(family.other.manifestName)"
                    + " address",
                place: location)
        }
    }

    private func missingPort(_ service: Service, _ place: Int, _ name: NamespacedName) -> Reason {
        let wanted = "\(destination.port)/\(destination.transport.map { "\($0.name)" } ?? "tcp")"
        let target = service.ports.first {
            $0.target == .number(destination.port) && $0.transport == destination.transport
        }
        let other = service.ports.first { $0.port == destination.port }
        if let target {
            return Reason(
                "Service \(name) has no port \(wanted): that is the port of its pods, behind port \(target.port)",
                change: "use port \(target.port)",
                place: directory.places.location(target.range, in: service.metadata.source))
        }
        return Reason(
            "Service \(name) has no port \(wanted): it has \(service.portWords), and nothing else of its address"
                + " is translated",
            change: other.map { "use \($0.port)/\($0.transport.name)" } ?? "use a port of the Service, or add this"
                + " one to it",
            place: directory.location(ofService: place))
    }

    private func pingReason(_ name: NamespacedName) -> Reason {
        let what =
            "\(destination.address) is \(destination.role.words == "external IP" ? "an" : "a") "
            + "\(destination.role.words) of Service \(name)"
        let change = "try a connection to one of its ports, or ping a pod"
        if outcome.isRejected {
            return Reason("\(what): only its ports are forwarded, and a rule turns all else away", change: change)
        }
        if outcome.isDropped {
            return Reason("\(what): only its ports are forwarded, and a rule drops all else", change: change)
        }
        if outcome.isTakenByNode {
            return Reason(
                "\(what), which this node has on an interface: the node answers the ping itself, whether the Service"
                    + " has"
                    + " endpoints or not",
                change: change)
        }
        return Reason(
            "\(what): it is on no interface and only its ports are forwarded, so the ping leaves the node"
                + " untranslated and"
                + " nobody answers",
            change: change)
    }

    /// That cluster IPs mean nothing outside.
    private func outsideReason(_ place: Int) -> [Reason] {
        guard destination.role == .clusterIP, source.kind == .outside else { return [] }
        return [
            Reason(
                "\(destination.address) is a cluster IP: outside the cluster nobody has a route to it, so these packets"
                    + " come to the node only if the network was told to send them there",
                change: "use a Service of type NodePort or LoadBalancer, or an Ingress",
                place: directory.location(ofService: place))
        ]
    }
}
