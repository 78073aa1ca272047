// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let sel1: [String: RulePage] = [
        "SEL-001": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web app
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
                    app: web-app
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#),
        "SEL-002": RulePage(
            why: #"""
                A selector that matches no pod of the input.

                A Service selects pods of its own namespace that carry every label of its selector. If there \#
                are none its EndpointSlice is empty, and every connection to it is refused. If the input has \#
                no workload of that namespace at all the pods may come from elsewhere, and this is only a \#
                note. SEL-003, SEL-004 and SEL-005 tell the cause where they find one.
                """#,
            setting: #"beside a Deployment whose pods have `app: web`"#,
            bad: #"selector: {app: webb}"#,
            good: #"selector: {app: web}"#,
            source: #"the endpointslice controller"#),
        "SEL-003": RulePage(
            why: #"""
                A selector that matches a workload's own labels, but not those of its pods.

                A Service never looks at the labels of a Deployment or at what that selects: only at the \#
                labels that the pods carry, which stand in `spec.template.metadata.labels`. So it selects \#
                nothing, and connections to it are refused.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: my-app-2
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
                  labels:
                    app: my-app-2
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
                  labels:
                    app: my-app-2
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
            source: #"the endpoints controllers look pods up by their labels"#),
        "SEL-004": RulePage(
            why: #"""
                The pods that a selector matches live in another namespace.

                A Service selects only pods of its own namespace, and has no endpoint otherwise. Usually one \#
                of the two manifests lacks `metadata.namespace` and goes to `default`. For the use of pods \#
                across namespaces put a Service beside them, and let clients call it by its full name.
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
                  namespace: shop
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
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: shop
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
                  namespace: shop
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
            source: #"the endpoints controllers list pods by namespace"#),
        "SEL-005": RulePage(
            why: #"""
                A selector that misses pods by a trifle.

                Nothing matches, but the pods of a workload would if the selector differed in one thing: the \#
                case of letters, `_` for `-`, one letter of a key or value, one label less, or `app` for \#
                `app.kubernetes.io/name`. Labels are compared to the letter, so the Service selects nothing.
                """#,
            setting: #"beside a Deployment whose pods have `app: web`"#,
            bad: #"selector: {App: web}"#,
            good: #"selector: {app: web}"#,
            source: #"the endpoints controllers"#),
        "SEL-006": RulePage(
            why: #"""
                A selector catches the pods of several workloads that don't do the same.

                Connections are spread over all pods that the selector matches. When pods of a database, a \#
                worker or a CronJob carry the label as well, a part of the connections goes to them. It shows \#
                in a label that the selector leaves out and in which the pods differ, such as component or \#
                tier. Labels of versions and of controllers don't count.
                """#,
            setting: #"""
                beside a Deployment web-db whose pods have `app: web, tier: db`
                """#,
            bad: #"selector: {app: web}"#,
            good: #"selector: {app: web, tier: front}"#,
            source: #"the endpointslice controller"#),
        "SEL-007": RulePage(
            why: #"""
                A selector has a label that a controller gives to pods.

                The next rollout or run gives its pods another value, and the Service selects nothing from \#
                then on. The name and index of a StatefulSet's pod stay; a Service that selects one of them \#
                leads to this one pod.
                """#,
            bad: #"selector: {app: web, pod-template-hash: 7f69798f94}"#,
            good: #"selector: {app: web}"#,
            source: #"the Deployment, DaemonSet and Job controllers"#),
        "SEL-008": RulePage(
            why: #"""
                Everything that a Service selects is scaled to zero, or has an end.

                A workload with `replicas: 0` has no pods, and pods that have succeeded or failed are never \#
                endpoints. So there is nothing to connect to, or only while a Job runs. An autoscaler that \#
                has the workload as its target may change that, and then nothing is said; nor of a headless \#
                Service that is the `subdomain` of a Job's pods, by which they find each other while they run.
                """#,
            setting: #"for a Deployment behind a Service"#,
            bad: #"spec: {replicas: 0}"#,
            good: #"spec: {replicas: 2}"#,
            source: #"the endpointslice controller"#),
        "SEL-009": RulePage(
            why: #"""
                `selector: {}` selects nothing.

                Elsewhere in Kubernetes an empty selector matches everything. A Service with one counts as a \#
                Service without selector: no controller makes endpoints for it, and connections are refused \#
                until somebody writes EndpointSlices by hand.
                """#,
            bad: #"selector: {}"#,
            good: #"selector: {app: web}"#,
            source: #"""
                the endpointslice controller; seen on the running controller
                """#),
        "SEL-010": RulePage(
            why: #"""
                A selector gets a label that the running pods don't carry yet.

                The Service changes at once, the pods only as the rollout goes on. In between the Service has \#
                fewer endpoints, or none if no pod carried the label before. Give the pods the label first, \#
                and narrow the selector when they are out.
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
                    version: v2
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
                        version: v2
                    spec:
                      containers:
                      - name: c
                        image: nginx
                        ports:
                        - name: http
                          containerPort: 8080
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
                        version: v2
                    spec:
                      containers:
                      - name: c
                        image: nginx
                        ports:
                        - name: http
                          containerPort: 8080
                """#,
            source: #"the endpointslice controller"#),
    ]
}
