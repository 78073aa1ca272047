// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let port2: [String: RulePage] = [
        "PORT-013": RulePage(
            why: #"""
                Two Services claim one node port, as `nodePort` of a port or as `healthCheckNodePort`, \#
                whatever the protocols and namespaces.

                The API server's allocator counts numbers: 30053/UDP of one Service and 30053/TCP of another \#
                conflict, and the second Service is refused. Only ports of one Service with one `port` number \#
                share a node port, so put both protocols into one Service, or use another number.
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
                  - port: 53
                    protocol: UDP
                    nodePort: 30053
                  type: NodePort
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
                  - port: 53
                    nodePort: 30053
                  type: NodePort
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
                  - name: u
                    port: 53
                    protocol: UDP
                    nodePort: 30053
                  - name: t
                    port: 53
                    nodePort: 30053
                  type: NodePort
                """#,
            source: #"""
                pkg/registry/core/service/portallocator; observed for node ports and health check ports
                """#),
        "PORT-014": RulePage(
            why: #"""
                A pinned node port stands among those that the API server hands out by itself.

                It leaves the first part of the range to those who pick: a 32nd of it, at least 16 and at \#
                most 128 ports, which is 30000 to 30085 by default. A number behind that may have gone to \#
                another Service before. Services that were read from a cluster have their node port already.
                """#,
            bad: #"ports: [{port: 80, nodePort: 32000}]"#,
            good: #"ports: [{port: 80, nodePort: 30050}]"#,
            source: #"KEP-3668; pkg/registry/core/service/portallocator"#),
        "PORT-015": RulePage(
            why: #"""
                A port of a Service of type NodePort has no `nodePort`.

                The API server picks a free one. It stays as long as the Service does, but it is another one \#
                in another cluster, and after the Service was deleted and made anew. Firewalls, proxies and \#
                documents outside the cluster can't know it beforehand.
                """#,
            setting: #"if somebody has to know the number"#,
            bad: #"""
                type: NodePort
                ports: [{port: 80}]
                """#,
            good: #"""
                type: NodePort
                ports: [{port: 80, nodePort: 30080}]
                """#,
            source: #"pkg/registry/core/service/storage/alloc.go"#),
        "PORT-016": RulePage(
            why: #"""
                A node port has the number of a port that a process on the node listens on.

                kube-proxy opens no socket for a node port, so nothing notices the clash. Its rules come \#
                first: what comes to the node for this port goes to the Service, and the process, be it a pod \#
                on the host network, a `hostPort` or the kubelet, can't be reached from outside any more.
                """#,
            setting: #"""
                beside a pod with `hostNetwork: true` and `containerPort: 30090`
                """#,
            bad: #"ports: [{port: 80, nodePort: 30090}]"#,
            good: #"ports: [{port: 80, nodePort: 30091}]"#,
            source: #"pkg/proxy/iptables; pkg/cluster/ports"#),
        "PORT-017": RulePage(
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
                        ports:
                        - name: web-frontend-http
                          containerPort: 80
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
                        - name: web-http
                          containerPort: 80
                """#),
        "PORT-018": RulePage(
            why: #"""
                Two ports of a Service have one number and different protocols.

                The Service itself is right. But `kubectl apply`, unless it is told `--server-side`, merges \#
                the list of ports by `port` alone: adding the second protocol to a Service that has the first \#
                replaces it, and one of the two stops working. An edit of one of them can hit the other. \#
                Making the Service anew, replacing it, and applying on the server's side are safe.

                Bad: adding the second port with `kubectl apply` ```yaml ports: [{name: dns, port: 53}, \#
                {name: dns-udp, port: 53, protocol: UDP}] ``` Good: the same with `kubectl apply --server-side`.
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
                  - name: dns
                    port: 53
                  - name: dns-udp
                    port: 53
                    protocol: UDP
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
                  - name: dns
                    port: 53
                  - name: dns-udp
                    port: 53
                    protocol: UDP
                """#,
            source: #"""
                the patch merge key of ServicePort; kubernetes#39188, #105610
                """#),
        "PORT-019": RulePage(
            why: #"""
                A headless Service has a `targetPort` that differs from `port`.

                Without a cluster IP nothing translates ports. DNS answers with the addresses of the pods, \#
                and clients have to dial the port that the pods listen on, whatever the Service says. Only \#
                SRV records and EndpointSlices tell it.
                """#,
            bad: #"""
                clusterIP: None
                ports: [{name: http, port: 80, targetPort: 8080}]
                """#,
            good: #"""
                clusterIP: None
                ports: [{name: http, port: 8080}]
                """#,
            source: #"pkg/apis/core/validation; cmd/kube-proxy/app/server.go"#),
        "PORT-020": RulePage(
            why: #"""
                A headless Service has no ports.

                That is allowed, and DNS answers with the pods' addresses. But there are no SRV records, the \#
                EndpointSlices list no ports, and clients that look a port up by its name find nothing.
                """#,
            setting: #"if clients look ports up"#,
            bad: #"clusterIP: None"#,
            good: #"""
                clusterIP: None
                ports: [{name: http, port: 8080}]
                """#,
            source: #"pkg/apis/core/validation; the endpointslice controller"#),
        "PORT-021": RulePage(
            why: #"""
                A named `targetPort` that the selected pods don't declare.

                The name is looked up among the ports of each pod's containers, and of init containers that \#
                keep running. A pod that doesn't declare it is listed without this port. If no pod does, the \#
                Service port has no endpoint and every connection to it is refused.
                """#,
            setting: #"""
                for a container with `ports: [{name: http, containerPort: 8080}]`
                """#,
            bad: #"ports: [{port: 80, targetPort: web}]"#,
            good: #"ports: [{port: 80, targetPort: http}]"#,
            source: #"""
                the endpointslice controller, FindPort; seen on the running controller
                """#),
        "PORT-022": RulePage(
            why: #"""
                A named `targetPort` that the selected pods declare under another protocol.

                A container's port counts only if its protocol is the Service port's; both are TCP if they \#
                say nothing. Otherwise it is as if the name weren't there: no endpoint, and connections are refused.
                """#,
            setting: #"""
                for a container with `ports: [{name: dns, containerPort: 53, protocol: UDP}]`
                """#,
            bad: #"ports: [{port: 53, targetPort: dns}]"#,
            good: #"ports: [{port: 53, protocol: UDP, targetPort: dns}]"#,
            source: #"""
                the endpointslice controller, FindPort; seen on the running controller
                """#),
        "PORT-023": RulePage(
            why: #"""
                A named `targetPort` that only an init container declares.

                An init container ends before the pod serves anything, so its ports aren't looked at, and the \#
                Service port has no endpoint. With `restartPolicy: Always` it keeps running beside the \#
                containers, and its ports count.
                """#,
            setting: #"with targetPort proxy"#,
            bad: #"""
                initContainers: [{name: p, image: envoy, ports: [{name: proxy, containerPort: 15001}]}]
                """#,
            good: #"""
                initContainers: [{name: p, image: envoy, restartPolicy: Always, ports: [{name: proxy, \#
                containerPort: 15001}]}]
                """#,
            source: #"""
                the endpointslice controller, FindPort; seen on the running controller
                """#),
    ]
}
