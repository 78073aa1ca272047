// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let sel2: [String: RulePage] = [
        "SEL-011": RulePage(
            why: #"""
                Pods behind a Service wait for a readiness gate that nothing sets.

                A pod with a readiness gate is ready only once somebody writes that condition into its \#
                status. Controllers of load balancers do so for theirs. If nobody does, the pods run but \#
                never become endpoints, and connections are refused. Name gates of your own controllers in \#
                the cluster description, `readinessGates`.
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
                      readinessGates:
                      - conditionType: example.com/ok
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
                the endpointslice controller; the documentation of pod readiness
                """#),
        "SEL-012": RulePage(
            why: #"""
                The headless Service that gives pods their own DNS names isn't there.

                The pods of a StatefulSet get names such as db-0.db through the headless Service that \#
                `serviceName` names, and so does a pod with `hostname` and `subdomain`. The Service has to \#
                exist in the same namespace, have `clusterIP: None`, and select the pods. Otherwise these \#
                names have no address.
                """#,
            bad: #"""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: db
                  namespace: default
                spec:
                  selector:
                    matchLabels:
                      app: db
                  template:
                    metadata:
                      labels:
                        app: db
                    spec:
                      containers:
                      - name: c
                        image: postgres
                        ports:
                        - name: pg
                          containerPort: 5432
                  serviceName: db
                """#,
            good: #"""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: db
                  namespace: default
                spec:
                  selector:
                    matchLabels:
                      app: db
                  template:
                    metadata:
                      labels:
                        app: db
                    spec:
                      containers:
                      - name: c
                        image: postgres
                        ports:
                        - name: pg
                          containerPort: 5432
                  serviceName: db
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: db
                  namespace: default
                spec:
                  selector:
                    app: db
                  ports:
                  - port: 5432
                  clusterIP: None
                """#,
            source: #"the endpointslice controller; the API server takes it"#),
        "SEL-013": RulePage(
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
                      app: my-app-2
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
    ]
}
