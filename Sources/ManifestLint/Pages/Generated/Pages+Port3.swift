// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let port3: [String: RulePage] = [
        "PORT-024": RulePage(
            why: #"""
                A named `targetPort` means different numbers to different pods.

                That is what names are good for: each pod is reached on its own number, and there is a slice \#
                for each set of ports. But rules, network policies and firewalls in between have to allow all \#
                of the numbers.

                Bad, if only one number is expected: a Deployment with ```yaml ports: [{name: http, \#
                containerPort: 8080}] ``` and another one behind the same Service with ```yaml ports: [{name: \#
                http, containerPort: 9090}] ``` Good: one number in both.
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
                  - port: 80
                    targetPort: http
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
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: v2
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
                          containerPort: 9090
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
                    targetPort: http
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
                """#,
            source: #"""
                the endpointslice controller; seen on the running controller
                """#),
        "PORT-025": RulePage(
            why: #"""
                No selected container declares the number that a Service port leads to.

                `targetPort` is `port` if nothing is written, so this is often a forgotten `targetPort`. What \#
                a container declares isn't binding, so the pods may listen there nevertheless; if they don't, \#
                connections are refused by the pod. Pods that declare no port of the protocol say nothing \#
                about it and aren't looked at.
                """#,
            setting: #"for a container with `containerPort: 8080`"#,
            bad: #"ports: [{port: 80}]"#,
            good: #"ports: [{port: 80, targetPort: 8080}]"#,
            source: #"the endpointslice controller, FindPort"#),
        "PORT-026": RulePage(
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
                      - name: a
                        image: i
                        ports:
                        - name: http
                          containerPort: 80
                      - name: b
                        image: i
                        ports:
                        - name: http
                          containerPort: 81
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
                      - name: a
                        image: i
                        ports:
                        - name: http
                          containerPort: 80
                      - name: b
                        image: i
                        ports:
                        - name: admin
                          containerPort: 81
                """#),
        "PORT-027": RulePage(
            why: #"""
                The container behind a Service port listens on the loopback address only.

                kube-proxy sends connections to the pod's address. A process that listens on 127.0.0.1, ::1 \#
                or localhost doesn't have that address, so they are refused, although a check from inside the \#
                container passes. Looked at are options and variables whose name says that they mean a listener.
                """#,
            bad: #"args: ["--listen=127.0.0.1:8080"]"#,
            good: #"args: ["--listen=0.0.0.0:8080"]"#,
            source: #"pkg/proxy: the target is always the pod's address"#),
        "PORT-028": RulePage(
            why: #"""
                A port of protocol SCTP.

                It needs connection tracking and address translation for SCTP in the kernel of every node. \#
                kube-proxy on Windows ignores such ports, many load balancers don't take them, and ipvs mode \#
                ends their connections hard when an endpoint goes. Say `sctp: true` in the cluster \#
                description if the cluster is made for it.
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
                  - port: 36412
                    protocol: SCTP
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
                  - port: 36412
                    protocol: SCTP
                """#,
            source: #"pkg/proxy/winkernel; pkg/proxy/ipvs"#),
    ]
}
