import Diagnostics
import Manifests
import Testing

/// Where the names of Services stand.
@Suite struct ServicePlacesTests {
    @Test func namesInYAMLAndJSON() {
        let yaml = """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: Service
              metadata: {namespace: shop, name: web}
              spec: {clusterIP: 10.96.0.1, ports: [{port: 80}]}
            - apiVersion: v1
              kind: Service
              metadata:
                labels: {name: wrong}
                name: "db"
              spec: {clusterIP: 10.96.0.2, ports: [{port: 81}]}
            """
        let json = """
            {"apiVersion": "v1", "kind": "Service",
             "metadata": {"name": "web", "namespace": "ü-not-valid"}}
            """
        let other = """
            {"apiVersion": "v1", "kind": "Service",
             "metadata": {"name": "api"}, "spec": {"clusterIP": "10.96.0.3", "ports": [{"port": 80}]}}
            """
        let set = ManifestReader.read([
            Source(name: "a.yaml", text: yaml), Source(name: "b.json", text: json), Source(name: "c.json", text: other),
        ])
        let places = set.places(ofServices: ["shop/web", "default/db", "default/api", "default/none"])
        let found = places.mapValues { "\($0.file):\($0.line):\($0.column)-\($0.endColumn)" }
        #expect(
            found == [
                "shop/web": "a.yaml:6:37-40", "default/db": "a.yaml:12:11-15", "default/api": "c.json:2:23-28",
            ])
        #expect(set.places(ofServices: []).isEmpty)
    }
}
