import Addressing
import Diagnostics
import Manifests

/// A pod's configuration has the address of a pod, or a cluster IP that no manifest pins.
///
/// A pod gets another address whenever it starts again, and a Service whenever it is made anew, in another cluster too.
/// From then on the client connects to nothing, or to somebody else.
///
/// Bad, for the pod range 10.244.0.0/16:
/// ```yaml
/// env: [{name: API_HOST, value: 10.244.0.61}]
/// ```
/// Good:
/// ```yaml
/// env: [{name: API_HOST, value: web}]
/// ```
/// Source: the documentation of Services.
enum LiteralClusterAddress: LintRule {
    static let description = RuleDescription(
        "SVC-025", .warning, "Literal pod or cluster address in client configuration",
        needs: [.workloads, .clusterNetworks], partlyNeeds: [.podCIDRs, .serviceCIDRs])

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        let podNetworks = context.cluster.podCIDRs + context.cluster.nodes.flatMap(\.podCIDRs)
        ClientTexts.forEach(context) { text, _ in
            var seen: Set<IPAddress> = []
            for address in addresses(in: text) where seen.insert(address).inserted {
                if podNetworks.contains(where: { $0.contains(address) }) {
                    report.add(
                        description, at: text.field,
                        "\(address) is an address of a pod: it changes whenever the pod starts again",
                        advice: "write the name of a Service that selects the pod")
                } else if isUnpinned(address, context) {
                    report.add(
                        description, at: text.field,
                        "\(address) is in the service range, but no Service of the input pins it: the Service that has"
                            + " it gets another one when it is made anew",
                        advice: "write the Service's name, or pin the address with clusterIP")
                }
            }
        }
    }

    private static func isUnpinned(_ address: IPAddress, _ context: LintContext) -> Bool {
        guard let network = context.cluster.serviceCIDRs.first(where: { $0.contains(address) }) else { return false }
        // These two are what they are as long as the cluster lives.
        if network.offset(of: address) == 1 || context.cluster.clusterDNS.contains(address) { return false }
        return context.claims.clusterIPs[address] == nil && !context.cluster.existingClusterIPs.contains(address)
    }

    private static func addresses(in text: ClientText) -> [IPAddress] {
        if let address = IPAddress(text.field.text) { return [address] }
        return text.references.compactMap { IPAddress($0.host) }
    }
}
