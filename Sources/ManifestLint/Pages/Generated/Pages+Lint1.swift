// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let lint1: [String: RulePage] = [
        "LINT-001": RulePage(
            why: #"""
                A comment, an annotation or the project's settings ignore a rule and don't say why.

                Whoever reads it later can't tell whether the reason still holds. Write it behind the rule; \#
                in `.proxyplan.yaml`, beside it: `{rule: PORT-015, reason: the firewall knows the port}`.
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
                  - port: 80
                    nodePort: 30080  # proxyplan:ignore PORT-010
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
                  - port: 80
                    # proxyplan:ignore PORT-010 a mutating webhook sets the type
                    nodePort: 30080
                """#,
            source: #"proxyplan's own"#),
        "LINT-002": RulePage(
            why: #"""
                A comment, an annotation or the project's settings ignore a rule that has no finding there.

                The mistake is mended, or the comment stands at another line: a comment covers the line that \#
                it ends, or the one below it. It would hide the next mistake of the kind. Ignores of rules \#
                that weren't checked aren't meant; those of `.proxyplan.yaml` are only if a directory is \#
                linted, as single files are a part of the project.
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
                  - port: 80  # proxyplan:ignore PORT-004 the template fills it in
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
                  - port: 80
                    # proxyplan:ignore PORT-010 a mutating webhook sets the type
                    nodePort: 30080
                """#,
            source: #"proxyplan's own"#),
        "LINT-003": RulePage(
            why: #"""
                A comment or an annotation ignores a rule that there isn't.

                The finding that was meant is still reported. Rules are named by id, by group, or by `server` \#
                and `all`.
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
                  - port: 80  # proxyplan:ignore PORT-404 no such rule
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
                  - port: 80
                    # proxyplan:ignore PORT-010 a mutating webhook sets the type
                    nodePort: 30080
                """#,
            source: #"proxyplan's own"#),
    ]
}
