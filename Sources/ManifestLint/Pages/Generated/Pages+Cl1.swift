// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let cl1: [String: RulePage] = [
        "CL-003": RulePage(
            bad: #"""
                {apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: extra}, spec: {cidrs: \#
                [10.97.0.5/24]}}
                """#,
            good: #"""
                {apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: extra}, spec: {cidrs: \#
                [10.97.0.0/24]}}
                """#),
        "CL-006": RulePage(
            why: #"""
                An object names a namespace that neither the input nor the cluster description has.

                The API server answers 404, and nothing of that namespace is applied. Namespaces that every \#
                cluster has count as known. If only the input has Namespaces, others may exist in the \#
                cluster: then it is a warning.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: shop2
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#,
            good: #"""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop3}}
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: shop3
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#,
            source: #"observed"#),
    ]
}
