import Foundation
import TestSupport
import Testing

/// The reader of `flows.txt`.
@Suite("flow tables") struct FlowTableTests {
    @Test(arguments: FlowTable.cases)
    func everyTableCanBeReadAndHasItsManifests(_ name: String) throws {
        let table = try FlowTable(case: name)
        for file in ["manifests.yaml", "kube-proxy.yaml"] {
            #expect(throws: Never.self) { try Fixtures.bytes("\(table.manifests)/\(file)") }
        }
        let texts = table.flows.map(\.text)
        #expect(Set(texts).count == texts.count, "no flow stands twice")
    }

    @Test func allWordsOfALine() throws {
        let table = try FlowTable(
            parsing: """
                # words
                use compile/nodeport

                external:10.1.2.3  10.96.0.20:80/tcp  masqueraded+sticky  10.0.0.1:80=1/4 10.0.0.2:81=3/4  @iptables,ipvs
                pod                [fd00::1]:53/udp   rejected  # no endpoints
                """, manifests: "trace/here")
        #expect(table.manifests == "compile/nodeport")
        let first = table.flows[0]
        #expect(first.source == .external(address: "10.1.2.3"))
        #expect(first.destination == "10.96.0.20:80")
        #expect(first.line == 4)
        #expect(first.modes == ["iptables", "ipvs"])
        let shares = [
            Flow.Share(endpoint: "10.0.0.1:80", numerator: 1, denominator: 4),
            Flow.Share(endpoint: "10.0.0.2:81", numerator: 3, denominator: 4),
        ]
        #expect(first.outcome == .answered(seen: .masqueraded, sticky: true, shares: shares))
        let second = table.flows[1]
        #expect(second.source == .pod && second.transport == .udp && second.outcome == .rejected)
        #expect(second.destination == "[fd00::1]:53")
        #expect(table.flows(for: "nftables") == [second])
        #expect(try FlowTable(parsing: "pod 10.0.0.1:1/tcp dropped", manifests: "trace/here").manifests == "trace/here")
    }

    @Test(arguments: [
        ("", "the table has no flows"),
        ("pod 10.0.0.1:80/tcp", "line 1: a flow is: source, destination, outcome, endpoints"),
        ("\nhost 10.0.0.1:80/tcp dropped", "line 2: `host` is no source: external, external:IP, pod, node or endpoint"),
        ("pod:10.0.0.9 10.0.0.1:80/tcp dropped", "is no source"),
        ("endpoint 10.0.0.1:80/tcp dropped", "is no source"),
        ("external:10.0.0 10.0.0.1:80/tcp dropped", "`10.0.0` is no address"),
        ("pod 10.0.0.1:80 dropped", "is no destination"),
        ("pod 10.0.0.1:70000/tcp dropped", "is no destination"),
        ("pod fd00::1:80/tcp dropped", "is no destination"),
        ("pod 10.0.0.1:80/tcp lost", "`lost` is no outcome"),
        ("pod 10.0.0.1:80/tcp kept+sometimes 10.0.0.2:80=1", "is no outcome"),
        ("pod 10.0.0.1:80/tcp dropped 10.0.0.2:80=1", "no endpoints after `dropped`"),
        ("pod 10.0.0.1:80/tcp kept", "don't add up to 1"),
        ("pod 10.0.0.1:80/tcp kept 10.0.0.2:80=1/2", "don't add up to 1"),
        ("pod 10.0.0.1:80/tcp kept 10.0.0.2:80=1/2 10.0.0.2:80=1/2", "an endpoint stands twice"),
        ("pod 10.0.0.1:80/tcp kept 10.0.0.2:80=0/2", "is no share"),
        ("pod 10.0.0.1:80/tcp kept 10.0.0.2=1", "is no share"),
        ("pod [fd00::1]:80/tcp kept 10.0.0.2:80=1", "addresses of two families"),
        ("pod 10.0.0.1:80/tcp dropped @ebpf", "`ebpf` is no proxy mode"),
        ("pod 10.0.0.1:80/tcp dropped\nuse compile/nodeport", "line 2: `use` comes before the flows"),
        ("use\npod 10.0.0.1:80/tcp dropped", "line 1: `use` takes one folder"),
    ])
    func whatIsWrongIsSaid(_ text: String, _ message: String) throws {
        let error = #expect(throws: FlowTable.SyntaxError.self) { try FlowTable(parsing: text, manifests: "") }
        let description = try #require(error?.description)
        #expect(description.contains(message))
    }
}
