// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let ds1: [String: RulePage] = [
        "DS-001": RulePage(
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
                  - ipv4
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
                """#),
        "DS-002": RulePage(
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
                  ipFamilyPolicy: DualStack
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
                  ipFamilyPolicy: RequireDualStack
                """#),
        "DS-003": RulePage(
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
                  - IPv4
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
        "DS-004": RulePage(
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
                  clusterIP: 10.96.0.20
                  ipFamilies:
                  - IPv4
                """#),
        "DS-005": RulePage(
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
                """#),
        "DS-006": RulePage(
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
                  ipFamilyPolicy: PreferDualStack
                """#),
        "DS-007": RulePage(
            why: #"""
                A Service has addresses of two families, and endpoints of one.

                Each family has its own EndpointSlices. If one has none, because they were not written or \#
                because pods have addresses of the other family only, connections to the cluster IP of that \#
                family are refused. Clients that try IPv6 first fail, or are slow.
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
                  ipFamilyPolicy: RequireDualStack
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
                  - 10.244.1.5
                  nodeName: node-a
                  conditions:
                    ready: true
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
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                  ipFamilyPolicy: RequireDualStack
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
                  - 10.244.1.5
                  nodeName: node-a
                  conditions:
                    ready: true
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-6
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv6
                endpoints:
                - addresses:
                  - fd00:244::5
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#,
            source: #"""
                the endpointslice controller; seen on the running controller and on kube-proxy
                """#),
        "DS-008": RulePage(
            why: #"""
                `PreferDualStack` in a cluster with one family.

                The Service gets one family, and stays so when the cluster gets the second: nothing but an \#
                edit of the Service adds it then.
                """#,
            setting: #"in a cluster whose service range is 10.96.0.0/16 alone"#,
            bad: #"ipFamilyPolicy: PreferDualStack"#,
            good: #"ipFamilyPolicy: SingleStack"#,
            source: #"pkg/registry/core/service/storage/alloc.go"#),
        "DS-009": RulePage(
            why: #"""
                A Service of one family selects pods that have only the other.

                The endpoints of a Service are the addresses that its pods have in the Service's family. If \#
                they have none, there are no endpoints, and connections are refused. Pods on the host network \#
                have the node's addresses and aren't looked at.
                """#,
            setting: #"where pods have IPv4 addresses alone"#,
            bad: #"ipFamilies: [IPv6]"#,
            good: #"ipFamilies: [IPv4]"#,
            source: #"the endpointslice controller"#),
        "DS-010": RulePage(
            why: #"""
                A headless Service without selector is dual-stack unless it says otherwise.

                The API server makes it RequireDualStack with both families, in a cluster with one family \#
                too. It has no addresses of its own, so this matters only for the records that DNS may have \#
                of its endpoints.
                """#,
            setting: #"if one family is meant"#,
            bad: #"clusterIP: None"#,
            good: #"""
                clusterIP: None
                ipFamilyPolicy: SingleStack
                ipFamilies: [IPv4]
                """#,
            source: #"pkg/registry/core/service/storage/alloc.go"#),
    ]
}
