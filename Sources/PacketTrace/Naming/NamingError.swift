/// Why a text names no source or destination of traffic.
public struct NamingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public var message: String
    /// What to do about it; nil if nobody knows.
    public var advice: String?
    /// What was found out or tried on the way, in order.
    public var steps: [Reason]

    init(_ message: String, advice: String? = nil, steps: [Reason] = []) {
        self.message = message
        self.advice = advice
        self.steps = steps
    }

    /// What is wrong and what to do.
    public var description: String { advice.map { "\(message); \($0)" } ?? message }
}
