import Diagnostics
import Foundation
import ManifestLint
import Manifests
import TestSupport
import Testing

/// What all rules say to ordinary manifests, which nothing is wrong with: nothing.
@Suite struct OrdinaryManifestsTests {
    /// The files of `fixtures/ordinary`, by folder.
    private static let files = Fixtures.cases(in: "ordinary").filter { $0 != "generator" }.flatMap { folder in
        Fixtures.cases(in: "ordinary/\(folder)").map { "\(folder)/\($0)" }
    }

    /// What there has to be in them.
    private static let contents = [
        "kind: List", "\"kind\": \"List\"", "# Source: ", "helm.sh/chart: ", "checksum/config: ",
        "managedFields:", "f:metadata:", "last-applied-configuration", "\"resourceVersion\": \"", "uid: ",
        "type: ClusterIP", "type: NodePort", "type: LoadBalancer", "type: ExternalName", "clusterIP: None",
        "ipMode: VIP", "loadBalancerSourceRanges:", "loadBalancerClass: ", "allocateLoadBalancerNodePorts: false",
        "healthCheckNodePort: ", "ipFamilyPolicy: SingleStack", "ipFamilyPolicy: PreferDualStack",
        "ipFamilyPolicy: RequireDualStack", "externalTrafficPolicy: Local", "internalTrafficPolicy: Local",
        "sessionAffinity: ClientIP", "trafficDistribution: PreferSameZone",
        "trafficDistribution: PreferSameNode", "publishNotReadyAddresses: true", "protocol: UDP",
        "protocol: SCTP", "appProtocol: ", "kind: EndpointSlice", "kind: Endpoints", "addressType: IPv6",
        "managed-by: endpointslice-controller.k8s.io", "kind: Ingress", "kind: IngressClass",
        "kind: NetworkPolicy", "kind: Node", "kind: StatefulSet", "kind: DaemonSet", "kind: CronJob",
        "kind: Job", "kind: Pod", "initContainers:", "restartPolicy: Always", "projected:", "ephemeral:",
        "topologySpreadConstraints:", "kind: HorizontalPodAutoscaler", "\r\n",
    ]

    @Test func thereAreEnoughOfThem() { #expect(Self.files.count >= 200) }

    @Test func theyAreVaried() throws {
        let text = try Self.files.map { try Fixtures.text("ordinary/\($0)") }.joined()
        let missing = Self.contents.filter { !text.contains($0) }
        #expect(missing == [])
    }

    @Test(arguments: files) func nothingIsWrong(_ file: String) throws {
        let source = Source(name: file, bytes: try Fixtures.bytes("ordinary/\(file)"))
        let findings = LintRun(ManifestReader.read([source], keepingObjects: true)).findings
        // The API server says to every Endpoints object that its kind is deprecated.
        let serious = findings.filter { $0.severity != .note && $0.rule != "EP-015" }
        #expect(serious == [], "\(LintCase.report(serious))")
    }
}
