import Addressing

/// One thing that may become of packets, whichever rules bring it about.
public struct Outcome: Sendable, Hashable {
    /// What becomes of them.
    public let kind: Kind
    /// Where they go, if their destination is changed.
    public let destination: SocketAddress?
    /// Whether the other side sees the node's address.
    public let isMasqueraded: Bool

    /// What becomes of packets.
    public enum Kind: Sendable, Hashable {
        /// They reach a process of the node.
        case local
        /// They leave the node, or go to a pod on it.
        case sent
        /// They are thrown away.
        case dropped
        /// They are thrown away, and the sender is told.
        case rejected(FilterProgram.Answer)
        /// kube-proxy opens the connection and closes it again: it has no endpoint (userspace mode).
        case closed
        /// The kernel throws packets from other machines to loopback addresses away.
        case martian
        /// The rules lead in a circle; the kernel wouldn't load them.
        case circle
    }

    /// The outcome of an ending.
    public init(_ ending: Trace.Ending) {
        switch ending.fate {
        case .local: kind = .local
        case .sent: kind = .sent
        case .dropped, .droppedByPolicy: kind = .dropped
        case .rejected(_, let answer): kind = .rejected(answer)
        case .refused: kind = .rejected(.portUnreachable)
        case .unserved: kind = .closed
        case .martian: kind = .martian
        case .circle: kind = .circle
        }
        let arrives = kind == .local || kind == .sent
        destination = arrives ? ending.translated : nil
        isMasqueraded = arrives && ending.isMasqueraded
    }
}

/// An outcome and how likely it is.
public struct LikelyOutcome: Sendable, Hashable {
    /// What becomes of the packets.
    public let outcome: Outcome
    /// How likely it is by the kernel's random numbers.
    public let probability: Fraction
    /// The same by what the rules are meant to say.
    public let nominal: Fraction
    /// The first of the trace's endings with it, by its place.
    public let ending: Int
}

/// What may become of packets: of a new client's, and of those of clients that were here before.
public struct Outcomes: Sendable {
    /// The outcomes under one set of answers to what nobody here knows.
    public struct Case: Sendable {
        /// What is taken for true or false; none where everything is known, or where it makes no difference.
        public let assumptions: [Assumption]
        /// What becomes of a new client's packets; the probabilities add up to 1.
        public let outcomes: [LikelyOutcome]
        /// What becomes of the packets of clients that rules remember; nil if they remember none.
        public let returning: Returning?
        /// Whether something on the way may have changed it that nobody here knows.
        public let isUncertain: Bool
    }

    /// A match that nobody here knows, and whether it holds.
    public struct Assumption: Sendable, Hashable {
        /// The match in the words of the rule.
        public let text: String
        /// Whether it holds.
        public let holds: Bool
    }

    /// Clients that stay where they were.
    public struct Returning: Sendable, Hashable {
        /// For how many seconds they are remembered; 0 for ever.
        public let seconds: UInt32
        /// What becomes of their packets: one of these.
        public let outcomes: [Outcome]
    }

    /// One case, or several if unknown matches make a difference.
    public let cases: [Case]

    /// What a trace comes to.
    public init(_ trace: Trace) {
        var places: [[Assumption]: Int] = [:]
        var drafts: [Draft] = []
        for (number, ending) in trace.endings.enumerated() {
            var assumptions: [Assumption] = []
            var seen: UInt32?
            for (condition, holds) in trace.conditions(of: ending) {
                switch condition {
                case .unknown(let text): assumptions.append(Assumption(text: text, holds: holds))
                case .seen(_, let seconds): if holds { seen = seconds }
                }
            }
            let place = places[assumptions] ?? drafts.count
            if place == drafts.count {
                places[assumptions] = place
                drafts.append(Draft(assumptions: assumptions))
            }
            drafts[place].add(ending, number, seen: seen)
        }
        var finished: [Draft] = []
        Self.decide(drafts, [], into: &finished)
        // What makes no difference isn't worth a word.
        if let first = finished.first, finished.allSatisfy({ $0.essence == first.essence }) {
            finished = [first]
            finished[0].assumptions = []
        }
        cases = finished.map(\.finished)
    }

    /// More cases than anybody would read: beyond these matches that nobody knows are taken not to hold.
    private static let mostCases = 32

    /// Takes every unknown match that ways ask for, in turn, for true and for false, and puts together what is left: then
    /// every case is whole, whether its ways asked for the same matches or not.
    private static func decide(_ drafts: [Draft], _ decided: [Assumption], into finished: inout [Draft]) {
        let open = drafts.lazy.flatMap(\.assumptions).first { assumption in
            !decided.contains { $0.text == assumption.text }
        }
        guard let open else {
            var whole = Draft(assumptions: decided)
            for draft in drafts { whole.merge(draft) }
            finished.append(whole)
            return
        }
        for holds in finished.count < mostCases ? [true, false] : [false] {
            let assumption = Assumption(text: open.text, holds: holds)
            let consistent = drafts.filter { draft in
                !draft.assumptions.contains { $0.text == open.text && $0.holds != holds }
            }
            decide(consistent, decided + [assumption], into: &finished)
        }
    }

    /// A case in the making.
    private struct Draft {
        var assumptions: [Assumption]
        private var order: [Outcome] = []
        private var likely: [Outcome: (probability: Fraction, nominal: Fraction, ending: Int)] = [:]
        private var returning: [Outcome] = []
        private var seconds: UInt32?
        private var isUncertain = false

        init(assumptions: [Assumption]) { self.assumptions = assumptions }

        mutating func add(_ ending: Trace.Ending, _ number: Int, seen: UInt32?) {
            let outcome = Outcome(ending)
            isUncertain = isUncertain || ending.isUncertain
            if let seen {
                seconds = max(seconds ?? 0, seen)
                if !returning.contains(outcome) { returning.append(outcome) }
                return
            }
            add(outcome, ending.probability, ending.nominal, number)
        }

        private mutating func add(_ outcome: Outcome, _ probability: Fraction, _ nominal: Fraction, _ number: Int) {
            if let known = likely[outcome] {
                likely[outcome] = (known.probability + probability, known.nominal + nominal, known.ending)
            } else {
                order.append(outcome)
                likely[outcome] = (probability, nominal, number)
            }
        }

        mutating func merge(_ other: Draft) {
            for outcome in other.order {
                guard let known = other.likely[outcome] else { continue }
                add(outcome, known.probability, known.nominal, known.ending)
            }
            for outcome in other.returning where !returning.contains(outcome) { returning.append(outcome) }
            if let theirs = other.seconds { seconds = max(seconds ?? 0, theirs) }
            isUncertain = isUncertain || other.isUncertain
        }

        private var outcomes: [LikelyOutcome] {
            order.compactMap { outcome in
                likely[outcome].map {
                    LikelyOutcome(
                        outcome: outcome, probability: $0.probability, nominal: $0.nominal, ending: $0.ending)
                }
            }
        }

        var essence: [LikelyOutcome.Essence] {
            outcomes.map { .init(outcome: $0.outcome, probability: $0.probability) }
                + returning.map { .init(outcome: $0, probability: .zero) }
        }

        var finished: Case {
            Case(
                assumptions: assumptions, outcomes: outcomes,
                returning: seconds.map { Returning(seconds: $0, outcomes: returning) }, isUncertain: isUncertain)
        }
    }
}

extension LikelyOutcome {
    /// What makes two outcomes the same to a reader.
    fileprivate struct Essence: Hashable {
        let outcome: Outcome
        let probability: Fraction
    }
}
