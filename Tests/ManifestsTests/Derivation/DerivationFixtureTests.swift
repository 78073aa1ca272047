import Addressing
import Diagnostics
import Foundation
import Manifests
import TestSupport
import Testing

/// The cases of `fixtures/derive`: what is derived is what their `expected.yaml` says.
@Suite struct DerivationFixtureTests {
    static let cases = Fixtures.cases(in: "derive")

    @Test func thereAreCases() { #expect(Self.cases.count >= 10) }

    @Test(arguments: cases)
    func slices(_ name: String) throws {
        let input = Source(name: "manifests.yaml", bytes: try Fixtures.bytes("derive/\(name)/manifests.yaml"))
        let expected = Source(name: "expected.yaml", bytes: try Fixtures.bytes("derive/\(name)/expected.yaml"))
        let set = ManifestReader.read([input], readingWorkloads: true)
        let wanted = ManifestReader.read([input, expected])
        #expect(set.findings == [] && wanted.findings == [])
        let derived = SliceDump.lines(of: set.derivingEndpoints())
        #expect(derived == SliceDump.lines(of: wanted), "derived and not expected, or the other way round")
        #expect(!derived.isEmpty)
    }

    /// The order of objects in the input makes no difference.
    @Test(arguments: cases)
    func orderOfObjects(_ name: String) throws {
        let text = try Fixtures.text("derive/\(name)/manifests.yaml")
        let reversed = text.components(separatedBy: "\n---\n").reversed().joined(separator: "\n---\n")
        func derived(_ text: String) -> ManifestSet {
            ManifestReader.read([Source(name: "test.yaml", text: text)], readingWorkloads: true).derivingEndpoints()
        }
        #expect(SliceDump.lines(of: derived(text)) == SliceDump.lines(of: derived(reversed)))
        #expect(derived(text).findings.map(\.message) == derived(reversed).findings.map(\.message))
    }

    /// What is derived doesn't get derived again: its slices are those of the controller.
    @Test(arguments: cases)
    func twiceIsOnce(_ name: String) throws {
        let input = Source(name: "manifests.yaml", bytes: try Fixtures.bytes("derive/\(name)/manifests.yaml"))
        let once = ManifestReader.read([input], readingWorkloads: true).derivingEndpoints()
        #expect(SliceDump.lines(of: once.derivingEndpoints()) == SliceDump.lines(of: once))
    }
}

/// EndpointSlices as lines that can be compared, whatever their names and their order are.
enum SliceDump {
    static func lines(of set: ManifestSet) -> [String] {
        set.endpointSlices.map { slice in
            let labels = slice.metadata.labels.filter { $0.key != .serviceName }
                .map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: ",")
            let ports = slice.ports.map { "\($0.name):\($0.port)/\($0.transport.manifestName)" }.sorted()
            let endpoints = slice.endpoints.map { line($0, set) }.sorted()
            return
                "\(slice.metadata.namespace)/\(slice.serviceName) \(slice.family?.manifestName ?? "FQDN") \(labels)\n"
                + "  ports \(ports.joined(separator: " "))\n" + endpoints.map { "  \($0)\n" }.joined()
        }.sorted()
    }

    private static func line(_ endpoint: EndpointSlice.Endpoint, _ set: ManifestSet) -> String {
        let states = [
            (endpoint.isReady, "ready"), (endpoint.isServing, "serving"), (endpoint.isTerminating, "terminating"),
        ].filter(\.0).map(\.1).joined(separator: ",")
        let hints = [(endpoint.zoneHints, "zones"), (endpoint.nodeHints, "nodes")].filter { $0.0 != .empty }
            .map { "\($1) \(set.symbols.names(of: $0).joined(separator: ","))" }.joined(separator: " ")
        return "\(endpoint.address) [\(states)] on \(set.symbols.name(endpoint.nodeName)) \(hints)"
    }
}
