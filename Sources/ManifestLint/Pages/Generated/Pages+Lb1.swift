// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let lb1: [String: RulePage] = [
        "LB-001": RulePage(
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
                  loadBalancerSourceRanges:
                  - 10.0.0.0/8
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
                  loadBalancerSourceRanges:
                  - 10.0.0.0/8
                """#),
        "LB-002": RulePage(
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
                  type: LoadBalancer
                  loadBalancerSourceRanges:
                  - 10.1.2.3/8
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
                  loadBalancerSourceRanges:
                  - 10.0.0.0/8
                """#),
        "LB-003": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                  annotations:
                    service.beta.kubernetes.io/load-balancer-source-ranges: 10.0.0.0/8, office
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                  type: LoadBalancer
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
                  loadBalancerSourceRanges:
                  - 10.0.0.0/8
                """#),
        "LB-004": RulePage(
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
                  loadBalancerClass: example.com/metal
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
                  loadBalancerClass: example.com/metal
                """#),
        "LB-005": RulePage(
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
                  type: LoadBalancer
                  loadBalancerClass: my class
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
                  loadBalancerClass: example.com/my-class
                """#),
        "LB-006": RulePage(
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
                  type: LoadBalancer
                status:
                  loadBalancer:
                    ingress:
                    - hostname: 192.0.2.7
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
                status:
                  loadBalancer:
                    ingress:
                    - ip: 192.0.2.7
                """#),
        "LB-007": RulePage(
            why: #"""
                `loadBalancerIP` is no address, or nothing in the cluster honours it.

                The API server takes any text. The field is deprecated, and many implementations of load \#
                balancers pass over it. With an address it is a note, and only if the cluster's \#
                implementation is one of those.
                """#,
            bad: #"spec: {type: LoadBalancer, loadBalancerIP: my-static-ip}"#,
            good: #"spec: {type: LoadBalancer, loadBalancerIP: 192.0.2.20}"#,
            source: #"the API server takes it without a warning"#),
        "LB-008": RulePage(
            why: #"""
                Source ranges are set by annotation only.

                kube-proxy reads `spec.loadBalancerSourceRanges` and never the annotation. A cloud's load \#
                balancer may honour it, but on the nodes the address is open to everyone who gets there.
                """#,
            bad: #"""
                metadata: {annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: 203.0.113.0/24}}
                """#,
            good: #"""
                spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]}
                """#,
            source: #"pkg/proxy/serviceport.go; observed"#),
        "LB-009": RulePage(
            why: #"""
                A Service of two families has source ranges of one.

                Each family has its own list, and an empty list lets everyone in.
                """#,
            bad: #"""
                spec: {ipFamilyPolicy: RequireDualStack, loadBalancerSourceRanges: [203.0.113.0/24]}
                """#,
            good: #"""
                spec: {ipFamilyPolicy: RequireDualStack, loadBalancerSourceRanges: [203.0.113.0/24, \#
                "2001:db8:1::/48"]}
                """#,
            source: #"pkg/proxy/serviceport.go; observed"#),
        "LB-010": RulePage(
            why: #"""
                `0.0.0.0/0` or `::/0` stands among narrower source ranges of its family.

                It lets everyone in, so kube-proxy makes no rules for the whole list.
                """#,
            bad: #"""
                spec: {loadBalancerSourceRanges: [203.0.113.0/24, 0.0.0.0/0]}
                """#,
            good: #"spec: {loadBalancerSourceRanges: [203.0.113.0/24]}"#,
            source: #"pkg/proxy/serviceport.go; observed"#),
        "LB-011": RulePage(
            why: #"""
                Source ranges of a Service that can be reached by node ports or external IPs as well.

                The ranges hold for the load balancer's address only. Whoever reaches a node at the node \#
                port, or the external IP, gets in from anywhere.
                """#,
            bad: #"""
                spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]}
                """#,
            good: #"""
                spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: \#
                [203.0.113.0/24]}
                """#,
            source: #"pkg/proxy/iptables and pkg/proxy/nftables; observed"#),
        "LB-012": RulePage(
            why: #"""
                A load balancer that nodes make no rules for: `ipMode: Proxy`, or a host name without an address.

                Packets of pods to such an address go out to the load balancer and come back. kube-proxy \#
                enforces no source ranges for it either.
                """#,
            setting: #"with source ranges"#,
            bad: #"""
                status: {loadBalancer: {ingress: [{ip: 192.0.2.20, ipMode: Proxy}]}}
                """#,
            good: #"""
                status: {loadBalancer: {ingress: [{ip: 192.0.2.20, ipMode: VIP}]}}
                """#,
            source: #"pkg/proxy/serviceport.go; observed"#),
        "LB-013": RulePage(
            why: #"""
                Source ranges don't include the pods of the cluster.

                A node catches packets to the load balancer's address, those of its own pods too, and drops \#
                what comes from outside the ranges. Pods that use the public name of the Service are locked \#
                out. For the node itself it is the same, unless its address is in one of the ranges.
                """#,
            setting: #"in a cluster with the pod range 10.244.0.0/16"#,
            bad: #"""
                spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]}
                """#,
            good: #"""
                spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24, 10.244.0.0/16]}
                """#,
            source: #"pkg/proxy/iptables and pkg/proxy/nftables"#),
        "LB-014": RulePage(
            why: #"""
                Two load balancers have the same port in a cluster whose load balancers share one address.

                Docker Desktop gives every load balancer the address of the host, ServiceLB (k3s, RKE2) those \#
                of the nodes. The second Service stays pending, or hides the first. ServiceLB takes the port \#
                on every node, so that it also clashes with pods that use it as host port; the bundled \#
                Traefik has 80 and 443.
                """#,
            bad: #"spec: {type: LoadBalancer, ports: [{port: 80}]}"#,
            good: #"""
                spec: {type: LoadBalancer, ports: [{port: 8081, targetPort: 8080}]}
                """#,
            source: #"README of k3s-io/klipper-lb"#),
        "LB-015": RulePage(
            why: #"""
                Two Services have one port of one load balancer address.

                kube-proxy keeps both claims. In iptables mode the rule that comes first wins, and the order \#
                changes from sync to sync; in nftables mode the Service that is written last wins. The other \#
                gets no traffic.
                """#,
            setting: #"in two Services"#,
            bad: #"""
                spec: {type: LoadBalancer, loadBalancerIP: 192.0.2.20, ports: [{port: 80}]}
                """#,
            good: #"""
                spec: {type: LoadBalancer, loadBalancerIP: 192.0.2.20, ports: [{port: 81}]}
                """#,
            source: #"pkg/proxy/nftables and pkg/proxy/iptables; observed"#),
        "LB-016": RulePage(
            why: #"""
                Two Services have one port of one external IP.

                The API server takes both, whatever their namespaces. Which of them gets the traffic is \#
                chance and changes: in 14 syncs of iptables mode it was the one twelve times and the other twice.
                """#,
            setting: #"in two Services"#,
            bad: #"spec: {externalIPs: [192.0.2.30], ports: [{port: 80}]}"#,
            good: #"spec: {externalIPs: [192.0.2.31], ports: [{port: 80}]}"#,
            source: #"pkg/proxy/nftables and pkg/proxy/iptables; observed"#),
        "LB-017": RulePage(
            why: #"""
                An external IP or load balancer address is one of the cluster's own: a cluster IP or a pod's \#
                address.

                Nodes redirect packets to it, wherever they come from. The Service or pod that the address \#
                belongs to loses its traffic, and whoever may write Services can read it. In iptables mode \#
                two rules compete, in nftables mode the external IP wins.
                """#,
            setting: #"beside a Service with this cluster IP"#,
            bad: #"spec: {externalIPs: [10.96.0.71]}"#,
            good: #"spec: {externalIPs: [192.0.2.30]}"#,
            source: #"CVE-2020-8554; pkg/proxy/nftables; observed"#),
    ]
}
