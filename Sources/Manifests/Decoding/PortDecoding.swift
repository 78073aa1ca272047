import Addressing

/// Reading ports, their names and protocols.
extension DecodingContext {
    private enum Transport: String, CaseIterable { case sctp = "SCTP", tcp = "TCP", udp = "UDP" }

    /// The port number at `index`, from `lowest` to 65535; another number is reported under `rule`.
    mutating func port(
        _ tree: borrowing ValueTree, _ index: Int, from lowest: Int64, rule: String
    ) -> UInt16? {
        integer(tree, index, in: lowest...65535, rule: rule, what: "port number").map { UInt16($0) }
    }

    /// The port name at `index`: empty or a DNS label.
    mutating func portName(_ tree: borrowing ValueTree, _ index: Int, rule: String) -> String? {
        if tree.nodes[index].kind == .string && tree.nodes[index].textLength == 0 { return "" }
        return dnsLabel(tree, index, rule: rule)
    }

    /// The transport protocol at `index`.
    mutating func transport(_ tree: borrowing ValueTree, _ index: Int, rule: String) -> TransportProtocol? {
        switch choice(tree, index, Transport.self, rule: rule) {
        case .tcp: .tcp
        case .udp: .udp
        case .sctp: .sctp
        case nil: nil
        }
    }
}
