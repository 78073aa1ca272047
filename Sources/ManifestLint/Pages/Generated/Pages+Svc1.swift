// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let svc1: [String: RulePage] = [
        "SVC-001": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: Web_1
                  namespace: default
                spec:
                  selector:
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
                  name: web-1
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#),
        "SVC-002": RulePage(
            why: #"""
                The name of a Service begins with a digit.

                Kubernetes 1.36 takes such names; a server up to 1.35, or one with the gate \#
                RelaxedServiceNameValidation off, rejects them, and the same manifest then fails in one \#
                cluster of two. The variables that pods get about the Service begin with a digit too, which \#
                shells can't read.
                """#,
            bad: #"metadata: {name: 2048-game}"#,
            good: #"metadata: {name: game-2048}"#,
            source: #"pkg/apis/core/validation/validation.go"#),
        "SVC-003": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                  labels:
                    app: web app
                spec:
                  selector:
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
                  labels:
                    app: web-app
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#),
        "SVC-004": RulePage(
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
                  type: Headless
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
                  clusterIP: None
                """#),
        "SVC-005": RulePage(
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
                  clusterIP: None
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
                """#),
        "SVC-006": RulePage(
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
                  type: ExternalName
                  externalName: https://api.example.com
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
                  type: ExternalName
                  externalName: api.example.com
                """#),
        "SVC-007": RulePage(
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
                  type: ExternalName
                  externalName: a.example
                  clusterIP: None
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
                  type: ExternalName
                  externalName: a.example
                """#),
        "SVC-008": RulePage(
            why: #"""
                `externalName` is an IPv4 address.

                Cluster DNS answers with an alias for a host whose name is made of these digits. No such host \#
                exists, so clients get no address at all. An address belongs into an EndpointSlice of a \#
                Service without selector.
                """#,
            bad: #"spec: {type: ExternalName, externalName: 192.0.2.10}"#,
            good: #"""
                kind: Service
                metadata: {name: web}
                spec: {ports: [{port: 80}]}
                ---
                kind: EndpointSlice
                metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{port: 80}]
                endpoints: [{addresses: [192.0.2.10]}]
                """#,
            source: #"""
                the DNS specification of Kubernetes; the API server takes it without a warning
                """#),
        "SVC-009": RulePage(
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
                  type: ExternalName
                  externalName: a.example
                  externalIPs:
                  - 192.0.2.10
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  type: ExternalName
                  externalName: a.example
                """#),
        "SVC-010": RulePage(
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
                  externalName: a.example
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
        "SVC-011": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
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
        "SVC-012": RulePage(
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
                  externalIPs:
                  - 169.254.169.254
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
                  externalIPs:
                  - 192.0.2.10
                """#),
    ]
}
