// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let schema1: [String: RulePage] = [
        "SCHEMA-001": RulePage(
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
                  extrenalTrafficPolicy: Local
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
                  - name: http
                    port: 80
                    targetPort: 8080
                  externalTrafficPolicy: Local
                  type: NodePort
                """#),
        "SCHEMA-002": RulePage(
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
                  ipFamily: IPv6
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
                  - IPv6
                """#),
        "SCHEMA-003": RulePage(
            bad: #"""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  namespace: default
                spec:
                  replicas: 2
                  selector:
                    matchLables:
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
                """#,
            good: #"""
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
                """#),
        "SCHEMA-004": RulePage(
            bad: #"""
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
                        env:
                        - name: NS
                          valueFrom:
                            fieldRef:
                              fieldPath: matadata.namespace
                """#,
            good: #"""
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
                        env:
                        - name: NS
                          valueFrom:
                            fieldRef:
                              fieldPath: metadata.namespace
                """#),
        "SCHEMA-005": RulePage(
            bad: #"""
                {apiVersion: discovery.k8s.io/v1beta1, kind: EndpointSlice, metadata: {name: web-1}, \#
                addressType: IPv4, endpoints: []}
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
        "SCHEMA-006": RulePage(
            bad: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: default
                spec:
                  rules:
                  - http:
                      paths:
                      - path: /wear
                        backend:
                          serviceName: web
                          servicePort: 80
                """#,
            good: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: default
                spec:
                  rules:
                  - http:
                      paths:
                      - path: /wear
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                """#),
        "SCHEMA-007": RulePage(
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
                  - port: '80'
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
                """#),
        "SCHEMA-008": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  selector: {canary: on, version: 1.10}
                  ports: [{port: 80}]
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
                    canary: 'on'
                    version: '1.10'
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#),
        "SCHEMA-009": RulePage(
            why: #"""
                A label of a selector without a value is the empty string, which hardly any pod carries.

                `app:`, `app: ~` and `app: null` all say null. The API server stores null as `""`, and that \#
                matches only pods whose label is there and empty: as a rule none, so that connections to the \#
                Service are rejected. Checkers of JSON schemas let it pass, because the field may be null.
                """#,
            bad: #"""
                selector:
                  app:
                """#,
            good: #"""
                selector:
                  app: web
                """#,
            source: #"a kube-apiserver 1.36 stores the empty string"#),
        "SCHEMA-010": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  ports: [{port: 80}]
                  selector: {app: a}
                  selector: {app: b}
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: b
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#),
        "SCHEMA-011": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    matchLabels:
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
    ]
}
