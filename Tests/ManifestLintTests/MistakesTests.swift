import Diagnostics
import Foundation
import ManifestLint
import Manifests
import TestSupport
import Testing

/// Mistakes that stand in tutorials and blogs, each found by the rules that know it. A folder `fixtures/mistakes/<CASE>`
/// has `input.yaml`, the golden `findings.out`, and for some `cluster.yaml`, the description of the cluster, and
/// `old.yaml`, the objects before.
@Suite struct MistakesTests {
    /// The rules that each case must break; it may break others too.
    private static let rules: [String: Set<String>] = [
        "000-02-pod-address-in-configuration": ["SVC-025"],
        "000-04-name-that-is-no-service": ["SVC-024", "CL-008"],
        "000-05-other-protocols": ["PORT-005", "PORT-028"],
        "000-06-ping-to-a-service": ["SVC-022"],
        "000-10-two-load-balancers-on-one-port": ["LB-014"],
        "000-11-node-ports": ["PORT-011", "PORT-012", "PORT-013", "PORT-014", "PORT-015", "PORT-016", "MODE-NFT-001"],
        "000-12-labels-of-another-pod": ["SEL-002", "SEL-003", "SEL-004", "SEL-005"],
        "000-17-client-before-its-service": ["SVC-024"],
        "001-02-host-alias-hides-a-service": ["SVC-023"],
        "001-04-pod-that-has-ended": ["SEL-008"],
        "001-05-dual-stack-on-a-single-stack-cluster": ["DS-005", "DS-006", "DS-008"],
        "001-06-pod-ranges-of-nodes": ["CL-001", "CL-002", "DS-007"],
        "001-08-pods-of-one-family": ["DS-007", "DS-009"],
        "001-09-field-path-of-no-field": ["SCHEMA-004"],
        "001-12-port-that-nobody-declares": ["PORT-025"],
        "001-13-dead-field-ip-family": ["SCHEMA-002"],
        "001-15-families-in-disorder": ["DS-001", "DS-003", "DS-004"],
        "001-16-no-endpoints": ["SEL-002", "EP-029"],
        "001-17-load-balancer-of-the-other-family": ["SCHEMA-002", "LB-009", "LB-019"],
        "002-01-kinds-that-are-no-types": ["SVC-004"],
        "002-02-external-ips": ["SVC-012", "SVC-013", "LB-016", "LB-017", "LB-018", "LB-019", "LB-020"],
        "002-03-headless-with-a-mapping": ["PORT-019"],
        "002-04-selector-less-without-endpoints": ["EP-029"],
        "002-05-address-of-the-kubernetes-service": ["SVC-019"],
        "002-08-port-for-target-port": ["PORT-025", "NP-001"],
        "002-11-static-cluster-ips": ["SVC-015", "SVC-016", "SVC-017", "SVC-018", "SVC-019", "SVC-020"],
        "002-12-cluster-ip-changed": ["UPD-001"],
        "003-02-ingress-without-a-controller": ["ING-027", "ING-022"],
        "003-03-policies-in-front-of-a-service": ["NP-001", "NP-002"],
        "003-06-ingress-to-nothing": ["ING-022", "ING-023", "ING-001", "ING-029"],
        "003-07-class-of-no-controller": ["ING-027"],
        "003-08-selector-besides-the-template": ["SEL-013"],
        "003-09-label-of-the-deployment": ["SEL-003"],
        "003-10-match-labels-in-a-service": ["SCHEMA-011"],
        "003-11-selector-of-no-pod": ["SEL-002"],
        "003-12-six-manifests": ["PORT-019", "LB-023"],
        "003-13-node-port-unsaid": ["PORT-015"],
        "003-14-node-port-out-of-range": ["PORT-011", "PORT-014"],
        "003-16-target-ports": ["PORT-021", "PORT-022", "PORT-023", "PORT-024", "PORT-025"],
        "003-20-source-ranges-and-node-ports": ["LB-011", "PORT-015"],
        "003-23-regular-expression-with-prefix": ["ING-004", "ING-020"],
        "003-24-capture-group-alone": ["ING-021"],
        "004-05-addresses-of-a-range": ["SVC-018", "SVC-019", "SVC-020"],
        "004-07-proxy-modes": ["CL-010"],
        "004-07b-proxy-mode-ipvs": ["MODE-IPVS-001"],
        "004-08-overlapping-ranges": ["CL-001", "CL-002"],
        "004-09-grep-in-iptables": ["MODE-NFT-003"],
        "004-13-names-of-services": ["SVC-024"],
        "004-16-name-server-of-pods": ["CL-008"],
        "004-18-pods-without-cluster-dns": ["CL-008", "SVC-027"],
        "004-19-node-port-in-a-url": ["PORT-015"],
        "004-21-ingress-without-its-controller": ["ING-027"],
        "004-22-ingress-controller-with-slips": ["SCHEMA-001", "SCHEMA-003", "SCHEMA-004", "SCHEMA-005"],
        "004-23-protocol-in-small-letters": ["PORT-005"],
        "004-24-labels-lost-by-a-slip": ["SEL-002", "SCHEMA-003"],
        "004-24b-label-one-letter-off": ["SEL-005"],
        "004-26-ingress-of-another-version": ["SCHEMA-006", "ING-003"],
        "004-27-service-name-with-a-slip": ["ING-022"],
        "004-28-rules-of-an-ingress": ["ING-028", "ING-031", "ING-002"],
        "004-30-load-balancers-of-distributions": ["LB-014", "LB-021", "LB-022"],
        "004-32-address-of-the-control-planes-load-balancer": ["LB-018", "MODE-IPVS-002"],
        "004-34-endpoints-of-an-election": ["EP-036"],
    ]

    private static let cases = Fixtures.cases(in: "mistakes")

    @Test func everyCaseIsListedAndThere() {
        #expect(Set(Self.cases) == Set(Self.rules.keys))
        #expect(Self.rules.values.joined().allSatisfy { RuleCatalog.rule($0) != nil })
    }

    @Test(arguments: cases) func itIsFound(_ name: String) throws {
        func read(_ file: String) throws -> ManifestSet {
            ManifestReader.read(
                [Source(name: file, bytes: try Fixtures.bytes("mistakes/\(name)/\(file)"))], keepingObjects: true)
        }
        var cluster = ClusterDescription()
        if Fixtures.exists("mistakes/\(name)/cluster.yaml") {
            let source = Source(name: "cluster.yaml", bytes: try Fixtures.bytes("mistakes/\(name)/cluster.yaml"))
            var problems: [Finding] = []
            cluster = ClusterDescription(reading: source, problems: &problems)
            #expect(problems == [])
        }
        let old = Fixtures.exists("mistakes/\(name)/old.yaml") ? try read("old.yaml") : nil
        let run = LintRun(try read("input.yaml"), previous: old, cluster: cluster)
        let missed = (Self.rules[name] ?? []).subtracting(run.findings.map(\.rule))
        #expect(missed == [], "\(LintCase.report(run.findings))")
        Golden.expect(LintCase.report(run.findings), equals: "mistakes/\(name)/findings.out")
    }
}
