import Addressing
import Diagnostics
import PacketTrace

/// Traces as JSON: an object with one member `traces`, an object for each pair of source and destination.
public enum TraceJSONReport {
    /// The text.
    public static func text(_ paths: [TracedPath]) -> String {
        JSONValue.object([("traces", .array(paths.map(value)))]).text
    }

    private static func value(_ path: TracedPath) -> JSONValue {
        let passage = path.passage
        return .object([
            (
                "source",
                .object([
                    ("name", .string(path.source)), ("address", JSONValue(passage.map { "\($0.sourceAddress)" })),
                ])
            ),
            ("destination", .string(path.destination.label)),
            ("role", .string(path.destination.role.words)),
            ("notes", .array(path.notes.map(value))),
            ("rules", .string(path.rules)),
            ("arrives", .bool(path.alwaysArrives)),
            ("obstacle", path.obstacle.map(value) ?? .null),
            ("cases", .array(passage.map { passage in passage.outcomes.cases.map { value($0, passage) } } ?? [])),
            ("reasons", .array((passage?.reasons ?? []).map(value))),
        ])
    }

    private static func value(_ reason: Reason) -> JSONValue {
        .object([
            ("text", .string(reason.text)),
            ("change", JSONValue(reason.change)),
            ("place", JSONValue(reason.place.map { "\($0.file):\($0.line):\($0.column)" })),
        ])
    }

    private static func value(_ possible: Outcomes.Case, _ passage: TracedPath.Passage) -> JSONValue {
        .object([
            (
                "assumptions",
                .array(possible.assumptions.map { .object([("match", .string($0.text)), ("holds", .bool($0.holds))]) })
            ),
            ("outcomes", .array(possible.outcomes.map { value($0, passage) })),
            (
                "returningClients",
                possible.returning.map { returning in
                    .object([
                        ("seconds", .number(Int(returning.seconds))),
                        ("endpoints", .array(returning.outcomes.map { JSONValue($0.destination.map { "\($0)" }) })),
                    ])
                } ?? .null
            ),
            ("uncertain", .bool(possible.isUncertain)),
        ])
    }

    private static func value(_ likely: LikelyOutcome, _ passage: TracedPath.Passage) -> JSONValue {
        let ending = passage.trace.endings[likely.ending]
        let outcome = likely.outcome
        return .object([
            ("result", .string(TraceWords.word(outcome.kind))),
            ("endpoint", JSONValue(outcome.destination.map { "\($0)" })),
            ("owner", JSONValue(outcome.destination.flatMap { passage.owners[$0] })),
            ("masqueraded", .bool(outcome.isMasqueraded)),
            (
                "probability",
                .object([
                    ("exact", .string("\(likely.probability)")),
                    ("meant", .string("\(likely.nominal)")),
                    ("percent", .string(TraceWords.percent(likely.nominal))),
                    ("error", JSONValue(TraceWords.error(likely))),
                ])
            ),
            ("steps", .array(passage.trace.steps(to: ending).map { value($0, passage) })),
        ])
    }

    private static func value(_ step: Trace.Step, _ passage: TracedPath.Passage) -> JSONValue {
        let lines = TraceLines(passage)
        switch step {
        case .hook(let hook): return member("hook", TraceWords.name(hook))
        case .chain(let chain): return member("chain", lines.name(ofChain: chain))
        case .rule(let rule, _):
            let (place, text) = lines.line(ofRule: rule)
            return .object([("rule", .string(text)), ("chain", .string(place))])
        case .chance(let rule, let chance, let held):
            return .object([
                ("chance", .string("\(chance)")), ("held", .bool(held)),
                ("chain", .string(lines.line(ofRule: rule).place)),
            ])
        case .assumed(let condition, let holds):
            return .object([("assumed", .string(TraceWords.sentence(condition))), ("holds", .bool(holds))])
        case .policy(let chain, let drops):
            return .object([
                ("policy", .string(drops ? "drop" : "accept")), ("chain", .string(lines.name(ofChain: chain))),
            ])
        case .routed(let route): return member("routing", "\(route)")
        case .scheduled(let server, let socket):
            let name = passage.tracer.ruleset.virtualServers?.name(of: server) ?? ""
            return .object([("virtualServer", .string(name)), ("to", .string("\(socket)"))])
        case .unscheduled(let server):
            return member("virtualServer", passage.tracer.ruleset.virtualServers?.name(of: server) ?? "")
        case .proxied(let socket): return member("proxied", "\(socket)")
        }
    }

    private static func member(_ name: String, _ text: String) -> JSONValue { .object([(name, .string(text))]) }
}
