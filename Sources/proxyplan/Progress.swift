import FoundationEssentials
import Synchronization

/// What a command is doing, on standard error, if that is a terminal and the command takes longer than a second. It is
/// erased when the command goes on to say what it found.
final class Progress: Sendable {
    private struct State {
        var text = ""
        var isShown = false
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

    /// Notes that `done` of `total` things are done.
    func note(_ verb: String, _ done: Int, of total: Int, _ noun: String) {
        state.withLock { $0.text = "\(verb) \(done) of \(total) \(noun)" }
    }

    /// Erases what is shown, and shows nothing more.
    func finish() {
        state.withLock { state in
            if state.isShown { Console.standardError.write(Self.erasing) }
            (state.isShown, state.isFinished) = (false, true)
        }
    }

    /// Shows the state; false if there is nothing more to show.
    private func show() -> Bool {
        state.withLock { state in
            guard !state.isFinished else { return false }
            Console.standardError.write("\(Self.erasing)\(state.text) …")
            state.isShown = true
            return true
        }
    }
}
