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
    ]
}
