import Manifests

/// Fields of other kinds than Service that may not change.
enum ImmutableFields {
    /// Two versions of an object.
    struct Pair: Sendable {
        let kind: ObjectKind
        let previous: FieldCursor
        let next: FieldCursor

        init(_ kind: ObjectKind, _ previous: FieldCursor, _ next: FieldCursor) {
            self.kind = kind
            self.previous = previous
            self.next = next
        }
    }

    /// Every check.
    static let checks: [ServerCheck<Pair>] = [
        immutable(.ep009, [.endpointSlice]) { $0["addressType"] },
        immutable(.ing012, [.ingressClass]) { $0["spec"]["controller"] },
        immutable(.sel013, [.deployment, .replicaSet, .statefulSet, .daemonSet]) { $0["spec"]["selector"] },
    ]

    private static func immutable(
        _ rule: ServerRule, _ kinds: Set<ObjectKind>, _ field: @escaping @Sendable (FieldCursor) -> FieldCursor
    ) -> ServerCheck<Pair> {
        ServerCheck(rule) { pair, rule, report in
            let (previous, next) = (field(pair.previous), field(pair.next))
            guard kinds.contains(pair.kind), previous.isPresent, previous.asJSON != next.asJSON else { return }
            report.reject(rule, next, .invalid(next.asJSON, "field is immutable"))
        }
    }
}
