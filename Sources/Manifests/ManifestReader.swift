import Diagnostics

/// Reads manifests into a `ManifestSet`.
public struct ManifestReader {
    private var set = ManifestSet()
    private var context = DecodingContext(source: Source(name: "", bytes: []))
    private var services = NamedObjects<Service>()
    private var slices = NamedObjects<EndpointSlice>()
    private var nodes = NamedObjects<Node>()
    private var endpoints: [Endpoints] = []
    private var objectCount = 0

    private var workloads = WorkloadCollection()

    private let keepsObjects: Bool
    private let readsWorkloads: Bool

    private init(keepsObjects: Bool, readsWorkloads: Bool) {
        self.keepsObjects = keepsObjects
        self.readsWorkloads = readsWorkloads
    }

    /// Reads all objects of `sources`, in order. With `keepingObjects` the set also has every object as it was
    /// written, of all kinds; with `readingWorkloads` it has what endpoints can be derived from.
    ///
    /// - Parameter progress: is told how many texts are read, and of how many.
    public static func read(
        _ sources: [Source], keepingObjects: Bool = false, readingWorkloads: Bool = false,
        progress: (_ read: Int, _ total: Int) -> Void = { _, _ in }
    ) -> ManifestSet {
        var reader = ManifestReader(keepsObjects: keepingObjects, readsWorkloads: readingWorkloads)
        for (place, source) in sources.enumerated() {
            progress(place, sources.count)
            reader.read(source, isEmbedded: false)
        }
        return reader.finished()
    }

    private mutating func finished() -> ManifestSet {
        if objectCount == 0, let first = set.sources.first, !context.findings.contains(where: { $0.severity == .error })
        {
            context.findings.append(
                Finding(
                    rule: "READ-007", severity: .error,
                    message: "\(first.name): there is no Kubernetes object in it",
                    advice: "check what wrote it: an empty input gives no rules"))
        }
        set.services = services.list
        set.endpoints = endpoints
        (set.podSources, set.leastPods) = (workloads.sources, workloads.leastPods)
        set.nodes = nodes.list
        set.endpointSlices =
            slices.list + EndpointsMirror.slices(for: endpoints, services: services.list, existing: slices.list)
        set.symbols = context.symbols
        set.findings = context.findings
        return set
    }

    /// Reads one text. A text inside a ConfigMap is embedded: only a configuration is looked for in it.
    private mutating func read(_ source: Source, isEmbedded: Bool) {
        set.sources.append(source)
        context.begin(source: source)
        let firstFinding = context.findings.count
        var reader = DocumentReader(source: source)
        var embedded: [Source] = []
        let errors = reader.forEachObject { tree, object in
            embedded += self.read(tree, listItem: object, isEmbedded: isEmbedded)
        }
        for error in errors { context.report(error) }
        context.findings[firstFinding...].sort { a, b in
            (a.location?.line ?? 0, a.location?.column ?? 0) < (b.location?.line ?? 0, b.location?.column ?? 0)
        }
        for text in embedded { read(text, isEmbedded: true) }
    }

    /// Reads one object, and returns the texts inside it that are manifests themselves.
    private mutating func read(
        _ tree: borrowing ValueTree, listItem: ObjectContext, isEmbedded: Bool
    ) -> [Source] {
        objectCount += 1
        let header = ObjectHeader(tree, listItem: listItem)
        if keepsObjects && !isEmbedded && tree.nodes[0].kind == .mapping {
            set.objects.append(ManifestObject(tree, header: header, sourceIndex: set.sources.count - 1))
        }
        if readsWorkloads && !isEmbedded && readWorkload(tree, header) { return [] }
        guard let kind = knownKind(tree, header), !isEmbedded || kind == .kubeProxyConfiguration else { return [] }
        context.begin(object: header.reference(of: kind))
        guard kind.versions.map(kind.apiVersion).contains(header.apiVersion) else {
            context.report(
                "SCHEMA-005", tree, at: header.apiVersionIndex ?? 0,
                "apiVersion \"\(header.apiVersion.escapedForMessage)\" of \(kind.rawValue) is unknown",
                advice: "use \(kind.versions.map(kind.apiVersion).joined(separator: " or "))")
            return []
        }
        return decode(tree, as: kind)
    }

