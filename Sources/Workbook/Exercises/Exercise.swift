/// A task that a learner solves in a file of their own, with all that it takes to check the answer.
///
/// The check runs the learner's code on several cases and compares what comes out with a reference that
/// is computed apart from it. What does not agree is compared with what known mistakes would give:
///
/// ```swift
/// Exercise(
///     "double", title: "Twice a number",
///     hints: ["Add the number to itself."], learned: "Twice is a sum.",
///     cases: { draw in [["x": Figure(draw.number())], ["x": Figure(0.0)]] },
///     nothing: { _ in ["result": Figure(0.0)] },
///     expected: { ["result": Figure(2 * $0.double("x"))] },
///     mistakes: [
///         KnownMistake("it squares") { ["result": Figure($0.double("x") * $0.double("x"))] }
///     ],
///     found: { ["result": Figure(double($0.float("x")))] })
/// ```
public struct Exercise {
    /// What it is called on the command line and in the file's name.
    let name: String
    let title: String
    let hints: [String]
    /// A sentence for somebody who has solved it.
    let learned: String
    let cases: (Draw) -> [Figures]
    let nothing: (Figures) -> Figures
    let expected: (Figures) -> Figures
    let mistakes: [KnownMistake]
    let found: (Figures) -> Figures

    /// - Parameters:
    ///   - name: a word or some, with dashes; the file is `NN-name.swift`.
    ///   - title: what it is, in a few words.
    ///   - hints: two or three, each says more than the one before.
    ///   - learned: a sentence for somebody who has solved it.
    ///   - cases: what is put in: small ones first, several sizes, zeros and negative numbers.
    ///   - nothing: what the body gives that the learner finds.
    ///   - expected: the right answer, computed apart from the learner's code.
    ///   - mistakes: what known mistakes would give.
    ///   - found: what the learner's code gives.
    public init(
        _ name: String, title: String, hints: [String], learned: String,
        cases: @escaping (Draw) -> [Figures], nothing: @escaping (Figures) -> Figures,
        expected: @escaping (Figures) -> Figures, mistakes: [KnownMistake],
        found: @escaping (Figures) -> Figures
    ) {
        self.name = name
        self.title = title
        self.hints = hints
        self.learned = learned
        self.cases = cases
        self.nothing = nothing
        self.expected = expected
        self.mistakes = mistakes
        self.found = found
    }

    /// The cases of a seed, and those of another that comes of it: what is right by chance is so once.
    func cases(seed: UInt64) -> [Figures] {
        [seed, seed &* 0x9E37_79B9_7F4A_7C15 &+ 1].flatMap { cases(Draw(seed: $0)) }
    }
}

/// A mistake that learners make in a task.
public struct KnownMistake {
    /// What is said of it; `{n}` stands for the number of samples of the case that is shown.
    let diagnosis: String
    /// What it gives; nil for a case where it gives nothing to compare.
    let gives: (Figures) -> Figures

    /// - Parameters:
    ///   - diagnosis: what to say of it: what the code does, not what somebody has thought. `{n}` stands
    ///     for the number of samples.
    ///   - gives: what code with the mistake gives for a case.
    public init(_ diagnosis: String, _ gives: @escaping (Figures) -> Figures) {
        self.diagnosis = diagnosis
        self.gives = gives
    }
}

/// The tasks of a part, from easy to a stretch.
public struct ExerciseList {
    let exercises: [Exercise]
    /// The folder with the tasks' files.
    let folder: String

    /// - Parameters:
    ///   - exercises: the tasks, in their order.
    ///   - file: a file in the folder with the tasks' files.
    public init(_ exercises: [Exercise], file: String = #filePath) {
        self.exercises = exercises
        folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    }

    var names: [String] { exercises.map(\.name) }

    /// What a task's file is called.
    func fileName(_ index: Int) -> String {
        "\(index < 9 ? "0" : "")\(index + 1)-\(exercises[index].name).swift"
    }
}
