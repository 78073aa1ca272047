// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let svc2: [String: RulePage] = [
        "SVC-013": RulePage(
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
                  - 192.0.2.10
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
                  type: LoadBalancer
                """#),
        "SVC-014": RulePage(
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
                  clusterIP: None
                  sessionAffinity: ClientIP
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
        "SVC-015": RulePage(
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
                  clusterIP: none
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
        "SVC-016": RulePage(
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
                  clusterIPs:
                  - 10.96.0.20
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
                  clusterIP: 10.96.0.20
                  clusterIPs:
                  - 10.96.0.20
                """#),
        "SVC-017": RulePage(
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
                  clusterIP: FD00:10:96:0::A
                  ipFamilies:
                  - IPv6
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
                  clusterIP: fd00:10:96::a
                  ipFamilies:
                  - IPv6
                """#),
        "SVC-018": RulePage(
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
                  clusterIP: 10.200.0.5
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
                  clusterIP: 10.96.0.5
                """#),
        "SVC-019": RulePage(
            why: #"""
                Two Services pin one cluster IP, or a Service pins an address that the cluster keeps for itself.

                A cluster IP belongs to one Service of the whole cluster, whatever the namespace. The first \#
                usable address of the service range is that of `default/kubernetes`, and the address that \#
                kubelets give pods as their DNS server is that of the DNS Service in `kube-system`. The API \#
                server refuses the second Service that asks for an address. Leave `clusterIP` out, or pick \#
                another address.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: a
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                  clusterIP: 10.96.0.50
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: b
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                  clusterIP: 10.96.0.50
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: a
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                  clusterIP: 10.96.0.50
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: b
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                  clusterIP: 10.96.0.51
                """#,
            source: #"""
                pkg/registry/core/service/ipallocator; observed for two Services and for the first address
                """#),
        "SVC-020": RulePage(
            why: #"""
                A pinned cluster IP stands among the addresses that the API server hands out by itself.

                The first part of a service range is left to those who pick: a sixteenth of it, at least 16 \#
                and at most 256 addresses. Behind that the address may have gone to another Service before, \#
                and then this one is rejected. Services that were read from a cluster have their address already.
                """#,
            setting: #"for the service range 10.96.0.0/16"#,
            bad: #"spec: {clusterIP: 10.96.77.7}"#,
            good: #"spec: {clusterIP: 10.96.0.77}"#,
            source: #"KEP-3070; pkg/registry/core/service/ipallocator"#),
        "SVC-021": RulePage(
            why: #"""
                The label `service.kubernetes.io/service-proxy-name` hands a Service to another proxy.

                kube-proxy doesn't see a Service with this label, whatever its value, the empty one too. \#
                Unless a proxy that goes by this name runs on every node, there are no rules, and connections \#
                to the Service go nowhere.
                """#,
            bad: #"""
                metadata: {labels: {service.kubernetes.io/service-proxy-name: cilium}}
                """#,
            good: #"metadata: {labels: {app: web}}"#,
            source: #"cmd/kube-proxy/app/server.go"#),
        "SVC-022": RulePage(
            why: #"""
                A container pings a Service.

                A cluster IP exists only for the ports that the Service declares. No proxy mode forwards \#
                ICMP: in iptables mode the packet is lost, in nftables and ipvs mode it is refused, and a \#
                script that waits for an answer waits forever. The pods of a headless Service do answer.
                """#,
            bad: #"command: [sh, -c, "until ping -c1 web; do sleep 1; done"]"#,
            good: #"command: [sh, -c, "until nc -z web 80; do sleep 1; done"]"#,
            source: #"""
                pkg/proxy; seen on kube-proxy 1.36 in iptables and nftables mode
                """#),
        "SVC-023": RulePage(
            why: #"""
                An alias in a pod's `hostAliases` has the name of a Service.

                The kubelet writes aliases to the pod's /etc/hosts, which is asked before cluster DNS. So \#
                this pod connects to the alias's address, and never sees the Service or a change of its address.
                """#,
            setting: #"beside a Service web"#,
            bad: #"hostAliases: [{ip: 10.1.2.3, hostnames: [web]}]"#,
            good: #"hostAliases: [{ip: 10.1.2.3, hostnames: [legacy.local]}]"#,
            source: #"the kubelet; the documentation of hostAliases"#),
        "SVC-024": RulePage(
            why: #"""
                A pod's configuration names a Service, or a port of one, that isn't there.

                Looked at are the values of environment variables, command lines, the ConfigMaps that pods \#
                read, and the hosts of probes. Cluster DNS has no answer for a Service that another namespace \#
                has when the short name is used, for a misspelt name, or for the name of a Deployment that \#
                has no Service of this name. A port that the Service doesn't declare isn't forwarded, the \#
                container's own port neither. Clients of a headless Service reach the pods themselves, so \#
                there the container's port is the right one.
                """#,
            setting: #"for a Service with port 80 and targetPort 8080"#,
            bad: #"env: [{name: API, value: "http://web.default.svc:8080"}]"#,
            good: #"env: [{name: API, value: "http://web.default.svc:80"}]"#,
            source: #"the DNS specification of Kubernetes; pkg/proxy"#),
        "SVC-025": RulePage(
            why: #"""
                A pod's configuration has the address of a pod, or a cluster IP that no manifest pins.

                A pod gets another address whenever it starts again, and a Service whenever it is made anew, \#
                in another cluster too. From then on the client connects to nothing, or to somebody else.
                """#,
            setting: #"for the pod range 10.244.0.0/16"#,
            bad: #"env: [{name: API_HOST, value: 10.244.0.61}]"#,
            good: #"env: [{name: API_HOST, value: web}]"#,
            source: #"the documentation of Services"#),
        "SVC-026": RulePage(
            why: #"""
                The kubelet gives a pod a variable about a Service that the pod's program takes for a setting \#
                of its own.

                For each Service with a cluster IP in its namespace a pod gets variables: for a Service redis \#
                among others REDIS_PORT=tcp://10.96.0.7:6379. A program that reads REDIS_PORT as a number \#
                then doesn't start, though the manifest looks right. A value in the manifest wins over the \#
                kubelet's, and `enableServiceLinks: false` switches these variables off. Only programs that \#
                are known to read such a variable are looked at, by their image's name.
                """#,
            setting: #"beside a Service redis"#,
            bad: #"containers: [{name: c, image: redis-stack}]"#,
            good: #"""
                enableServiceLinks: false
                containers: [{name: c, image: redis-stack}]
                """#,
            source: #"""
                pkg/kubelet/envvars; redis/RedisInsight#2512, uselagoon/lagoon#1254
                """#),
    ]
}
