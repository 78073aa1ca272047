// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let tp2: [String: RulePage] = [
        "TP-017": RulePage(
            why: #"""
                A preference for the same zone or node, and too few pods to have several in each.

                All clients of a zone go to the pods there, however few they are. With fewer than two pods a \#
                zone, one pod can get the whole traffic of a big zone while others share that of a small one; \#
                a zone without pods sends its traffic to all. With a preference for the node the same holds \#
                for nodes.
                """#,
            setting: #"in a cluster of zone `z1` with nine nodes and `z2` with one"#,
            bad: #"spec: {replicas: 2}"#,
            good: #"spec: {replicas: 6}"#,
            source: #"""
                staging/src/k8s.io/endpointslice/trafficdist; pkg/proxy/topology.go
                """#),
        "TP-018": RulePage(
            why: #"""
                A preference for the same zone in a cluster whose nodes have no zone.

                A node's zone is its label `topology.kubernetes.io/zone`. Without one, endpoints on it get no \#
                zone, and with one such endpoint there are no hints for any; a proxy on such a node ignores hints.
                """#,
            setting: #"in a cluster whose nodes have no such label"#,
            bad: #"spec: {trafficDistribution: PreferSameZone}"#,
            good: #"spec: {trafficDistribution: PreferSameNode}"#,
            source: #"staging/src/k8s.io/endpointslice; pkg/proxy/topology.go"#),
        "TP-019": RulePage(
            why: #"""
                A Local policy beside a preference for zones or nodes.

                Local means this node, whatever the hints say. They count only for traffic whose policy is \#
                Cluster: with `internalTrafficPolicy: Local` none inside the cluster.
                """#,
            bad: #"""
                spec: {internalTrafficPolicy: Local, trafficDistribution: PreferSameZone}
                """#,
            good: #"spec: {trafficDistribution: PreferSameNode}"#,
            source: #"pkg/proxy/topology.go; observed"#),
        "TP-021": RulePage(
            why: #"""
                The annotation `service.kubernetes.io/topology-mode` has a value that means nothing.

                Only `Auto` and `auto` turn hints on. Everything else turns them off without a word; \#
                `Disabled` says so.
                """#,
            bad: #"""
                metadata: {annotations: {service.kubernetes.io/topology-mode: enabled}}
                """#,
            good: #"""
                metadata: {annotations: {service.kubernetes.io/topology-mode: Auto}}
                """#,
            source: #"staging/src/k8s.io/endpointslice; the API server takes it"#),
    ]
}
