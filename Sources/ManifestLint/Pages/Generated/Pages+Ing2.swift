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
        "ING-020": RulePage(
            why: #"""
                A path of type Prefix or Exact holds signs of a regular expression.

                Both types compare literally: Prefix element by element, Exact letter by letter. No request \#
                has such a path, so the backend gets none. Write a plain path, or use ImplementationSpecific \#
                together with what turns regular expressions on in the controller.
                """#,
            bad: #"paths: [{path: "/api(/.*)?$", pathType: Prefix}]"#,
            good: #"paths: [{path: /api, pathType: Prefix}]"#,
            source: #"the documentation of Ingress path types"#),
        "ING-021": RulePage(
            why: #"""
                A path has a capture group, and nothing uses what it captures.

                A regular expression only chooses the backend. The pod still receives the whole path, \#
                `/api/users` and not `/users`, unless the controller is told to rewrite it. Add the \#
                controller's annotation, or drop the group.
                """#,
            bad: #"""
                paths: [{path: "/api(/|$)(.*)", pathType: ImplementationSpecific}]
                """#,
            good: #"""
                metadata: {annotations: {nginx.ingress.kubernetes.io/rewrite-target: /$2}}
                """#,
            source: #"the documentation of ingress controllers"#),
        "ING-022": RulePage(
            why: #"""
                A backend names a Service that isn't in the Ingress's namespace.

                Backends are always in the namespace of their Ingress. Without the Service the controller has \#
                nothing to send requests to and answers 503, or leaves the whole Ingress out. If the input \#
                has no Service of the namespace at all, the Services may be elsewhere, and it is a warning. \#
                Services that exist already are listed in the cluster description.
                """#,
            setting: #"beside a Service wear-service"#,
            bad: #"""
                defaultBackend: {service: {name: sear-service, port: {number: 80}}}
                """#,
            good: #"""
                defaultBackend: {service: {name: wear-service, port: {number: 80}}}
                """#,
            source: #"the documentation of Ingress"#),
        "ING-023": RulePage(
            why: #"""
                A backend names a port that its Service doesn't have.

                An Ingress names the port of the Service, by number or name, not that of the pods and not a \#
                node port. The controller finds no port, and requests get 503.
                """#,
            setting: #"for a Service with port 80 and targetPort 8080"#,
            bad: #"""
                defaultBackend: {service: {name: web, port: {number: 8080}}}
                """#,
            good: #"defaultBackend: {service: {name: web, port: {number: 80}}}"#,
            source: #"the documentation of Ingress"#),
        "ING-024": RulePage(
            why: #"""
                A backend's Service has no endpoint for the port that the Ingress names.

                The controller has nowhere to send requests to and answers 503. The cause is at the Service: \#
                its selector matches no pods of the input, no container declares the named target port, no \#
                slice has a usable endpoint, or there is neither a selector nor anything that lists \#
                endpoints. The rules about these say more.
                """#,
            setting: #"beside a Deployment with label app: web"#,
            bad: #"""
                kind: Service
                spec: {selector: {app: nope}, ports: [{port: 80}]}
                """#,
            good: #"""
                kind: Service
                spec: {selector: {app: web}, ports: [{port: 80}]}
                """#,
            source: #"""
                SEL-002, PORT-021, EP-029 and EP-030 from the side of the Ingress
                """#),
        "ING-025": RulePage(
            why: #"""
                A backend is an ExternalName or headless Service.

                Both have no cluster IP. Some controllers refuse ExternalName backends, because they lead \#
                requests to wherever the name points. A headless Service has nothing but its pods: the \#
                controller must dial them itself, and on the target port. Use a Service with a cluster IP \#
                unless the controller's documentation says that it can do this.
                """#,
            bad: #"spec: {type: ExternalName, externalName: a.example}"#,
            good: #"spec: {selector: {app: web}, ports: [{port: 80}]}"#,
            source: #"the documentation of ingress controllers"#),
        "ING-026": RulePage(
            why: #"""
                A backend names a port of its Service that isn't TCP.

                Ingress controllers speak HTTP over TCP with their backends, whatever clients use in front of \#
                them. On a UDP or SCTP port nothing answers.
                """#,
            bad: #"ports: [{name: http, port: 80, protocol: UDP}]"#,
            good: #"ports: [{name: http, port: 80, protocol: TCP}]"#,
            source: #"HTTP"#),
        "ING-027": RulePage(
            why: #"""
                An Ingress whose class is unknown, or that has none while no class is the default.

                A controller looks after the Ingresses of its own classes. One of another class stays as it \#
                is: no address, no route. Add the IngressClass, which comes with the controller's \#
                installation, or name one that exists in the cluster description. One IngressClass can be the \#
                default by the annotation `ingressclass.kubernetes.io/is-default-class: "true"`; with two of \#
                them the API server refuses Ingresses without a class. While neither the input nor the \#
                cluster description has any class, it is only noted that one is needed: it usually comes with \#
                the controller.
                """#,
            bad: #"spec: {ingressClassName: nginx}"#,
            good: #"""
                kind: IngressClass
                metadata: {name: nginx}
                spec: {controller: k8s.io/ingress-nginx}
                """#,
            source: #"the documentation of Ingress classes"#),
        "ING-028": RulePage(
            why: #"""
                Two Ingresses of one class have the same host and path, and send it to different backends.

                Nothing says which of them counts. Most controllers take the older object, so that an Ingress \#
                that was created later has no effect, without a word; after both are created anew it may be \#
                the other one. Use different hosts or paths, or one Ingress.

                Bad: Ingresses a and b have host example.com and path /, for Services web and other.

                Good: b has host b.example.com.
                """#,
            bad: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: a
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
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: b
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
                            name: other
                            port:
                              number: 80
                """#,
            good: #"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: a
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
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: b
                  namespace: default
                spec:
                  rules:
                  - host: b.example.com
                    http:
                      paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: other
                            port:
                              number: 80
                """#,
            source: #"the documentation of ingress controllers"#),
        "ING-029": RulePage(
            why: #"""
                The TLS part of an Ingress doesn't fit its rules, or its Secret isn't there.

                A certificate for a host that no rule has is never used, and a host without a certificate is \#
                answered with the controller's own one, which no browser trusts. A missing Secret has the \#
                same effect. Secrets are looked for only if the input has some of the namespace or the \#
                cluster description lists any, and not if cert-manager makes them.
                """#,
            setting: #"for a rule with host example.com"#,
            bad: #"tls: [{hosts: [www.example.com], secretName: cert}]"#,
            good: #"tls: [{hosts: [example.com], secretName: cert}]"#,
            source: #"the documentation of Ingress"#),
        "ING-031": RulePage(
            why: #"""
                A rule of an Ingress has a host and no `http`.

                The API server accepts it. Everything for the host goes to the default backend; without one \#
                requests get 404.
                """#,
            bad: #"rules: [{host: example.com}]"#,
            good: #"""
                rules: [{host: example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: \#
                {name: web}}}]}}]
                """#,
            source: #"pkg/apis/networking/validation; observed"#),
    ]
}
