import FoundationEssentials
import Synchronization

/// What a command is doing, on standard error, if that is a terminal and the command takes longer than a second. It is
/// erased when the command goes on to say what it found.
final class Progress: Sendable {
    private struct State {
        var text = ""
        var shown = ""
        var isFinished = false
    }

    private let state = Mutex(State())

    /// How long nothing is shown.
    private static let delay = Duration.seconds(1)
    /// How often it changes.
    private static let interval = Duration.milliseconds(100)
    /// Goes to the line's start and erases the line (ECMA-48, EL).
    private static let erasing = "\r\u{1B}[K"

    /// Progress that is shown if it is wanted and can be erased again.
    init(isWanted: Bool) {
        let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
        guard isWanted, Console.standardError.isTerminal, !terminal.isEmpty, terminal != "dumb" else { return }
        // A task of its own also runs while a file can't be read on, such as a pipe.
        Task.detached { [self] in
            try? await Task.sleep(for: Self.delay)
            while show() { try? await Task.sleep(for: Self.interval) }
        }
    }

    /// Notes which of `total` things is being worked on, after `done` others: `reading file 3 of 12`.
    func note(_ work: String, _ done: Int, of total: Int) {
        state.withLock { $0.text = "\(work) \(min(done + 1, total)) of \(total)" }
    }

    /// Erases what is shown, and shows nothing more.
    func finish() {
        state.withLock { state in
            if !state.shown.isEmpty { Console.standardError.write(Self.erasing) }
            (state.shown, state.isFinished) = ("", true)
        }
    }

    /// Shows the state; false if there is nothing more to show.
    private func show() -> Bool {
        state.withLock { state in
            if state.isFinished { return false }
            if state.text != state.shown { Console.standardError.write("\(Self.erasing)\(state.text) …") }
            state.shown = state.text
            return true
        }
    }
}
