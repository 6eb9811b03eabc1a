import Looking

/// A task that a learner solves in one file: its cases, the right answer and the known mistakes. Running, comparing,
/// showing and marking work the same way for all tasks.
///
/// The learner's answer, the right one and those with a mistake all have the same type, here `(Float) -> Float`. `gives`
/// calls any of them with a case:
///
/// ```swift
/// Exercise(
///     "double",
///     hints: ["Add the number to itself.", "x + x"], learned: "Twice is a sum.",
///     cases: { draw in [["x": draw.number()], ["x": 0]] },
///     gives: { double, put in ["result": Figure(double(put.float("x")))] },
///     answer: double, nothing: { _ in 0 }, right: { x in 2 * x },
///     mistakes: ["This is the square.": { x in x * x }])
/// ```
public struct Exercise {
    /// The name on the command line and in the file's name.
    package let name: String
    let hints: [String]
    /// A sentence for learners who have solved the task.
    let learned: String
    package let cases: (Draw) -> [Figures]
    /// The results for a case: of the learner's answer, of the right one, and of the original body.
    let found, expected, nothing: (Figures) -> Figures
    /// The diagnosis of each known mistake, and its result for a case.
    package let mistakes: [(diagnosis: String, gives: (Figures) -> Figures)]
    /// Plots the results of the learner's answer for the last case; nil if the task isn't drawn.
    private(set) var plot: ((_ put: Figures, _ found: Figures) -> Plot)?

    /// - Parameters:
    ///   - name: one or more words, joined by dashes; the file is `NN-name.swift`.
    ///   - hints: two or three, each more specific than the last.
    ///   - learned: a sentence for learners who have solved the task.
    ///   - cases: the inputs: small ones first, several sizes, zeros and negative numbers.
    ///   - gives: calls an answer with a case and returns its results.
    ///   - answer: the learner's answer.
    ///   - nothing: an answer like the original body.
    ///   - right: the right answer.
    ///   - mistakes: answers with a mistake, by their diagnoses. A diagnosis says what the code does, not what the
    ///     learner may have thought. `{n}` stands for the number of samples in the case shown.
    public init<Answer>(
        _ name: String, hints: [String], learned: String,
        cases: @escaping (Draw) -> [Figures],
        gives: @escaping (_ answer: Answer, _ put: Figures) -> Figures,
        answer: Answer, nothing: Answer, right: Answer,
        mistakes: KeyValuePairs<String, Answer>
    ) {
        (self.name, self.hints, self.learned, self.cases) = (name, hints, learned, cases)
        func given(by answer: Answer) -> (Figures) -> Figures { { put in gives(answer, put) } }
        (found, expected, self.nothing) = (given(by: answer), given(by: right), given(by: nothing))
        self.mistakes = mistakes.map { ($0, given(by: $1)) }
    }

    /// The same task, for which `--only` plots the results of the learner's answer for the last case.
    package func drawn(_ plot: @escaping (_ put: Figures, _ found: Figures) -> Plot) -> Exercise {
        var exercise = self
        exercise.plot = plot
        return exercise
    }

    /// The cases of a seed and of a second one derived from it, so that an answer that is right by chance fails.
    package func cases(seed: UInt64) -> [Figures] {
        [seed, seed &* 0x9E37_79B9_7F4A_7C15 &+ 1].flatMap { cases(Draw(seed: $0)) }
    }
}

/// The tasks of a part, from easy to hard.
public struct ExerciseList {
    package let exercises: [Exercise]
    /// The folder with the tasks' files.
    package let folder: String

    /// - Parameters:
    ///   - exercises: the tasks, in order.
    ///   - file: a file in the folder with the tasks' files.
    public init(_ exercises: [Exercise], file: String = #filePath) {
        self.exercises = exercises
        folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    }

    package var names: [String] { exercises.map(\.name) }

    /// The name of a task's file.
    func fileName(_ index: Int) -> String {
        "\(index < 9 ? "0" : "")\(index + 1)-\(exercises[index].name).swift"
    }
}
