// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let ep3: [String: RulePage] = [
        "EP-036": RulePage(
            why: #"""
                Endpoints ask not to be mirrored, and the Service has no EndpointSlices of its own.

                kube-proxy reads slices only. The label `endpointslice.kubernetes.io/skip-mirror: "true"`, of \#
                exactly this value, and the annotation `control-plane.alpha.kubernetes.io/leader` keep the \#
                mirror away, so nothing gets there.
                """#,
            bad: #"""
                kind: Endpoints
                metadata: {name: web, labels: {endpointslice.kubernetes.io/skip-mirror: "true"}}
                """#,
            good: #"""
                kind: Endpoints
                metadata: {name: web}
                """#,
            source: #"pkg/controller/endpointslicemirroring; observed"#),
        "EP-037": RulePage(
            why: #"""
                A subset of an Endpoints object has more than 1000 addresses.

                Subsets with equal ports count as one, and both families count together. Of each, the mirror \#
                takes the first 1000, ready ones first (`--mirroring-max-endpoints-per-subset`), and says so \#
                only in an event. EndpointSlices of up to 1000 endpoints each have no such limit.

                Bad: Endpoints with a subset of 1001 addresses. Good: two EndpointSlices with 1000 and 1.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: default
                subsets:
                - addresses:
                  - ip: 10.1.0.1
                  - ip: 10.1.0.2
                  - ip: 10.1.0.3
                  - ip: 10.1.0.4
                  - ip: 10.1.0.5
                  - ip: 10.1.0.6
                  - ip: 10.1.0.7
                  - ip: 10.1.0.8
                  - ip: 10.1.0.9
                  - ip: 10.1.0.10
                  - ip: 10.1.0.11
                  - ip: 10.1.0.12
                  - ip: 10.1.0.13
                  - ip: 10.1.0.14
                  - ip: 10.1.0.15
                  - ip: 10.1.0.16
                  - ip: 10.1.0.17
                  - ip: 10.1.0.18
                  - ip: 10.1.0.19
                  - ip: 10.1.0.20
                  - ip: 10.1.0.21
                  - ip: 10.1.0.22
                  - ip: 10.1.0.23
                  - ip: 10.1.0.24
                  - ip: 10.1.0.25
                  - ip: 10.1.0.26
                  - ip: 10.1.0.27
                  - ip: 10.1.0.28
                  - ip: 10.1.0.29
                  - ip: 10.1.0.30
                  - ip: 10.1.0.31
                  - ip: 10.1.0.32
                  - ip: 10.1.0.33
                  - ip: 10.1.0.34
                  - ip: 10.1.0.35
                  - ip: 10.1.0.36
                  - ip: 10.1.0.37
                  - ip: 10.1.0.38
                  - ip: 10.1.0.39
                  - ip: 10.1.0.40
                  - ip: 10.1.0.41
                  - ip: 10.1.0.42
                  - ip: 10.1.0.43
                  - ip: 10.1.0.44
                  - ip: 10.1.0.45
                  - ip: 10.1.0.46
                  - ip: 10.1.0.47
                  - ip: 10.1.0.48
                  - ip: 10.1.0.49
                  - ip: 10.1.0.50
                  - ip: 10.1.0.51
                  - ip: 10.1.0.52
                # … and 949 lines more
                """#,
            good: #"""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv4
                endpoints:
                - addresses:
                  - 192.0.2.9
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#,
            source: #"pkg/controller/endpointslicemirroring; observed with 1500"#),
        "EP-038": RulePage(
            why: #"""
                A Service without selector has both Endpoints and EndpointSlices in the input.

                The mirror makes slices of the Endpoints, beside those written by hand, and kube-proxy uses \#
                all of them. Keep one, or give the Endpoints the label \#
                `endpointslice.kubernetes.io/skip-mirror: "true"`.

                Bad: an Endpoints object `web` and an EndpointSlice with label `kubernetes.io/service-name: \#
                web`. Good: the slice.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                ---
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: default
                subsets:
                - addresses:
                  - ip: 192.0.2.9
                  ports:
                  - name: http
                    port: 8080
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv4
                endpoints:
                - addresses:
                  - 192.0.2.77
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv4
                endpoints:
                - addresses:
                  - 192.0.2.77
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#,
            source: #"""
                pkg/controller/endpointslicemirroring; pkg/proxy/endpointslicecache.go; observed
                """#),
        "EP-041": RulePage(
            why: #"""
                `publishNotReadyAddresses` is set on a Service with a cluster IP.

                The controller then calls every pod ready: pods that still start or fail their probe get \#
                traffic, and so do those on nodes that are gone. It is meant for headless Services, whose \#
                pods look each other up before they are ready.
                """#,
            bad: #"spec: {publishNotReadyAddresses: true}"#,
            good: #"spec: {publishNotReadyAddresses: true, clusterIP: None}"#,
            source: #"staging/src/k8s.io/endpointslice"#),
        "EP-042": RulePage(
            why: #"""
                The `nodeName` of an endpoint is no node of the cluster.

                An endpoint is local only on the node that it names. This one is local nowhere, so Local \#
                policies never use it.
                """#,
            setting: #"in a cluster of `node-a` and `node-b`"#,
            bad: #"endpoints: [{addresses: [10.244.1.5], nodeName: node-zz}]"#,
            good: #"endpoints: [{addresses: [10.244.1.5], nodeName: node-a}]"#,
            source: #"pkg/proxy/endpointslicecache.go"#),
        "EP-043": RulePage(
            why: #"""
                A Service selects pods that use the network of their node.

                Their address is that of the node. Each takes its ports from the node, so there is one \#
                replica a node at most, and another such workload can't have the same port. NetworkPolicies \#
                for pods don't apply to them, and traffic from the node itself goes from the host to the host.
                """#,
            setting: #"in a cluster of three nodes"#,
            bad: #"spec: {replicas: 5, template: {spec: {hostNetwork: true}}}"#,
            good: #"spec: {replicas: 5}"#,
            source: #"pkg/apis/core/v1/defaults.go"#),
    ]
}
