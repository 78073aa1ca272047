// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let ep1: [String: RulePage] = [
        "EP-001": RulePage(
            bad: #"""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: ipv4
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
                """#),
        "EP-002": RulePage(
            bad: #"""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv4
                endpoints:
                - addresses: []
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
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
                  - 10.244.1.5
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#),
        "EP-003": RulePage(
            bad: #"""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv6
                endpoints:
                - addresses:
                  - 2001:DB8::1
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#,
            good: #"""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv6
                endpoints:
                - addresses:
                  - 2001:db8::1
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#),
        "EP-004": RulePage(
            bad: #"""
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
                  - 127.0.0.1
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
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
                  - 192.0.2.10
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#),
        "EP-005": RulePage(
            bad: #"""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: FQDN
                endpoints:
                - addresses:
                  - db
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
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
                  - 192.0.2.10
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#),
        "EP-006": RulePage(
            bad: #"""
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
                - port: 80
                - port: 81
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
                  - 10.244.1.5
                  nodeName: node-a
                  conditions:
                    ready: true
                ports:
                - name: a
                  port: 80
                - name: b
                  port: 81
                """#),
        "EP-007": RulePage(
            bad: #"""
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
                  nodeName: Node_1
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
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
                  - 10.244.1.5
                  nodeName: node-1
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#),
        "EP-008": RulePage(
            bad: #"""
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
                  hints:
                    forZones:
                    - name: z1
                    - name: z1
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
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
                  - 10.244.1.5
                  hints:
                    forZones:
                    - name: z1
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#),
        "EP-009": RulePage(
            bad: #"""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv6
                endpoints:
                - addresses:
                  - 2001:db8::1
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
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
                  - 10.244.1.6
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#),
        "EP-011": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: default
                subsets:
                - ports:
                  - port: 80
                """#,
            good: #"""
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
                    port: 80
                """#),
    ]
}
