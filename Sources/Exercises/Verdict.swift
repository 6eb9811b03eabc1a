import Words

/// What a check says of a task.
package struct Verdict: Codable, Equatable {
    /// How it went, in words.
    package enum Kind: String, Codable {
        case done
        case wrong = "not right"
        case untouched = "not begun"
        case crashed = "ends with a fatal error"
        case slow = "does not end"
        case greedy = "takes too much memory"
        case ended = "ends the program"
        case lost = "has ended its check"
        // Not checked at all.
        case refused = "not marked"
        case broken = "does not compile"
    }

    var kind: Kind
    /// What was put in, and what ought to come out and did, in the case that is shown.
    var shown: Shown?
    /// What the mistake is, if it is a known one, or what is known of the result.
    var diagnosis: String?
    /// What the learner's code printed in that case.
    package var printed: [String] = []
    /// The last case, if the answer has given something for it.
    var last: Shown?

    struct Shown: Codable, Equatable {
        package var put: Figures
        package var expected: Figures
        /// Nil where nothing came out.
        package var found: Figures?
    }

    /// What is shown of the case, behind its labels: what was put in, and what of the rest is wrong.
    func results(width: Int) -> [(label: String, lines: [String])] {
        let printed = ("printed", printed.prefix(3).map { String($0.prefix(width)) })
        guard let shown else { return [printed] }
        let wrong = shown.expected.entries.filter { entry in
            shown.found?.figure(entry.name)?.isNear(entry.figure) != true
        }.prefix(2).map(\.name)
        let expected = shown.expected.only(wrong)
        let found = shown.found?.only(wrong)
        let nothing = ["nothing: it \(kind.rawValue)"]
        return [
            ("put in", shown.put.lines(width: width)),
            ("expected", Array(expected.lines(width: width, besides: found).prefix(2))),
            ("found", Array((found?.lines(width: width, besides: expected) ?? nothing).prefix(2))),
            printed,
        ]
    }

    /// Lines of which the first has a label before it.
    static func labelled(_ label: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { Text.padded($0 == 0 ? label : "", 10) + $1 }
    }
}

/// What a check says of a task, for programs: one object in a line.
struct ExerciseRecord: Codable, Equatable {
    package var task: String
    package var verdict: Verdict
}
