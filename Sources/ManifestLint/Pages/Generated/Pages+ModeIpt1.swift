// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let modeIpt1: [String: RulePage] = [
        "MODE-IPT-001": RulePage(
            why: #"""
                Session affinity in iptables mode remembers 100 clients of each endpoint.

                kube-proxy uses netfilter's `recent` match, whose lists hold `ip_list_tot` addresses, 100 by \#
                default. With more clients to a pod they push each other out and lose their stickiness before \#
                the time is over. nftables mode has no such limit; else set `ip_list_tot` of module xt_recent \#
                on all nodes.
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
                  sessionAffinity: ClientIP
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
                """#,
            source: #"""
                pkg/proxy/iptables/proxier.go; ip_list_tot read on a running kernel
                """#),
        "MODE-IPT-002": RulePage(
            why: #"""
                All Service ports together have more than 1000 endpoints in iptables mode.

                The number of rules grows with ports, endpoints and addresses, and every packet to a new \#
                connection walks past the Services' rules. Above 1000 endpoints kube-proxy switches to its \#
                mode for large clusters: it writes no comments into the rules and cleans up stale chains less \#
                often. nftables mode looks Services up in a map instead.

                Bad, with `proxy: {mode: iptables}`: 40 Services with 30 endpoints each.

                Good: the same with `proxy: {mode: nftables}`.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: default}
                spec:
                  selector: {app: web}
                  ports:
                  - {name: http, port: 80, targetPort: 8080}
                  - {name: grpc, port: 81, targetPort: 8081}
                  - {name: admin, port: 82, targetPort: 8082}
                  - {name: metrics, port: 83, targetPort: 8083}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: default}
                spec:
                  replicas: 300
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers: [{name: c, image: nginx, ports: [{name: http, containerPort: 8080}]}]
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: default}
                spec:
                  selector: {app: web}
                  ports:
                  - {name: http, port: 80, targetPort: 8080}
                  - {name: grpc, port: 81, targetPort: 8081}
                  - {name: admin, port: 82, targetPort: 8082}
                  - {name: metrics, port: 83, targetPort: 8083}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: default}
                spec:
                  replicas: 300
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers: [{name: c, image: nginx, ports: [{name: http, containerPort: 8080}]}]
                """#,
            source: #"pkg/proxy/iptables/proxier.go"#),
    ]
}
