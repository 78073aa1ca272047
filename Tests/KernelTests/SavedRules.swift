/// The rules of a text, chain by chain: what is left when order among chains, counters and comment lines don't count.
struct SavedRules: Equatable {
    /// `filter KUBE-SERVICES` → its rules, in order. Built-in chains without rules are left out: one tool prints them,
    /// the other doesn't.
    private(set) var chains: [String: [String]] = [:]

    private static let builtIn: Set<String> = ["INPUT", "FORWARD", "OUTPUT", "PREROUTING", "POSTROUTING"]

    /// Reads restore input or save output.
    init(_ text: String) {
        var table = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("*") {
                table = String(line.dropFirst())
            } else if line.hasPrefix(":") {
                let name = String(line.dropFirst().prefix { $0 != " " })
                if !SavedRules.builtIn.contains(name) { chains["\(table) \(name)", default: []] += [] }
            } else if line.hasPrefix("-A ") {
                let name = line.dropFirst(3).prefix { $0 != " " }
                chains["\(table) \(name)", default: []].append(String(line))
            }
        }
    }

    /// How the rules differ from others, a line a chain; the chains' names, or their rules too.
    func differences(from other: SavedRules, wording: Bool) -> [String] {
        Set(chains.keys).union(other.chains.keys).sorted().compactMap { name in
            switch (chains[name], other.chains[name]) {
            case (nil, _): "\(name): is not there"
            case (_, nil): "\(name): should not be there"
            case (let have?, let want?) where have.count != want.count:
                "\(name): \(have.count) rules, not \(want.count)"
            case (let have?, let want?) where wording && have != want:
                zip(have, want).first { $0 != $1 }.map { "\(name):\n  have \($0)\n  want \($1)" }
            default: nil
            }
        }
    }
}
