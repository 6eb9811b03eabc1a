/// How a run ended, for the exit code.
enum Outcome: Equatable {
    case completed
    /// With a sentence on why.
    case failed(String)
    case interrupted
}
