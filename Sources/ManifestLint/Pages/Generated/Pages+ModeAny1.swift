// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let modeAny1: [String: RulePage] = [
        "MODE-ANY-001": RulePage(
            why: #"""
                A pod dials a port of a cluster IP that the Service doesn't declare.

                A cluster IP exists only for the pairs of port and protocol that the Service declares. What \#
                happens to the others depends on the proxy mode: in iptables mode the packet is routed like \#
                any other and gets lost, so that the client waits; in ipvs and nftables mode it is rejected \#
                at once. Declare the port, or dial one that is there.
                """#,
            setting: #"for a Service with port 80"#,
            bad: #"env: [{name: API, value: "https://web.default.svc"}]"#,
            good: #"ports: [{name: http, port: 80}, {name: https, port: 443}]"#,
            source: #"""
                pkg/proxy/nftables/proxier.go, pkg/proxy/ipvs/proxier.go; observed in iptables and nftables mode
                """#),
        "MODE-ANY-002": RulePage(
            why: #"""
                A Service's external policy is Local, and kube-proxy can't tell pods from outside clients.

                A pod may dial the external address or node port of a Service, and gets any of its endpoints \#
                as if it had dialled the cluster IP, as long as kube-proxy knows that it is a pod (CL-011). \#
                Otherwise the Local policy counts for it too, and its packets are dropped on every node \#
                without an endpoint of its own. Set `clusterCIDR` or `detectLocalMode`.
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
                  type: NodePort
                  externalTrafficPolicy: Local
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
                  externalTrafficPolicy: Local
                """#,
            source: #"""
                pkg/proxy/iptables/proxier.go, pkg/proxy/nftables/proxier.go
                """#),
        "MODE-ANY-003": RulePage(
            why: #"""
                A pod or its node dials a node port on the loopback address.

                That works only in iptables mode, with IPv4, with `localhostNodePorts` (which is on by \#
                default) and with loopback among `nodePortAddresses`; never in ipvs or nftables mode. A pod \#
                that isn't on the host network has a loopback address of its own, where no node port is. \#
                Images are pulled by the node. Dial the Service's name, or the node's address.
                """#,
            setting: #"""
                for a Service with nodePort 30080 and `proxy: {mode: nftables}`
                """#,
            bad: #"""
                hostNetwork: true
                containers: [{args: ["--url=http://127.0.0.1:30080"]}]
                """#,
            good: #"""
                hostNetwork: true
                dnsPolicy: ClusterFirstWithHostNet
                containers: [{args: ["--url=http://web"]}]
                """#,
            source: #"""
                pkg/proxy/iptables/proxier.go, pkg/proxy/nftables/proxier.go; kubernetes#90259
                """#),
    ]
}
