import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport

/// Where the kernel tests' rules come from: the one place to change when they come from somewhere else.
enum KernelRules {
    /// What `iptables-restore` is given for a case: its rules as compiled, with the jumps from built-in chains.
    ///
    /// - Parameter folder: the folder below `fixtures/` that holds the manifests, as `compile/nodeport`.
    static func restoreText(_ folder: String, _ family: RulesFamily) throws -> String {
        try compiled(folder, family, .tool)
    }

    /// What `iptables-save` must then print. Lines that begin with `#`, counters, and the order among tables and
    /// chains don't matter; the rules of each chain do, to the byte.
    static func savedText(_ folder: String, _ family: RulesFamily) throws -> String {
        try compiled(folder, family, .kernel)
    }

    private static func compiled(_ folder: String, _ family: RulesFamily, _ spelling: Spelling) throws -> String {
        var text = ByteBuffer()
        IptablesOutput(
            try CompileCase(folder: folder).view(family == .ipv4 ? .ipv4 : .ipv6),
            options: .init(includesJumps: true), spelling: spelling
        ).write(to: &text)
        return text.string
    }

    private static let new = "-m conntrack --ctstate NEW "

    /// kube-proxy's jumps on a node where it was first, top rule first: table, rule.
    private static let jumps: [(table: String, rule: String)] = [
        ("filter", "-A INPUT -j KUBE-FIREWALL"),
        ("filter", "-A INPUT \(new)\(comment("load balancer firewall"))-j KUBE-PROXY-FIREWALL"),
        ("filter", "-A INPUT \(comment("health check service ports"))-j KUBE-NODEPORTS"),
        ("filter", "-A INPUT \(new)\(comment("externally-visible service portals"))-j KUBE-EXTERNAL-SERVICES"),
        ("filter", "-A FORWARD \(new)\(comment("load balancer firewall"))-j KUBE-PROXY-FIREWALL"),
        ("filter", "-A FORWARD \(comment("forwarding rules"))-j KUBE-FORWARD"),
        ("filter", "-A FORWARD \(new)\(comment("service portals"))-j KUBE-SERVICES"),
        ("filter", "-A FORWARD \(new)\(comment("externally-visible service portals"))-j KUBE-EXTERNAL-SERVICES"),
        ("filter", "-A OUTPUT -j KUBE-FIREWALL"),
        ("filter", "-A OUTPUT \(new)\(comment("load balancer firewall"))-j KUBE-PROXY-FIREWALL"),
        ("filter", "-A OUTPUT \(new)\(comment("service portals"))-j KUBE-SERVICES"),
        ("nat", "-A OUTPUT \(comment("service portals"))-j KUBE-SERVICES"),
        ("nat", "-A PREROUTING \(comment("service portals"))-j KUBE-SERVICES"),
        ("nat", "-A POSTROUTING \(comment("postrouting rules"))-j KUBE-POSTROUTING"),
    ]

    private static func comment(_ words: String) -> String {
        "-m comment --comment \"kubernetes \(words)\" "
    }

    /// kube-proxy makes these rules one by one before it restores; here they go with the text.
    /// It creates every chain it jumps to, KUBE-FIREWALL too where its text has none.
    static func addingJumps(to text: String) -> String {
        var lines: [String] = []
        var table = ""
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("*") { table = String(line.dropFirst()) }
            if line == "COMMIT" { lines += jumps.filter { $0.table == table }.map(\.rule) }
            lines.append(line)
            if line == "*filter", !text.contains(":KUBE-FIREWALL ") { lines.append(":KUBE-FIREWALL - [0:0]") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
