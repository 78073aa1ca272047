// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let schema2: [String: RulePage] = [
        "SCHEMA-012": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                  clusterIp: None
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                  clusterIP: None
                """#),
        "SCHEMA-013": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                  resourceVersion: '12'
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#),
        "SCHEMA-014": RulePage(
            why: #"""
                Two documents of the input are the same object: equal group, kind, namespace and name, where \#
                a missing namespace is `default`.

                `kubectl apply -f` applies both in the order of the files, and the last one wins; a `kubectl \#
                create` fails with the second. Nothing merges them. Remove one of the two, or give it the \#
                name or namespace that it should have.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - port: 80
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - port: 81
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - port: 80
                """#,
            source: #"the API server answers the second POST with 409"#),
        "SCHEMA-015": RulePage(
            why: #"""
                A manifest's `status.loadBalancer` never reaches the cluster.

                The API server clears the status of a new object, and keeps the old one on an update; only a \#
                load balancer's controller writes it, through `/status`. proxyplan does read it, to show the \#
                rules that the address would get. Objects that were read from a cluster carry their status rightly.
                """#,
            bad: #"""
                spec: {type: LoadBalancer}
                status: {loadBalancer: {ingress: [{ip: 192.0.2.20}]}}
                """#,
            good: #"spec: {type: LoadBalancer}"#,
            source: #"pkg/registry/core/service/strategy.go"#),
    ]
}
