import System

/// How a run ended, for the exit code.
enum Outcome: Equatable {
    case completed
    /// With a sentence on why.
    case failed(String)
    /// A signal has asked for the end.
    case interrupted(Interruption.Cause)
}
