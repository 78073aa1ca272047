// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let np1: [String: RulePage] = [
        "NP-001": RulePage(
            why: #"""
                A NetworkPolicy doesn't allow the port that a Service leads to.

                kube-proxy has translated the Service's port to the pod's before a policy looks at a packet. \#
                A policy that allows the Service's port, or none at all, therefore cuts the Service off from \#
                its pods: connections time out.
                """#,
            setting: #"for a Service with port 80 and targetPort 8080"#,
            bad: #"ingress: [{ports: [{port: 80}]}]"#,
            good: #"ingress: [{ports: [{port: 8080}]}]"#,
            source: #"""
                pkg/proxy: addresses and ports are translated before packets are filtered
                """#),
        "NP-002": RulePage(
            why: #"""
                A NetworkPolicy goes by the addresses of clients that the pods never see.

                What comes from outside to a node port, load balancer or external IP gets the address of a \#
                node as its source, unless `externalTrafficPolicy` is Local. A policy that admits only \#
                addresses outside the cluster then admits nobody who comes that way.
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
                  type: NodePort
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  namespace: default
                spec:
                  replicas: 2
                  selector:
                    matchLabels:
                      app: web
                  template:
                    metadata:
                      labels:
                        app: web
                    spec:
                      containers:
                      - name: c
                        image: nginx
                        ports:
                        - name: http
                          containerPort: 8080
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: web
                  namespace: default
                spec:
                  podSelector:
                    matchLabels:
                      app: web
                  ingress:
                  - from:
                    - ipBlock:
                        cidr: 203.0.113.0/24
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
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  namespace: default
                spec:
                  replicas: 2
                  selector:
                    matchLabels:
                      app: web
                  template:
                    metadata:
                      labels:
                        app: web
                    spec:
                      containers:
                      - name: c
                        image: nginx
                        ports:
                        - name: http
                          containerPort: 8080
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: web
                  namespace: default
                spec:
                  podSelector:
                    matchLabels:
                      app: web
                  ingress:
                  - from:
                    - ipBlock:
                        cidr: 203.0.113.0/24
                """#,
            source: #"pkg/proxy/iptables, pkg/proxy/nftables"#),
    ]
}
