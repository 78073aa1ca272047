// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let ing1: [String: RulePage] = [
        "ING-001": RulePage(
            bad: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: default
                spec: {}
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
                """#),
        "ING-002": RulePage(
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
                      paths: []
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
                """#),
        "ING-003": RulePage(
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
                      - path: /
                        pathType: Regex
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
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
                """#),
        "ING-004": RulePage(
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
                      - path: ^/api/.*
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
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
                      - path: /api
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                """#),
        "ING-005": RulePage(
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
                      - path: /a//b
                        pathType: Exact
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
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
                      - path: /a/b
                        pathType: Exact
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                """#),
        "ING-006": RulePage(
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
                  defaultBackend: {}
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
                  defaultBackend:
                    service:
                      name: web
                      port:
                        number: 80
                """#),
        "ING-007": RulePage(
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
                  defaultBackend:
                    service:
                      name: web
                      port:
                        name: web-frontend-http
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
                  defaultBackend:
                    service:
                      name: web
                      port:
                        number: 80
                """#),
        "ING-008": RulePage(
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
                  defaultBackend:
                    service:
                      name: web.shop
                      port:
                        number: 80
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
                  defaultBackend:
                    service:
                      name: web
                      port:
                        number: 80
                """#),
        "ING-009": RulePage(
            bad: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: default
                spec:
                  rules:
                  - host: example.com:80
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
                """#),
    ]
}
