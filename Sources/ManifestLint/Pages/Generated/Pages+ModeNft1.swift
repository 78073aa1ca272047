// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let modeNft1: [String: RulePage] = [
        "MODE-NFT-001": RulePage(
            why: #"""
                A Service has node ports, and kube-proxy accepts them only on each node's primary address.

                That is what nftables mode does unless `nodePortAddresses` is set; the health check's node \#
                port listens only there too. Clients and load balancers that use another address of the node, \#
                a virtual one that moves between nodes, or 127.0.0.1 get nothing. If the description shows \#
                that nodes have no other addresses, it is a note.
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
                """#,
            source: #"""
                cmd/kube-proxy/app/server_linux.go, pkg/proxy/nftables/proxier.go; observed
                """#),
        "MODE-NFT-002": RulePage(
            why: #"""
                A node's kernel or `nft` is too old for nftables mode.

                kube-proxy needs kernel 5.13 and `nft` 1.0.1 and ends at start without them: the node then \#
                has no Services at all. Update the node, or use iptables mode there.

                Bad: `proxy: {mode: nftables}` with `nodes: [{name: node-a, kernel: "5.10"}]`. Good: with \#
                `nodes: [{name: node-a, kernel: "6.1"}]`.
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
                pkg/proxy/nftables/supported.go, pkg/util/kernel/constants.go
                """#),
        "MODE-NFT-003": RulePage(
            why: #"""
                A container looks for kube-proxy's rules with iptables.

                Scripts that list table `nat` or grep for KUBE- chains find a rule for each Service only in \#
                iptables mode. In nftables mode the rules are in table `kube-proxy` of families ip and ip6, \#
                and iptables shows none of them; in ipvs mode it shows only references to ipsets. Use `nft \#
                list table ip kube-proxy`, or `ipvsadm -Ln`.
                """#,
            setting: #"with `proxy: {mode: nftables}`"#,
            bad: #"command: [sh, -c, "iptables -t nat -L | grep db-service"]"#,
            good: #"command: [sh, -c, "nft list table ip kube-proxy"]"#,
            source: #"pkg/proxy/nftables, pkg/proxy/ipvs"#),
    ]
}
