// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let cl2: [String: RulePage] = [
        "CL-012": RulePage(
            why: #"""
                Clients use an address of a node that kube-proxy doesn't accept node ports on.

                `nodePortAddresses` says which of a node's addresses node ports are on; in nftables mode it \#
                is only the primary one unless something is said. Connections to another address meet no \#
                rule: they are refused, or time out. List the network of the addresses that clients use.

                Bad: `proxy: {mode: nftables}` with `nodes: [{addresses: [192.168.50.10], entryAddresses: \#
                [192.168.60.10]}]`. Good: the same with `nodePortAddresses: [192.168.60.0/24]`.
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
                pkg/proxy/util/nodeport_addresses.go, cmd/kube-proxy/app/server_linux.go; observed in nftables mode
                """#),
    ]
}
