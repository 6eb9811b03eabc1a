import TestSupport
import Testing

/// Lessons as learners change them, with a table: what is asked is the changed lesson, and what is said of
/// the table is true of it.
@Suite struct TableEditsTests {
    private static let hubble =
        "--data docs/data/hubble-1929.csv --standardize --every 0 --predict 0.5,2"

    private static func run(_ lesson: String, _ options: String = hubble) throws -> Program.Result {
        try Program.run("edited-lesson \(lesson) \(options)")
    }

    private static func answers(_ result: Program.Result) -> [Double] {
        result.lines.suffix(2).compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    }

    /// These find least squares' line, each in its way: with a bias, with new tensors in every epoch.
    @Test(arguments: ["part1-bias", "part2-bias", "part2-new-tensors"])
    func linesOfAnyKindAreAsked(_ lesson: String) throws {
        let result = try Self.run(lesson)
        #expect(Self.answers(result) == [186.296, 867.533])
        #expect(result.output.contains("velocity = 454.1584·distance - 40.7835"))
    }

    /// Where no option can move the start, the lesson has to say how it predicts.
    @Test(arguments: ["part1-bias-from-the-code", "part1-start-in-the-code"])
    func aStartInTheCodeIsNotAsked(_ lesson: String) throws {
        let result = try Self.run(lesson)
        #expect(result.error.contains("Or say how it predicts with lesson.predict(with: …)."))
        #expect(result.status == 1)
    }

    /// A model that the workbook does not know is asked all the same: ŷ = w·x².
    @Test func anUnknownModelIsAsked() throws {
        let result = try Self.run("part1-square-model")
        #expect(result.output.contains("Found w = 62.888878."))
        #expect(!result.output.contains("In the table's own units"))
        // The mean and the deviation of the distances are NumPy's.
        let expected = [0.5, 2].map { x in
            let z = (x - 0.911375) / 0.6319048
            return 373.125 + 62.888878 * z * z
        }
        for (found, right) in zip(Self.answers(result), expected) {
            #expect(abs(found - right) < 1e-2)
        }
    }

    /// A wrong loss finds another line, and that is the one that is asked.
    @Test func aPenaltyIsAsked() throws {
        let result = try Self.run("part1-penalty")
        #expect(result.output.contains("velocity = 412.8712·distance - 3.1555"))
        let found = Self.answers(result)
        #expect(abs(found[0] - (412.8712 * 0.5 - 3.15551)) < 0.0002)
    }

    /// A lesson with points of its own does not learn from the table, so nothing is in its units.
    @Test func aLessonThatDoesNotUseTheTableIsNotAsked() throws {
        let result = try Self.run("part1-own-points", Self.hubble + " --lr 0.01")
        #expect(result.output.contains("This run: epoch 1 uses its own data, 5 samples"))
        #expect(result.output.contains("Prediction before training: f(5) = 0.000\n"))
        #expect(!result.output.contains("table's own units"))
        #expect(
            result.error.hasPrefix("error: --predict: the lesson can't be run on new inputs"))
        #expect(result.status == 1)
    }

    /// One that scales them itself is not believed either.
    @Test func aLessonThatChangesItsInputsIsNotAsked() throws {
        let result = try Self.run(
            "part3-crops-scaled",
            "--data docs/data/swiss-1888.csv --epochs 3 --predict 17,15,12,9.96,22.2")
        #expect(result.error.contains("the lesson can't be run on new inputs"))
        #expect(result.status == 1)
    }
}