    /// The kind of an object, if proxyplan reads it.
    private mutating func knownKind(_ tree: borrowing ValueTree, _ header: ObjectHeader) -> ManifestKind? {
        guard tree.nodes[0].kind == .mapping, !header.kind.isEmpty else {
            if tree.nodes[0].kind == .null { return nil }
            context.begin(object: ObjectReference(kind: "", namespace: "", name: ""))
            context.report(
                "READ-005", tree, at: 0,
                tree.nodes[0].kind == .mapping
                    ? "the document has no kind: it is passed over"
                    : "the document is \(tree.nodes[0].kind.words), not a Kubernetes object: it is passed over",
                severity: .warning)
            return nil
        }
        guard let kind = ManifestKind(rawValue: header.kind), kind.group == header.group else {
            set.otherObjectCount += 1
            return nil
        }
        return kind
    }

    /// Reads an object that is about pods; says whether it is one.
    private mutating func readWorkload(_ tree: borrowing ValueTree, _ header: ObjectHeader) -> Bool {
        guard tree.nodes[0].kind == .mapping, WorkloadCollection.takes(header) else { return false }
        let object = ManifestObject(tree, header: header, sourceIndex: set.sources.count - 1)
        context.begin(object: object.reference)
        context.reportDuplicateKeys(tree)
        if workloads.add(object, context.podSource(tree, of: object), hasErrors: context.errorCount > 0) {
            noteRepeated(true, tree)
        }
        return true
    }

    /// Decodes one object of a known kind; it counts only if nothing was wrong with it.
    private mutating func decode(_ tree: borrowing ValueTree, as kind: ManifestKind) -> [Source] {
        context.reportDuplicateKeys(tree)
        let place = set.sources.count - 1
        switch kind {
        case .service:
            var object = context.service(tree)
            object.metadata.source = place
            if isSound(object.metadata, tree, rule: "SVC-001") { noteRepeated(services.add(object), tree) }
        case .endpointSlice:
            var object = context.endpointSlice(tree)
            object.metadata.source = place
            // A slice may come without a name: generateName, or an extract.
            if context.errorCount == 0 { noteRepeated(slices.add(object), tree) }
        case .endpoints:
            var object = context.endpoints(tree)
            object.metadata.source = place
            if isSound(object.metadata, tree, rule: "EP-007") { endpoints.append(object) }
        case .node:
            var object = context.node(tree)
            object.metadata.source = place
            if readsWorkloads {
                let header = ObjectHeader(tree, listItem: ObjectContext(number: 0))
                object.state = NodeState(ManifestObject(tree, header: header, sourceIndex: place).root)
            }
            if isSound(object.metadata, tree, rule: "EP-042") { noteRepeated(nodes.add(object), tree) }
        case .serviceCIDR:
            let object = context.serviceCIDR(tree)
            if context.errorCount == 0 { set.serviceCIDRs.append(object) }
        case .kubeProxyConfiguration:
            let object = context.kubeProxyConfiguration(tree)
            if context.errorCount == 0 { set.proxyConfigurations.append(object) }
        case .configMap:
            return context.errorCount == 0 ? context.embeddedConfigurations(tree) : []
        }
        return []
    }

    /// Whether an object was read without error and has a name.
    private mutating func isSound(_ metadata: ObjectMetadata, _ tree: borrowing ValueTree, rule: String) -> Bool {
        if context.errorCount == 0 && metadata.name.isEmpty {
            context.report(rule, tree, at: 0, "the object has no name", advice: "set metadata.name")
        }
        return context.errorCount == 0
    }

    /// Says that an object took the place of another one of its name.
    private mutating func noteRepeated(_ isRepeated: Bool, _ tree: borrowing ValueTree) {
        guard isRepeated else { return }
        context.report(
            "SCHEMA-014", tree, at: 0, "the object stands in the input twice: this one counts", severity: .warning)
    }
}
