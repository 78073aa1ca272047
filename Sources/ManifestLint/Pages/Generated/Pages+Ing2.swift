// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let ing2: [String: RulePage] = [
        "ING-010": RulePage(
            bad: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: default
                spec:
                  rules:
                  - host: example.com
                    http:
                      paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                  tls:
                  - hosts:
                    - example.com
                    secretName: My_Secret
                """#,
            good: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: default
                spec:
                  rules:
                  - host: example.com
                    http:
                      paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                  tls:
                  - hosts:
                    - example.com
                    secretName: my-secret
                """#),
        "ING-011": RulePage(
            bad: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: default
                  annotations:
                    kubernetes.io/ingress.class: nginx
                spec:
                  rules:
                  - host: example.com
                    http:
                      paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                  ingressClassName: traefik
                """#,
            good: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: default
                spec:
                  rules:
                  - host: example.com
                    http:
                      paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                  ingressClassName: nginx
                """#),
        "ING-012": RulePage(
            bad: #"""
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata:
                  name: nginx
                spec:
                  controller: nginx
                """#,
            good: #"""
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata:
                  name: nginx
                spec:
                  controller: example.com/nginx
                """#),
    ]
}
