import Addressing
import ArgumentParser
import ServiceProxy

/// Whose rules are meant.
struct NodeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The node whose rules are meant; its Node object in the input gives zone, addresses and pod CIDRs.",
            valueName: "name"))
    var node: String?

    @Option(
        name: .customLong("node-ip"),
        help: ArgumentHelp("An address of the node, without a Node object; can be repeated.", valueName: "ip"))
    var nodeIPs: [IPAddress] = []

    @Option(help: ArgumentHelp("The node's zone, without a Node object.", valueName: "zone"))
    var zone: String?

    /// The facts that were given.
    var facts: NodeFacts { NodeFacts(name: node, addresses: nodeIPs, zone: zone) }
}

extension IPAddress: ExpressibleByArgument {
    /// Reads an address from the command line.
    public init?(argument: String) { self.init(argument) }
}
