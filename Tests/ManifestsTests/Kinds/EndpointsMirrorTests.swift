import Diagnostics
import Foundation
import Manifests
import Testing

/// What the mirroring controller makes of Endpoints objects (observed on the running controller).
@Suite struct EndpointsMirrorTests {
    private func read(_ text: String) -> ManifestSet {
        ManifestReader.read([Source(name: "test.yaml", text: text)])
    }

    private static let service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: shop}\nspec: {clusterIP: 10.96.0.1}\n---\n"

    private func endpoints(_ subsets: String, metadata: String = "name: db, namespace: shop") -> String {
        "apiVersion: v1\nkind: Endpoints\nmetadata: {\(metadata)}\nsubsets: \(subsets)\n"
    }

    @Test func oneSliceForEachFamilyAndListOfPorts() {
        let set = read(
            Self.service
                + endpoints(
                    """
                    [{addresses: [{ip: 192.0.2.1, nodeName: node-a}, {ip: "2001:db8::1"}], notReadyAddresses: [{ip: 192.0.2.2}],
                      ports: [{name: a, port: 1}, {name: b, port: 2, protocol: UDP}]},
                     {addresses: [{ip: 192.0.2.3}], ports: [{name: b, port: 2, protocol: UDP}, {name: a, port: 1}]},
                     {addresses: [{ip: 192.0.2.4}], ports: [{port: 3}]}]
                    """))
        #expect(set.findings == [])
        #expect(
            set.endpointSlices.map { slice in
                "\(slice.serviceName) \(slice.endpoints.map { "\($0.address)\($0.isReady ? "" : "!")" }) \(slice.ports.map(\.port))"
            } == [
                #"db ["192.0.2.1", "192.0.2.3", "192.0.2.2!"] [1, 2]"#, #"db ["2001:db8::1"] [1, 2]"#,
                #"db ["192.0.2.4"] [3]"#,
            ])
        #expect(set.symbols.name(set.endpointSlices[0].endpoints[0].nodeName) == "node-a")
    }

    @Test(arguments: [
        "name: db, namespace: other", "name: web, namespace: shop",
        "name: db, namespace: shop, labels: {endpointslice.kubernetes.io/skip-mirror: \"true\"}",
        "name: db, namespace: shop, annotations: {control-plane.alpha.kubernetes.io/leader: \"{}\"}",
    ])
    func notMirrored(_ metadata: String) {
        let object = endpoints("[{addresses: [{ip: 192.0.2.1}], ports: [{port: 1}]}]", metadata: metadata)
        #expect(read(Self.service + object).endpointSlices.isEmpty)
    }

    @Test func skipMirrorTakesOnlyTheWordTrue() {
        let metadata = "name: db, namespace: shop, labels: {endpointslice.kubernetes.io/skip-mirror: \"yes\"}"
        let object = endpoints("[{addresses: [{ip: 192.0.2.1}], ports: [{port: 1}]}]", metadata: metadata)
        #expect(read(Self.service + object).endpointSlices.count == 1)
    }

    @Test func aServiceWithSelectorIsNotMirrored() {
        let service = Self.service.replacingOccurrences(of: "spec: {", with: "spec: {selector: {app: db}, ")
        #expect(
            read(service + endpoints("[{addresses: [{ip: 192.0.2.1}], ports: [{port: 1}]}]")).endpointSlices.isEmpty)
    }

    /// `kubectl get endpoints,endpointslices` gives the mirror as well.
    @Test func aMirrorInTheInputIsNotMadeTwice() {
        let slice = """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: db-x
              namespace: shop
              labels:
                kubernetes.io/service-name: db
                endpointslice.kubernetes.io/managed-by: endpointslicemirroring-controller.k8s.io
            addressType: IPv4
            endpoints: [{addresses: [192.0.2.1]}]
            ports: [{port: 1}]

            """
        let object = endpoints("[{addresses: [{ip: 192.0.2.1}], ports: [{port: 1}]}]")
        #expect(read(Self.service + object + slice).endpointSlices.count == 1)
    }

    /// 1500 addresses in one subset: the first 1000, ready ones before others; 600 + 600 under different ports: all.
    @Test func theLimitIsForEachListOfPorts() {
        func addresses(_ count: Int) -> String {
            (0..<count).map { "{ip: 10.1.\($0 / 250).\($0 % 250)}" }.joined(separator: ", ")
        }
        let many = endpoints(
            "[{notReadyAddresses: [\(addresses(1))], addresses: [\(addresses(1500))], ports: [{port: 1}]}]")
        let slices = read(Self.service + many).endpointSlices
        #expect(slices.map(\.endpoints.count) == [1000])
        #expect(!slices[0].endpoints.contains { !$0.isReady })
        let split = endpoints(
            "[{addresses: [\(addresses(600))], ports: [{port: 1}]}, {addresses: [\(addresses(600))], ports: [{port: 2}]}]"
        )
        #expect(read(Self.service + split).endpointSlices.map(\.endpoints.count) == [600, 600])
    }
}
