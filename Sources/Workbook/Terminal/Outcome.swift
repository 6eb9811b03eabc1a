import System

/// The way a run ended, for the exit code.
enum Outcome: Equatable {
    case completed
    /// The run failed; the sentence says why.
    case failed(String)
    /// A signal asked the program to end.
    case interrupted(Interruption.Cause)
}
