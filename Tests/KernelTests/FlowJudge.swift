import TestSupport

/// Compares what became of a flow's connections with what its line says.
enum FlowJudge {
    /// What the judge has against a result.
    enum Objection: Equatable, CustomStringConvertible {
        /// Something happened that must not happen.
        case wrong(String)
        /// The endpoints are the right ones, but their shares would be so once in a thousand times only.
        case improbable(String)

        var description: String {
            switch self {
            case .wrong(let text): text
            case .improbable(let text): "improbable: \(text)"
            }
        }
    }

    static func objections(to result: FlowResult, of flow: Flow) -> [Objection] {
        var objections = unexpected(result, flow)
        if case .answered(let seen, let sticky, let shares) = flow.outcome {
            objections += addresses(result, flow, seen)
            if sticky {
                objections += stickiness(result)
            } else if objections.isEmpty {
                objections += spread(result, shares)
            }
        }
        return objections
    }

    /// Everything that isn't of the kind the line names; and the absence of that.
    private static func unexpected(_ result: FlowResult, _ flow: Flow) -> [Objection] {
        var allowed: Set<String> = []
        switch flow.outcome {
        case .rejected: allowed = ["rejected"]
        case .dropped: allowed = ["unanswered"]
        case .untouched: allowed = ["untouched"]
        case .answered(_, _, let shares): allowed = Set(shares.map(\.endpoint))
        }
        let happened = result.kinds
        guard !happened.isEmpty else { return [.wrong("no connection was tried")] }
        return happened.filter { !allowed.contains($0.key) }.sorted { $0.key < $1.key }.map {
            .wrong("\($0.value) of \(happened.values.reduce(0, +)) connections: \($0.key)")
        }
    }

    /// Whose address the endpoints saw.
    private static func addresses(_ result: FlowResult, _ flow: Flow, _ seen: Flow.SeenSource) -> [Objection] {
        result.answers.sorted { $0.key < $1.key }.compactMap { endpoint, answers in
            let itself = Flow.split(endpoint)?.address == flow.sourceAddress
            let masqueraded = seen == .masqueraded || (seen == .hairpin && itself)
            let wrong = masqueraded ? answers.kept : answers.masqueraded
            guard wrong > 0 else { return nil }
            return .wrong("\(endpoint): source \(masqueraded ? "kept" : "masqueraded") on \(wrong) connections")
        }
    }

    private static func stickiness(_ result: FlowResult) -> [Objection] {
        guard result.answers.count > 1 else { return [] }
        return [.wrong("one client met \(result.answers.keys.sorted().joined(separator: " and "))")]
    }

    private static func spread(_ result: FlowResult, _ shares: [Flow.Share]) -> [Objection] {
        let counts = shares.map { share in result.answers[share.endpoint].map { $0.kept + $0.masqueraded } ?? 0 }
        if let missing = zip(shares, counts).first(where: { $0.1 == 0 }) {
            return [.wrong("\(missing.0.endpoint) never answered")]
        }
        let fractions = shares.map { Double($0.numerator) / Double($0.denominator) }
        guard ChiSquared.isImprobable(counts: counts, shares: fractions) else { return [] }
        let words = zip(shares, counts).map { "\($0.endpoint)=\($1)" }.joined(separator: " ")
        return [.improbable("\(words) of \(counts.reduce(0, +))")]
    }
}
