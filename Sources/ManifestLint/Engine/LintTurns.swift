import Dispatch
import FoundationEssentials
import Synchronization

/// The API server's verdict and all rules, each a turn. Rules know nothing of each other: every core takes the next turn
/// that is left, and what they find is the same, in the same order, whoever finds it.
struct LintTurns {
    private let context: LintContext
    private let empty: FindingReport
    private let turns: [Turn]
    private let progress: @Sendable (_ checked: Int, _ total: Int) -> Void

    /// What is done at once.
    private enum Turn: Sendable {
        case server
        case rule(any LintRule.Type)
    }

    /// - Parameter scope: a report with the settings that the turns' reports are to have; its findings aren't looked at.
    init(
        _ context: LintContext, scope: FindingReport, _ selection: RuleSelection,
        _ progress: @escaping @Sendable (_ checked: Int, _ total: Int) -> Void
    ) {
        self.context = context
        self.progress = progress
        empty = scope.emptied()
        var turns: [Turn] = []
        if RuleCatalog.all.contains(where: { $0.repeatsServer && selection.contains($0) }) { turns.append(.server) }
        for rule in RuleCatalog.rules where selection.contains(rule.description) {
            if context.missing(rule.description.needs).isEmpty { turns.append(.rule(rule)) }
        }
        self.turns = turns
    }

    /// What each core found.
    func reports() -> [FindingReport] {
        let next = Atomic(0)
        let reports = Mutex<[FindingReport]>([])
        let workers = min(ProcessInfo.processInfo.activeProcessorCount, turns.count)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            var report = empty
            while true {
                let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard place < turns.count else { break }
                progress(place, turns.count)
                report.begin(turn: place)
                switch turns[place] {
                case .server: ServerVerdict.check(context, &report)
                case .rule(let rule): rule.check(context, &report)
                }
            }
            reports.withLock { $0.append(report) }
        }
        return reports.withLock { $0 }
    }
}
