// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let tp1: [String: RulePage] = [
        "TP-001": RulePage(
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
                  externalTrafficPolicy: Local
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
                  type: NodePort
                  externalTrafficPolicy: Local
                """#),
        "TP-002": RulePage(
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
                  internalTrafficPolicy: local
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
                  internalTrafficPolicy: Local
                """#),
        "TP-004": RulePage(
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
                  type: NodePort
                  externalTrafficPolicy: Local
                  healthCheckNodePort: 30999
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
                  healthCheckNodePort: 30999
                """#),
        "TP-005": RulePage(
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
                  healthCheckNodePort: 8080
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
                  healthCheckNodePort: 30999
                """#),
        "TP-006": RulePage(
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
                  trafficDistribution: SameZone
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
                  trafficDistribution: PreferSameZone
                """#),
        "TP-007": RulePage(
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
                  trafficDistribution: PreferClose
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
                  trafficDistribution: PreferSameZone
                """#),
        "TP-008": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                  annotations:
                    service.kubernetes.io/topology-mode: Auto
                    service.kubernetes.io/topology-aware-hints: Disabled
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
                  annotations:
                    service.kubernetes.io/topology-mode: Auto
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#),
        "TP-009": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                  annotations:
                    service.kubernetes.io/topology-aware-hints: Auto
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
                  trafficDistribution: PreferSameZone
                """#),
        "TP-010": RulePage(
            why: #"""
                `internalTrafficPolicy: Local`, and not every node can have one of the pods.

                On a node without a ready pod of the Service, packets to the cluster IP are dropped: the \#
                client waits until it gives up, and nothing falls back to other nodes. A DaemonSet that runs \#
                on every node avoids it. Nodes that take only pods with tolerations don't count. ipvs mode \#
                does otherwise.
                """#,
            setting: #"in a cluster of three nodes"#,
            bad: #"""
                kind: Deployment
                spec: {replicas: 1}
                """#,
            good: #"kind: DaemonSet"#,
            source: #"pkg/proxy/topology.go; observed"#),
        "TP-011": RulePage(
            why: #"""
                `externalTrafficPolicy: Local`, and not every node that gets traffic can have one of the pods.

                What arrives from outside at a node without a ready pod is dropped. A load balancer finds out \#
                by the health check node port, if it asks; nobody does so for plain node ports and external \#
                IPs. Where pods are, traffic is spread over nodes and not over pods, so a node with one pod \#
                gives it as much as another gives its five.
                """#,
            setting: #"in a cluster of five nodes with two pods"#,
            bad: #"spec: {type: NodePort, externalTrafficPolicy: Local}"#,
            good: #"spec: {type: NodePort, externalTrafficPolicy: Cluster}"#,
            source: #"""
                pkg/proxy/iptables; pkg/proxy/healthcheck/service_health.go; observed
                """#),
        "TP-012": RulePage(
            why: #"""
                A Local policy, and no endpoint of the Service says which node it is on.

                Only `nodeName` makes an endpoint local. Endpoints written by hand often have none, and the \#
                mirror takes it from the Endpoints object. Without one there is no local endpoint on any \#
                node, and what the policy is about is dropped everywhere.
                """#,
            bad: #"endpoints: [{addresses: [192.0.2.10]}]"#,
            good: #"spec: {type: NodePort, externalTrafficPolicy: Cluster}"#,
            source: #"pkg/proxy/endpointslicecache.go; observed"#),
        "TP-013": RulePage(
            why: #"""
                `trafficDistribution` is set beside a topology annotation that turns hints on.

                The annotation wins, and the field is ignored. Of the two annotations the older one, \#
                `topology-aware-hints`, counts.
                """#,
            bad: #"""
                metadata: {annotations: {service.kubernetes.io/topology-mode: Auto}}
                spec: {trafficDistribution: PreferSameNode}
                """#,
            good: #"spec: {trafficDistribution: PreferSameNode}"#,
            source: #"staging/src/k8s.io/endpointslice/reconciler.go; observed"#),
        "TP-014": RulePage(
            why: #"""
                `topology-mode: Auto` in a cluster where it can't give hints.

                The controller divides ready endpoints among zones by the CPUs of their nodes. It gives no \#
                hints at all if the ready nodes outside the control plane are in fewer than two zones, if one \#
                of them has no zone or no CPUs, if there are fewer endpoints than zones, or if a zone would \#
                get over 20 % too little. Traffic then goes to all zones alike.
                """#,
            setting: #"in a cluster of three zones"#,
            bad: #"spec: {replicas: 2}"#,
            good: #"spec: {replicas: 6}"#,
            source: #"staging/src/k8s.io/endpointslice/topologycache"#),
        "TP-015": RulePage(
            why: #"""
                `trafficDistribution` on a Service without selector whose endpoints have no hints.

                kube-proxy doesn't read the field: it follows the hints in the slices. The controller writes \#
                them for Services with a selector only, and the mirror writes none. Hand-written slices need \#
                their own.
                """#,
            bad: #"endpoints: [{addresses: [10.244.1.5], zone: z1}]"#,
            good: #"""
                endpoints: [{addresses: [10.244.1.5], zone: z1, hints: {forZones: [{name: z1}]}}]
                """#,
            source: #"""
                staging/src/k8s.io/endpointslice/trafficdist; pkg/proxy/topology.go; observed
                """#),
        "TP-016": RulePage(
            why: #"""
                Some ready endpoints of a Service port have hints, and others have none.

                kube-proxy follows the hints for zones only if every ready endpoint of the port has them, and \#
                those for nodes likewise. One without makes it spread traffic over all.
                """#,
            bad: #"""
                endpoints: [{addresses: [10.244.1.5], hints: {forZones: [{name: z1}]}}, {addresses: [10.244.2.5]}]
                """#,
            good: #"""
                endpoints:
                - {addresses: [10.244.1.5], hints: {forZones: [{name: z1}]}}
                - {addresses: [10.244.2.5], hints: {forZones: [{name: z2}]}}
                """#,
            source: #"pkg/proxy/topology.go; observed"#),
    ]
}
