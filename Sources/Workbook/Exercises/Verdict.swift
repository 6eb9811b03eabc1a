/// What a check says of a task.
struct Verdict: Equatable {
    enum Kind: String {
        case done, wrong, untouched, crashed, slow, greedy, ended, lost

        var words: String {
            switch self {
            case .done: "done"
            case .wrong: "not right"
            case .untouched: "not begun"
            case .crashed: "ends with a fatal error"
            case .slow: "does not come to an end"
            case .greedy: "takes too much memory"
            case .ended: "ends the program"
            case .lost: "has ended its check"
            }
        }
    }

    var kind: Kind
    /// What was put in, and what ought to come out and did, in the case that is shown.
    var shown: Shown?
    /// What the mistake is, if it is a known one, or what is known of the result.
    var diagnosis: String?
    /// What the learner's code printed in that case.
    var printed: [String] = []

    struct Shown: Equatable {
        var put: Figures
        var expected: Figures
        /// Nil where nothing came out.
        var found: Figures?
    }
}
