// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let lb2: [String: RulePage] = [
        "LB-018": RulePage(
            why: #"""
                An external IP is the address of a node, and the port is one that the node serves itself.

                All nodes redirect packets to this address and port to the Service's pods, and so does the \#
                node itself. SSH, the API server or the kubelet there can no longer be reached from inside \#
                the cluster, or not at all.
                """#,
            setting: #"where `node-a` is 192.168.50.10"#,
            bad: #"""
                spec: {externalIPs: [192.168.50.10], ports: [{port: 22, targetPort: 2222}]}
                """#,
            good: #"""
                spec: {type: NodePort, ports: [{port: 22, targetPort: 2222, nodePort: 30022}]}
                """#,
            source: #"""
                pkg/proxy/iptables and pkg/proxy/nftables; observed with port 22
                """#),
        "LB-019": RulePage(
            why: #"""
                An external IP or load balancer address is of a family that the Service has no cluster IP of.

                kube-proxy makes rules for a family only if the Service has a cluster IP of it. Packets to \#
                the address aren't redirected.
                """#,
            bad: #"spec: {ipFamilies: [IPv4], externalIPs: ["2001:db8::30"]}"#,
            good: #"""
                spec: {ipFamilyPolicy: PreferDualStack, externalIPs: ["2001:db8::30"]}
                """#,
            source: #"pkg/proxy/servicechangetracker.go; observed"#),
        "LB-020": RulePage(
            why: #"""
                External IPs in a cluster that doesn't allow them.

                With kube-proxy's gate `AllowServiceExternalIPs` off no rules are made for them. With the \#
                admission plugin `DenyServiceExternalIPs` the API server refuses new ones.
                """#,
            setting: #"in such a cluster"#,
            bad: #"spec: {externalIPs: [192.0.2.30]}"#,
            good: #"spec: {type: LoadBalancer}"#,
            source: #"""
                pkg/proxy/serviceport.go; plugin/pkg/admission/network/denyserviceexternalips
                """#),
        "LB-021": RulePage(
            why: #"""
                Nothing in the cluster makes a load balancer for the Service.

                With a `loadBalancerClass` only the implementation of that class does; without one only the \#
                default implementation, which bare clusters, kind and minikube don't have. The address stays \#
                pending; node ports work.
                """#,
            setting: #"in a cluster without this class"#,
            bad: #"""
                spec: {type: LoadBalancer, loadBalancerClass: example.com/metal}
                """#,
            good: #"spec: {type: NodePort}"#,
            source: #"cloud-provider's service controller"#),
        "LB-022": RulePage(
            why: #"""
                `allocateLoadBalancerNodePorts: false` where the load balancer sends packets to node ports.

                Without node ports such a load balancer has nowhere to send them to. Many of the clouds' work \#
                like this unless told otherwise.
                """#,
            setting: #"in such a cluster"#,
            bad: #"""
                spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false}
                """#,
            good: #"spec: {type: LoadBalancer}"#,
            source: #"""
                pkg/registry/core/service/storage/alloc.go; the API server stores no node port then
                """#),
        "LB-023": RulePage(
            why: #"""
                A load balancer with ports of several protocols.

                The API allows it. Several clouds refuse it or want an annotation. Two Services, which share \#
                an address where that is possible, work everywhere.
                """#,
            bad: #"""
                spec: {type: LoadBalancer, ports: [{name: t, port: 53}, {name: u, port: 53, protocol: UDP}]}
                """#,
            good: #"spec: {type: LoadBalancer, ports: [{port: 53}]}"#,
            source: #"the clouds' documentation"#),
        "LB-024": RulePage(
            why: #"""
                `externalTrafficPolicy: Local`, and the pods can only be on nodes that load balancers leave out.

                Load balancers send nothing to nodes with the label \#
                `node.kubernetes.io/exclude-from-external-load-balancers`, or to those that the autoscaler is \#
                about to remove. Other nodes have no pod, and the policy forbids them to pass packets on.
                """#,
            setting: #"where the nodes with `role: edge` have the label"#,
            bad: #"spec: {template: {spec: {nodeSelector: {role: edge}}}}"#,
            good: #"spec: {type: LoadBalancer, externalTrafficPolicy: Cluster}"#,
            source: #"cloud-provider's service controller"#),
    ]
}
