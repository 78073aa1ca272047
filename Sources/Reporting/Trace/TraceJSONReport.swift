import Addressing
import Diagnostics
import PacketTrace

/// Traces as JSON: an object with one member `traces`, an object for each pair of source and destination.
public enum TraceJSONReport {
    /// The text.
    public static func text(_ reports: [TraceReport]) -> String {
        JSONValue.object([("traces", .array(reports.map(value)))]).text
    }

    private static func value(_ report: TraceReport) -> JSONValue {
        .object([
            ("source", .object([("name", .string(report.source)), ("address", .string("\(report.sourceAddress)"))])),
            ("destination", .string(report.destination)),
            ("notes", .array(report.notes.map(value))),
            ("rules", .string(report.rules)),
            ("cases", .array(report.outcomes.cases.map { value($0, report) })),
            ("reasons", .array(report.reasons.map(value))),
        ])
    }

    private static func value(_ reason: Reason) -> JSONValue {
        .object([
            ("text", .string(reason.text)),
            ("change", JSONValue(reason.change)),
            ("place", JSONValue(reason.place.map { "\($0.file):\($0.line):\($0.column)" })),
        ])
    }

    private static func value(_ possible: Outcomes.Case, _ report: TraceReport) -> JSONValue {
        .object([
            (
                "assumptions",
                .array(possible.assumptions.map { .object([("match", .string($0.text)), ("holds", .bool($0.holds))]) })
            ),
            ("outcomes", .array(possible.outcomes.map { value($0, report) })),
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

    private static func value(_ likely: LikelyOutcome, _ report: TraceReport) -> JSONValue {
        let ending = report.trace.endings[likely.ending]
        let outcome = likely.outcome
        return .object([
            ("result", .string(TraceWords.word(outcome.kind))),
            ("endpoint", JSONValue(outcome.destination.map { "\($0)" })),
            ("owner", JSONValue(outcome.destination.flatMap { report.owners[$0] })),
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
            ("steps", .array(report.trace.steps(to: ending).map { value($0, report) })),
        ])
    }

    private static func value(_ step: Trace.Step, _ report: TraceReport) -> JSONValue {
        switch step {
        case .hook(let hook): return member("hook", TraceWords.name(hook))
        case .chain(let chain): return member("chain", report.name(ofChain: chain))
        case .rule(let rule, _):
            let (place, text) = report.line(ofRule: rule)
            return .object([("rule", .string(text)), ("chain", .string(place))])
        case .chance(let rule, let chance, let held):
            return .object([
                ("chance", .string("\(chance)")), ("held", .bool(held)),
                ("chain", .string(report.line(ofRule: rule).place)),
            ])
        case .assumed(let condition, let holds):
            return .object([("assumed", .string(TraceWords.sentence(condition))), ("holds", .bool(holds))])
        case .policy(let chain, let drops):
            return .object([
                ("policy", .string(drops ? "drop" : "accept")), ("chain", .string(report.name(ofChain: chain))),
            ])
        case .routed(let route): return member("routing", "\(route)")
        case .scheduled(let server, let socket):
            let name = report.tracer.ruleset.virtualServers?.name(of: server) ?? ""
            return .object([("virtualServer", .string(name)), ("to", .string("\(socket)"))])
        case .unscheduled(let server):
            return member("virtualServer", report.tracer.ruleset.virtualServers?.name(of: server) ?? "")
        case .proxied(let socket): return member("proxied", "\(socket)")
        }
    }

    private static func member(_ name: String, _ text: String) -> JSONValue { .object([(name, .string(text))]) }
}
