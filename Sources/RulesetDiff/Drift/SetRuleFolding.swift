/// The differences of a node with rules that follow from sets told by the Service that they follow from.
///
/// kube-proxy in ipvs mode writes a rule that looks packets up in a set only while the set has elements: with the first
/// element of a set a rule comes, and with the last one it goes.
struct SetRuleFolding {
    /// The differences in their order.
    private(set) var differences: [Difference]

    init(_ differences: [Difference]) {
        self.differences = differences
        var services: [String: String] = [:]
        for difference in differences {
            guard let set = difference.elementSet, let service = difference.service else { continue }
            let key = Self.key(set, difference)
            if services[key] == nil { services[key] = service }
        }
        if services.isEmpty { return }
        for place in differences.indices where differences[place].service == nil {
            guard let set = differences[place].setName else { continue }
            self.differences[place].cause = services[Self.key(set, differences[place])]
        }
    }

    private static func key(_ set: String, _ difference: Difference) -> String {
        difference.change == .missing ? set : "\(set) extra"
    }
}

extension Difference {
    /// The set that it is an element of, where one is missing or too many.
    fileprivate var elementSet: String? {
        guard change == .missing || change == .extra, !isWholeBlock, block.name.hasPrefix(Self.setPrefix) else {
            return nil
        }
        return String(block.name.dropFirst(Self.setPrefix.count))
    }

    private static let setPrefix = "set "
    private static let option = "--match-set "

    /// The set that a rule looks packets up in, of a rule that is missing or too many.
    var setName: String? {
        guard change == .missing || change == .extra, !isWholeBlock, let text = (expected ?? live)?.text,
            let found = text.firstRange(of: Self.option)
        else { return nil }
        return String(text[found.upperBound...].prefix { $0 != " " })
    }

    /// Whether it is an element of a set.
    func isElement(of set: String?) -> Bool { set != nil && elementSet == set }

    /// Whether it is about the set of addresses whose source ranges count.
    var isOfFirewallSet: Bool { role == .firewallDrop && destination != nil && block.role == .firewall }
}
