// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let cl1: [String: RulePage] = [
        "CL-001": RulePage(
            why: #"""
                A network of pods has addresses in common with a network of cluster IPs.

                A pod whose address is also a cluster IP can't be reached: kube-proxy's rules take the packet \#
                for one to the Service. In nftables mode it drops packets to any address of the service \#
                networks that no Service has, so that even pods with an address that is nobody's cluster IP \#
                are cut off. Give pods and Services networks of their own.

                Bad: `serviceCIDRs: [10.96.0.0/12]` (it ends with 10.111.255.255) with `podCIDR: \#
                10.100.0.0/16`. Good: `serviceCIDRs: [10.96.0.0/12]` with `podCIDR: 10.244.0.0/16`.
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
                """#,
            source: #"""
                pkg/proxy/nftables/proxier.go, the `cluster-ips` check; observed in nftables mode
                """#),
        "CL-002": RulePage(
            why: #"""
                A node, a load balancer's pool or a network that pods must reach lies in the network of pods \#
                or of cluster IPs.

                Every node routes the pod network to pods, and takes addresses of the service network for \#
                cluster IPs. A machine with an address in one of them is lost to all pods and nodes, the node \#
                itself included. Give pods and Services networks that no machine is in.

                Bad: `serviceCIDRs: [192.168.0.0/16]` with a node at 192.168.50.10. Good: `serviceCIDRs: \#
                [10.96.0.0/16]` with a node at 192.168.50.10.
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
                """#,
            source: #"as for CL-001"#),
        "CL-003": RulePage(
            bad: #"""
                {apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: extra}, spec: {cidrs: \#
                [10.97.0.5/24]}}
                """#,
            good: #"""
                {apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: extra}, spec: {cidrs: \#
                [10.97.0.0/24]}}
                """#),
        "CL-004": RulePage(
            why: #"""
                An IPv6 network of cluster IPs has more than 64 bits for addresses.

                The API server accepts the ServiceCIDR, but can't build an allocator for a prefix shorter \#
                than /64: the network never gives out an address, and Services of that family stay without \#
                one. Use a /112, as kubeadm does, or at most a /64.

                Bad: `serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/48"]`. Good: `serviceCIDRs: [10.96.0.0/16, \#
                "fd00:10:96::/112"]`.
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
                """#,
            source: #"pkg/registry/core/service/ipallocator/ipallocator.go"#),
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
        "CL-007": RulePage(
            why: #"""
                The range of node ports has ports in common with those that nodes use themselves.

                Connections that a node opens get a port of `net.ipv4.ip_local_port_range`; if kube-proxy \#
                forwards that port, the answers go to a Service instead. A fixed listener, such as the \#
                kubelet's 10250, can't be reached any more once a Service gets its number. Keep \#
                `--service-node-port-range` apart from both.

                Bad: `nodePortRange: 20000-40000` with `localPortRange: 32768-60999`. Good: `nodePortRange: \#
                30000-32767`.
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
                """#,
            source: #"pkg/kubeapiserver/options, pkg/cluster/ports/ports.go"#),
        "CL-008": RulePage(
            why: #"""
                Pods are told to ask an address for names that isn't the DNS Service's, or one where it \#
                doesn't answer.

                Kubelets write `clusterDNS` into each pod's resolv.conf, and a pod can name servers of its \#
                own. If the DNS Service of `kube-system` has another cluster IP, one outside the service \#
                range, or no port 53 for both UDP and TCP, no Service name resolves. Pin the Service's \#
                `clusterIP` to `clusterDNS`. An address of 169.254.0.0/16 or fe80::/10 is that of a cache on \#
                the node itself, and no mistake.

                Bad: `clusterDNS: 10.96.0.10` with Service kube-dns at 10.96.0.11. Good: with Service \#
                kube-dns at 10.96.0.10, ports 53/UDP and 53/TCP.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: kube-dns
                  namespace: kube-system
                spec:
                  selector:
                    app: web
                    k8s-app: kube-dns
                  ports:
                  - name: dns
                    port: 53
                    protocol: UDP
                  clusterIP: 10.96.0.11
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: kube-dns
                  namespace: kube-system
                spec:
                  selector:
                    app: web
                    k8s-app: kube-dns
                  ports:
                  - name: dns
                    port: 53
                    protocol: UDP
                  - name: dns-tcp
                    port: 53
                  clusterIP: 10.96.0.10
                """#,
            source: #"kubeadm's defaults; the kubelet's configuration"#),
        "CL-010": RulePage(
            why: #"""
                kube-proxy is told a mode that it doesn't have.

                There are `iptables`, `ipvs` and `nftables` on Linux, `kernelspace` on Windows; no mode means \#
                `iptables`. `userspace` went with 1.26. kube-proxy refuses such a configuration and ends, so \#
                that no Service works on the node.

                Bad: `proxy: {mode: userspace}`. Good: `proxy: {mode: nftables}`.
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
                """#,
            source: #"pkg/proxy/apis/config/validation/validation.go; observed"#),
        "CL-011": RulePage(
            why: #"""
                kube-proxy is to tell pods by the cluster's pod range, and doesn't know it, or has another one.

                With `detectLocalMode: ClusterCIDR`, the default, packets from `clusterCIDR` are those of \#
                pods. Without it nothing is: a pod that dials an external address of a Service with a Local \#
                policy is taken for an outside client (MODE-ANY-002). With one that doesn't contain the pods' \#
                addresses, their packets to Services are masqueraded as if they came from outside, and \#
                servers don't see who they are from.

                Bad: `proxy: {clusterCIDR: ""}` with `podCIDR: 10.244.0.0/16`. Good: `proxy: {clusterCIDR: \#
                10.244.0.0/16}` with `podCIDR: 10.244.0.0/16`.
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
                """#,
            source: #"""
                cmd/kube-proxy/app/server_linux.go, pkg/proxy/iptables/proxier.go
                """#),
    ]
}
