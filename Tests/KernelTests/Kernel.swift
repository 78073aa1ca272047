import TestSupport
import Testing

/// All that needs the kernel, one test at a time: connections that must stay unanswered are told by the clock.
@Suite("Kernel", .serialized, .enabled(if: KernelAvailability.shouldRun, KernelAvailability.comment))
enum Kernel {}
