// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let upd2: [String: RulePage] = [
        "UPD-011": RulePage(
            why: #"""
                `allocateLoadBalancerNodePorts` becomes false, and the node ports stay.

                The field only keeps new node ports from being allocated. Those that a Service has already \#
                stay when a manifest without them is applied, because nothing in it removes them. Write \#
                `nodePort: 0` for each port, or replace the object.

                Bad: `{type: LoadBalancer}` becomes `{type: LoadBalancer, allocateLoadBalancerNodePorts: \#
                false}`. Good: with `nodePort: 0` in each port as well.
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
                  type: LoadBalancer
                  allocateLoadBalancerNodePorts: false
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
                    nodePort: 0
                  type: LoadBalancer
                  allocateLoadBalancerNodePorts: false
                """#,
            source: #"pkg/registry/core/service/storage/alloc.go; observed"#),
    ]
}
