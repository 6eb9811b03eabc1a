import Looking

/// A task that a learner solves in a file of their own: what is put into the answer, the right one, and
/// what known mistakes would be. Running, comparing, showing and marking are the same for all tasks.
///
/// The learner's answer, the right one and those with a mistake are all of one type, here `(Float) -> Float`,
/// and `gives` puts a case into any of them:
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
    /// What it is called on the command line and in the file's name.
    package let name: String
    let hints: [String]
    /// A sentence for somebody who has solved it.
    let learned: String
    package let cases: (Draw) -> [Figures]
    /// What the learner's answer gives for a case, the right one, and the body that the learner finds.
    let found, expected, nothing: (Figures) -> Figures
    /// What is said of each known mistake, and what it gives for a case.
    package let mistakes: [(diagnosis: String, gives: (Figures) -> Figures)]
    /// Draws what the learner's answer gives for the last case; nil where there is nothing to see.
    private(set) var plot: ((_ put: Figures, _ found: Figures) -> Plot)?

    /// - Parameters:
    ///   - name: a word or some, with dashes; the file is `NN-name.swift`.
    ///   - hints: two or three, each says more than the one before.
    ///   - learned: a sentence for somebody who has solved it.
    ///   - cases: what is put in: small ones first, several sizes, zeros and negative numbers.
    ///   - gives: what comes out of an answer for a case.
    ///   - answer: the learner's answer.
    ///   - nothing: the answer that the learner finds in the file.
    ///   - right: the right answer.
    ///   - mistakes: answers with a mistake, behind what is said of each: what the code does, not what
    ///     somebody has thought. `{n}` stands for the number of samples of the case that is shown.
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

    /// The same task, of which `--only` draws what the learner's answer gives for the last case.
    package func drawn(_ plot: @escaping (_ put: Figures, _ found: Figures) -> Plot) -> Exercise {
        var exercise = self
        exercise.plot = plot
        return exercise
    }

    /// The cases of a seed, and those of another that comes of it: what is right by chance is so once.
    package func cases(seed: UInt64) -> [Figures] {
        [seed, seed &* 0x9E37_79B9_7F4A_7C15 &+ 1].flatMap { cases(Draw(seed: $0)) }
    }
}

/// The tasks of a part, from easy to a stretch.
public struct ExerciseList {
    package let exercises: [Exercise]
    /// The folder with the tasks' files.
    package let folder: String

    /// - Parameters:
    ///   - exercises: the tasks, in their order.
    ///   - file: a file in the folder with the tasks' files.
    public init(_ exercises: [Exercise], file: String = #filePath) {
        self.exercises = exercises
        folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    }

    package var names: [String] { exercises.map(\.name) }

    /// What a task's file is called.
    func fileName(_ index: Int) -> String {
        "\(index < 9 ? "0" : "")\(index + 1)-\(exercises[index].name).swift"
    }
}
