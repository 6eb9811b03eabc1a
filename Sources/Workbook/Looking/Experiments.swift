/// Counts how often a lesson's function was run besides the run itself.
final class Experiments {
    private(set) var runs = 0

    func count() { runs += 1 }

    /// What is said of it.
    static func sentence(_ runs: Int) -> String {
        "The lesson was run \(Text.count(runs, "more time")) for this."
    }
}
