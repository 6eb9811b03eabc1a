import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// A lesson that no part has.
private enum OtherProblem {
    static var signature: LessonSignature {
        var signature = LessonSignature(CropsProblem.self, mistakes: [.dotMean])
        signature.name = "other"
        return signature
    }
}

@Suite struct CommandLineTests {
    private let parser = CommandLineParser(
        stage: .part4,
        lessons: [LessonSignature(LineProblem.self), OtherProblem.signature])

    /// The settings of a run; nil for help and the like.
    private func settings(_ arguments: String...) throws -> Settings? {
        guard case .run(_, let settings) = try parser.parse(arguments) else { return nil }
        return settings
    }

    private func error(_ arguments: String...) -> String? {
        do {
            _ = try parser.parse(arguments)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func withoutArgumentsTheFirstLessonRunsWithItsDefaults() throws {
        guard case .run("line", let settings) = try parser.parse([]) else {
            Issue.record("expected a run of the line")
            return
        }
        #expect(settings.epochs == 100)
        #expect(settings.learningRate == 0.01)
        #expect(settings.given.isEmpty)
    }

    @Test func bothFormsOfAValueAreRead() throws {
        #expect(try settings("--epochs", "7")?.epochs == 7)
        #expect(try settings("--epochs=7")?.epochs == 7)
        #expect(try settings("--learning-rate=1e-3")?.learningRate == 1e-3)
        #expect(try settings("--w0", "-3.5")?[LineOptions.self].w0 == -3.5)
        #expect(try settings("--w0=-.5")?[LineOptions.self].w0 == -0.5)
    }

    /// As other programs take it from `swift run`.
    @Test func twoDashesAloneMeanNothing() throws {
        #expect(try settings("--", "--epochs", "7")?.epochs == 7)
    }

    @Test func namesThatAreNotUTF8AreNamed() {
        #expect(
            error("--save", "gr\u{FFFD}n.safetensors")
                == "'gr\u{FFFD}n.safetensors' is not UTF-8. Rename the file.")
    }

    /// What stands before an equals sign is a picture, or a folder.
    @Test func aWrongPictureIsNoFile() throws {
        #expect(error("--plot", "los=x.svg")?.hasPrefix("--plot cannot be 'los=x.svg'") == true)
        #expect(try settings("--plot", "loss=x.svg")?.leaves.pictures.first?.path == "x.svg")
        #expect(try settings("--plot", "./a=b.svg")?.leaves.pictures.first?.path == "./a=b.svg")
    }

    @Test func theLastOfSeveralValuesCounts() throws {
        #expect(try settings("--epochs", "7", "--epochs=8")?.epochs == 8)
    }

    @Test func aLessonMayStandBehindItsOptions() throws {
        guard case .run("other", let settings) = try parser.parse(["--epochs", "7", "other"]) else {
            Issue.record("expected a run of the other lesson")
            return
        }
        #expect(settings.epochs == 7)
    }

    @Test func helpAndVersionAreUnderstoodAnywhere() throws {
        guard
            case .print(let help, .success) = try parser.parse(["other", "--epochs", "3", "--help"])
        else {
            Issue.record("expected help on the other lesson")
            return
        }
        #expect(help.joined(separator: " ").contains("the defaults of 'other'"))
        guard case .print(let version, .success) = try parser.parse(["--version"]) else {
            Issue.record("expected the version")
            return
        }
        #expect(version == ["part4 \(Stage.version)"])
    }

    @Test(arguments: [
        ("--epochs", "-1"), ("--epochs", "1.5"), ("--epochs", "1_000"), ("--epochs", " 3"),
        ("--epochs", "1000000001"), ("--samples", "0"), ("--samples", "16777217"), ("--lr", "inf"),
        ("--lr", "-0.1"), ("--lr", "0x10"), ("--lr", "1e39"), ("--lr", "1e999"), ("--w0", "nan"),
        ("--seed", "-1"), ("--seed", "+1"), ("--seed", "18446744073709551616"),
        ("--pace", "3601"), ("--pace", "-1"), ("--format", "JSONL"), ("--every", "x"),
    ])
    func valuesOutOfRangeAreRefused(_ name: String, _ value: String) {
        let message = error(name, value) ?? ""
        #expect(message.contains("\(name) cannot be '\(value)': it takes "))
    }

    @Test(arguments: ["--epochs", "--lr", "--w0", "--format", "--bug"])
    func aMissingValueIsNoticed(_ name: String) {
        #expect(error(name)?.contains("needs a value") == true)
        #expect(error("\(name)=")?.contains("needs a value") == true)
        #expect(error(name, "--bias")?.contains("needs a value") == true)
    }

    @Test(arguments: [
        ("--sampels", "--samples"), ("--epoch", "--epochs"), ("--learningrate", "--learning-rate"),
        ("--hlep", "--help"), ("-lr", "--lr"), ("--check", "--check-gradient"),
        ("--b", "--b0"), ("--mod", "--model"), ("--sw", "--sweep"),
    ])
    func aSlipGetsASuggestion(_ slip: String, _ meant: String) {
        #expect(error(slip) == "there is no option '\(slip)'. Did you mean '\(meant)'?")
    }

    /// Another lesson's option is no help.
    @Test func onlyOptionsThatTheLessonHasAreSuggested() {
        #expect(
            error("other", "--batch")
                == "there is no option '--batch'. Did you mean '--batch-size'?")
        #expect(error("--batch") == "there is no option '--batch'.")
        #expect(error("other", "--w") == "there is no option '--w'.")
    }

    @Test func whatIsFarFromEverythingGetsNone() {
        #expect(error("--frobnicate") == "there is no option '--frobnicate'.")
        #expect(error("banana") == "part4 has no lesson 'banana': it has line and other.")
    }

    @Test func optionsOfOtherLessonsAreNamed() {
        let part1 = CommandLineParser(
            stage: .part1, lessons: [LessonSignature(LineProblem.self)])
        let error = #expect(throws: UsageError.self) { try part1.parse(["--bias"]) }
        #expect(
            error?.message == "part1 line has no option --bias: only part4 line has it.")
    }

    @Test func longAndInvisibleWordsAreShownSafely() {
        #expect(quoted("a\u{1B}[31m") == "'a\u{FFFD}[31m'")
        #expect(quoted(String(repeating: "x", count: 100)).count == 63)
    }

    @Test(arguments: Stage.allCases)
    func helpFitsTwoScreens(_ stage: Stage) {
        let lessons = [
            LessonSignature(LineProblem.self), LessonSignature(CropsProblem.self),
            LessonSignature(SineProblem.self), LessonSignature(LegendreProblem.self),
        ]
        let parser = CommandLineParser(stage: stage, lessons: lessons)
        for lesson in lessons {
            let lines = parser.help(lesson).joined(separator: "\n")
                .split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count > 10)
            #expect(lines.count < 2 * 24)
            for line in lines {
                #expect(line.count <= 80, "\(line)")
                #expect(line.last != " ", "\(line)")
            }
        }
    }
}
