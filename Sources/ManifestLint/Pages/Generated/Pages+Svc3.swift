// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let svc3: [String: RulePage] = [
        "SVC-027": RulePage(
            why: #"""
                A pod uses names of Services, but doesn't ask cluster DNS.

                `dnsPolicy: Default` is the node's resolver, and a pod on the host network gets it too unless \#
                the policy is `ClusterFirstWithHostNet`. With `None` the manifest itself has to name the \#
                cluster's DNS and its search domains. Otherwise the names have no address.
                """#,
            bad: #"""
                hostNetwork: true
                containers: [{name: c, image: nginx, env: [{name: API, value: "http://web"}]}]
                """#,
            good: #"""
                hostNetwork: true
                dnsPolicy: ClusterFirstWithHostNet
                containers: [{name: c, image: nginx, env: [{name: API, value: "http://web"}]}]
                """#,
            source: #"the documentation of DNS policies"#),
    ]
}
