import Bytes
import Diagnostics

extension LiveRuleset {
    /// Asks the tools of this machine what rules it has.
    ///
    /// A tool that is needed and missing, fails or may not do it is an error (`LIVE-010`) that names its command line;
    /// one that isn't needed is passed over if it isn't installed, and noted if it fails. The names of dumps are the
    /// command lines.
    public static func read(from tools: NodeTools) async -> (ruleset: LiveRuleset, findings: [Finding]) {
        var reader = LiveReader()
        for question in tools.questions { await reader.ask(question, searchPath: tools.searchPath) }
        if reader.ruleset.isEmpty && !reader.findings.contains(where: { $0.severity == .error }) {
            reader.findings.append(
                Finding(
                    rule: LiveRule.empty, severity: .warning, message: "this node has no rules at all",
                    advice: "is this the node's own network namespace, and does kube-proxy run?"))
        }
        return (reader.ruleset, reader.findings)
    }
}

extension LiveReader {
    /// Runs the commands of a question and reads what they print.
    fileprivate mutating func ask(_ question: NodeTools.Question, searchPath: String?) async {
        for alternative in question.alternatives {
            var failures: [Finding] = []
            var isAnswered = false
            var isInstalled = false
            for command in alternative {
                let run = await ToolRun.run(command, searchPath: searchPath)
                switch run {
                case .notInstalled: continue
                case .output(let bytes, let warnsOfLegacy):
                    isAnswered = true
                    if bytes.isEmpty { break }
                    read(
                        Source(name: command.line, bytes: bytes), backend: command.backend,
                        warnsOfLegacy: warnsOfLegacy)
                case .failed(let reason):
                    if let empty = command.emptyReason, reason.contains(empty) {
                        isAnswered = true
                    } else {
                        failures.append(failure(command, reason))
                    }
                }
                isInstalled = true
            }
            guard isInstalled else { continue }
            // One backend of iptables may be missing in the kernel; that the other answered is enough, unless rights
            // are missing: then both may have rules.
            for var finding in failures {
                let isAboutRights = finding.advice != nil
                finding.severity = !question.isNeeded ? .note : isAnswered && !isAboutRights ? .warning : .error
                findings.append(finding)
            }
            return
        }
        guard question.isNeeded, let command = question.alternatives.last?.first else { return }
        findings.append(
            Finding(
                rule: LiveRule.tool, severity: .error,
                message: "could not run \"\(command.line)\": \(command.words.first ?? "") is not installed",
                advice: "install it, or give its output from the node with --live"))
    }

    private func failure(_ command: NodeTools.Command, _ reason: String) -> Finding {
        Finding(
            rule: LiveRule.tool, severity: .error, message: "could not run \"\(command.line)\": \(reason)",
            advice: Rights.areMissing(reason) ? "run proxyplan as root" : nil)
    }
}
