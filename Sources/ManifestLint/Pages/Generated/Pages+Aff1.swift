// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let aff1: [String: RulePage] = [
        "AFF-001": RulePage(
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
                  sessionAffinity: clientIP
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
                  sessionAffinity: ClientIP
                """#),
        "AFF-002": RulePage(
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
                  sessionAffinity: ClientIP
                  sessionAffinityConfig:
                    clientIP:
                      timeoutSeconds: 86401
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
                  sessionAffinity: ClientIP
                  sessionAffinityConfig:
                    clientIP:
                      timeoutSeconds: 86400
                """#),
        "AFF-003": RulePage(
            why: #"""
                `sessionAffinityConfig` without `sessionAffinity: ClientIP`.

                The API server drops the configuration without a word: the timeout is gone, and each \#
                connection may go to another pod.
                """#,
            bad: #"sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}"#,
            good: #"""
                sessionAffinity: ClientIP
                sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
                """#,
            source: #"pkg/apis/core/v1/defaults.go"#),
        "AFF-004": RulePage(
            why: #"""
                Session affinity of a Service with several ports.

                kube-proxy remembers clients for each port by itself, so the connections of one client to two \#
                ports of the Service may lead to two pods.
                """#,
            setting: #"if both ports need the same pod"#,
            bad: #"""
                sessionAffinity: ClientIP
                ports: [{name: http, port: 80}, {name: ws, port: 81}]
                """#,
            good: #"""
                sessionAffinity: ClientIP
                ports: [{name: http, port: 80}]
                """#,
            source: #"pkg/proxy/iptables, pkg/proxy/nftables; kubernetes#103000"#),
        "AFF-005": RulePage(
            why: #"""
                Session affinity of a Service whose clients come through a proxy.

                Affinity goes by the source address of a connection. Behind a load balancer that opens \#
                connections of its own, or behind an Ingress controller, that is the proxy's address. All \#
                clients then look like a few, and stick to a few pods.
                """#,
            bad: #"""
                spec: {type: LoadBalancer, sessionAffinity: ClientIP}
                status: {loadBalancer: {ingress: [{ip: 192.0.2.20, ipMode: Proxy}]}}
                """#,
            good: #"""
                spec: {type: LoadBalancer, sessionAffinity: ClientIP, externalTrafficPolicy: Local}
                """#,
            source: #"pkg/proxy: affinity matches on the source address"#),
    ]
}
