import Words

/// The result of checking a task.
package struct Verdict: Codable, Equatable {
    /// The kind of result, in words.
    package enum Kind: String, Codable {
        case done
        case wrong = "not right"
        case untouched = "not begun"
        case crashed = "ends with a fatal error"
        case slow = "does not end"
        case greedy = "takes too much memory"
        case ended = "ends the program"
        case lost = "ends its check"
        // These aren't checked at all.
        case refused = "not marked"
        case broken = "does not compile"
    }

    var kind: Kind
    /// The case to show, with the expected and the actual results.
    var shown: Shown?
    /// The mistake, if it is a known one, or another statement about the result.
    var diagnosis: String?
    /// The lines that the learner's code printed in that case.
    package var printed: [String] = []
    /// The last case, if the answer returned something for it.
    var last: Shown?

    struct Shown: Codable, Equatable {
        package var put: Figures
        package var expected: Figures
        /// Nil if the code returned nothing.
        package var found: Figures?
    }

    /// The case as text, with labels: the input, and up to two of the results that are wrong.
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
            ("input", shown.put.lines(width: width)),
            ("expected", Array(expected.lines(width: width, besides: found).prefix(2))),
            ("found", Array((found?.lines(width: width, besides: expected) ?? nothing).prefix(2))),
            printed,
        ]
    }

    /// Lines with a label before the first.
    static func labelled(_ label: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { Text.padded($0 == 0 ? label : "", 10) + $1 }
    }
}

/// The verdict on a task, as the judge prints it: one JSON object per line.
struct ExerciseRecord: Codable, Equatable {
    package var task: String
    package var verdict: Verdict
}
