import Diagnostics

/// Reading a ConfigMap: it counts only for the kube-proxy configuration that kubeadm keeps in one.
extension DecodingContext {
    private enum RootField: String, CaseIterable { case data }
    private static let rootFields = FieldNames<RootField>()
    private static let marker = "kind: KubeProxyConfiguration"

    /// The texts in the ConfigMap's `data` that are KubeProxyConfigurations.
    mutating func embeddedConfigurations(_ tree: borrowing ValueTree) -> [Source] {
        var texts: [Source] = []
        // What proxyplan doesn't use it doesn't judge: a ConfigMap may hold anything.
        let before = (findings.count, errorCount)
        forEachField(tree, of: 0, Self.rootFields) { context, tree, _, value in
            context.forEachPair(tree, of: value) { context, tree, key, value in
                guard tree.nodes[value].kind == .string else { return }
                let text = tree.text(of: value)
                guard text.contains(Self.marker) else { return }
                texts.append(
                    Source(
                        name: "\(context.sourceName)(\(context.object), data[\(tree.text(of: key).escapedForMessage)])",
                        bytes: Array(text.utf8)))
            }
        }
        if findings.count > before.0 { findings.removeLast(findings.count - before.0) }
        return texts
    }
}
