// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let upd1: [String: RulePage] = [
        "UPD-001": RulePage(
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
                  clusterIP: 10.96.0.95
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
                    port: 8080
                """#),
        "UPD-002": RulePage(
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
                  clusterIP: 10.96.0.20
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
                    port: 8080
                  clusterIP: None
                """#),
        "UPD-003": RulePage(
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
                  ipFamilies:
                  - IPv6
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
                  ipFamilies:
                  - IPv4
                  - IPv6
                  ipFamilyPolicy: PreferDualStack
                """#),
        "UPD-004": RulePage(
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
                  ipFamilyPolicy: RequireDualStack
                  ipFamilies:
                  - IPv4
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
                  ipFamilyPolicy: SingleStack
                """#),
        "UPD-005": RulePage(
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
                  type: LoadBalancer
                  externalTrafficPolicy: Local
                  healthCheckNodePort: 30998
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
                  type: LoadBalancer
                  externalTrafficPolicy: Local
                """#),
        "UPD-006": RulePage(
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
                  type: LoadBalancer
                  loadBalancerClass: example.com/a
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
                  type: LoadBalancer
                  loadBalancerClass: example.com/a
                """#),
        "UPD-007": RulePage(
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
                  type: ClusterIP
                  loadBalancerSourceRanges:
                  - 10.0.0.0/8
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
                  type: ClusterIP
                """#),
        "UPD-008": RulePage(
            why: #"""
                A port of a NodePort or LoadBalancer Service gets another name, and no `nodePort` is given.

                On an update the API server carries node ports over by the ports' names. A port with a new \#
                name counts as new and gets a number at random: firewalls, balancers and clients outside of \#
                the cluster still use the old one. Give `nodePort` together with the new name.

                Bad: port `a` with `nodePort: 30080` becomes `{name: b, port: 80}`. Good: it becomes `{name: \#
                b, port: 80, nodePort: 30080}`.
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
                  - name: b
                    port: 80
                  type: NodePort
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
                  - name: b
                    port: 80
                    nodePort: 30080
                  type: NodePort
                """#,
            source: #"""
                pkg/registry/core/service/storage/storage.go; observed (30080 became 30317)
                """#),
        "UPD-009": RulePage(
            why: #"""
                A port of a Service gets another name, while endpoints and Ingresses may still use the old one.

                kube-proxy joins the ports of a Service and of its EndpointSlices by name. Until the slices \#
                have the new name the port has no endpoint, and connections are refused: for a moment if a \#
                selector makes the slices, for good if they or an Endpoints object are written by hand and \#
                keep the old name. An Ingress backend that names the port loses it too.

                Bad: `{name: http, port: 80}` becomes `{name: web, port: 80}`. Good: keep the name; or add a \#
                second port first.
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
                  - name: web
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
                """#,
            source: #"""
                pkg/proxy/servicechangetracker.go, pkg/proxy/endpointslicecache.go
                """#),
        "UPD-010": RulePage(
            why: #"""
                A Service becomes an ExternalName, and its manifest has another `clusterIP` than before.

                The API server drops the address only if it is unchanged. Another one is stored and shown \#
                although nothing serves it. Remove `clusterIP`. The other way round a Service gets a new cluster IP.

                Bad: `clusterIP: 10.96.0.20` becomes `{type: ExternalName, externalName: a.example, \#
                clusterIP: 10.96.0.21}`. Good: it becomes `{type: ExternalName, externalName: a.example}`.
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
                  - name: http
                    port: 80
                    targetPort: 8080
                  type: ExternalName
                  externalName: a.example
                  clusterIP: 10.96.0.21
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
                  type: ExternalName
                  externalName: a.example
                """#,
            source: #"""
                pkg/apis/core/validation, which looks at `clusterIPs` only; observed
                """#),
    ]
}
