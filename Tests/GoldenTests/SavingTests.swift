import Foundation
import TestSupport
import Testing

/// A folder of its own, for the files of a test.
struct Folder: ~Copyable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// What is in it, also what is hidden.
    var content: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}

/// `--save` and `--load`.
@Suite(.recordedLessons) struct SavingTests {
    static let runs = [
        "part1", "part2", "part3", "part4", "part1 --samples 8 --lr 0.001",
        "part4 --bias --seed 4", "part4 --model custom", "part4 --model custom --bias --seed 1",
        "part1 crops", "part2 crops", "part3 crops --rows 15", "part4 crops",
        "part4 crops --rows 15 --batch-size 4", "part4 crops --shuffle",
        "part4 crops --rows 15 --batch-size 2 --shuffle --seed 3",
        "part1 sine --samples 50", "part2 sine --samples 50", "part3 sine --samples 50",
        "part4 sine --samples 50", "part4 sine --samples 50 --optimizer rmsprop",
        "part4 sine --samples 50 --update by-hand", "part2 legendre --samples 50",
        "part4 network --samples 50",
    ]

    /// What a run prints, as a program reads it.
    private func lines(_ run: String, _ options: [String]) throws -> [String] {
        let words = run.split(separator: " ").map(String.init)
        let result = try Program.run(
            words[0], Array(words.dropFirst()) + ["--format", "jsonl"] + options)
        try #require(result.status == 0, "\(run): \(result.error)")
        return result.lines
    }

    /// Six epochs, a file and eight more give every bit of fourteen.
    @Test(arguments: runs) func aRunGoesOnBitForBit(run: String) throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        let whole = try lines(run, ["--epochs", "14"])
        let first = try lines(run, ["--epochs", "6", "--save", file])
        // It goes on from a file that it replaces.
        let second = try lines(run, ["--epochs", "8", "--load", file, "--save", file])
        #expect(whole.count == 14)
        #expect(first + second == whole)
        #expect(folder.content == ["run.safetensors"])
    }

    @Test(arguments: [
        "part1-bias", "part1-own-points", "part2-new-tensors", "part3-momentum", "part3-rmsprop",
        "part3-crops-b-left-out", "part3-sine-rmsprop", "part4-momentum", "part4-loader",
        "part4-crops-batches",
    ])
    func anEditedLessonGoesOn(edit: String) throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        let whole = try lines("edited-lesson \(edit)", ["--epochs", "10"])
        let first = try lines("edited-lesson \(edit)", ["--epochs", "4", "--save", file])
        let second = try lines("edited-lesson \(edit)", ["--epochs", "6", "--load", file])
        #expect(first + second == whole)
    }

    /// A learning rate that comes with another option is saved, too.
    @Test func theRateOfAnOptimizerIsSaved() throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        let options = "part4 sine --optimizer rmsprop --epochs 2"
        #expect(try Program.run("\(options) --save \(file)").status == 0)
        let more = try Program.run("\(options) --load \(file)")
        #expect(more.status == 0 && !more.output.contains("It was trained with"), "\(more.output)")
    }

    /// What is not in the file is said, and so is why a file cannot be gone on from.
    @Test(arguments: [
        (
            "part1-bias-from-the-code", "w and b after 3 epochs.",
            "Start it with lesson.start(\"b\", …), and a model with lesson.start(model)."
        ),
        ("part1-no-look", "w after 3 epochs.", "lesson.look(…) is not called in the first epoch."),
        (
            "part1-report-before-update",
            "Not in the file: any change to the parameters after lesson.report(…).",
            ""
        ),
        ("part1-rate-falls", "any state of the lesson's own update.", ""),
        (
            "part2-bias-not-reported",
            "1 parameter that the loss uses, because the lesson doesn't hand it over.", ""
        ),
        ("part2-no-reset", "the gradients left at the end of the epoch.", ""),
        ("part4-bias", "weight and bias after 3 epochs.", "and a model with lesson.start(model)."),
        ("part4-sine-tanh", "0.weight, 0.bias, 2.weight and 2.bias after 3 epochs.", "(model)."),
    ])
    func whatCannotGoOnIsSaid(edit: String, saved: String, refusal: String) throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        let first = try Program.run(
            "edited-lesson", [edit, "--epochs", "3", "--save", file, "--every", "0"])
        #expect(first.status == 0)
        let words = first.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.hasSuffix("\(saved) \(Self.measured)"), "\(words)")
        let second = try Program.run("edited-lesson", [edit, "--epochs", "3", "--load", file])
        #expect(second.status == (refusal.isEmpty ? 0 : 64))
        #expect(second.error.hasSuffix(refusal.isEmpty ? "" : "\(refusal)\n"), "\(second.error)")
        if !refusal.isEmpty { #expect(!second.output.contains("Epoch")) }
    }

    // MARK: - What is printed

    /// The saved parameters are measured in an epoch more.
    private static let measured = "The lesson was run 1 more time for this."

    /// In the end rounding swallows the steps of d, whose gradient is the largest, and of no other parameter.
    @Test func roundedStepsAreNoUpdateOfTheLessonsOwn() throws {
        let folder = try Folder()
        let file = folder.file("sine.safetensors")
        let run = try Program.run(
            "part1", ["sine", "--lr", "3e-6", "--every", "0", "--save", file])
        let saved = run.output.split(separator: "\n").suffix(3).joined(separator: " ")
        let end = "sine.safetensors': a, b, c and d after 2000 epochs. \(Self.measured)"
        #expect(saved.hasSuffix(end), "\(saved)")
    }

    @Test func theTranscriptTellsOfTheFile() throws {
        let folder = try Folder()
        let file = folder.file("line.safetensors")
        let first = try Program.run("part3", ["--epochs", "50", "--save", file])
        let saved = first.output.split(separator: "\n").suffix(3).joined(separator: " ")
        let end = "line.safetensors': w after 50 epochs. \(Self.measured)"
        #expect(saved.hasSuffix(end), "\(saved)")
        let run = ["--load", file, "--epochs", "20", "--lr", "0.02", "--explain", "--plot", "w"]
        let second = try Program.run("part3", run)
        #expect(second.status == 0)
        let words = second.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("Learning rate 0.02, 20 more epochs. Loaded"))
        #expect(
            words.contains("It was trained with the learning rate 0.01; this run uses 0.02."))
        #expect(second.lines.contains("Epoch 51, step by step"))
        #expect(second.lines.contains { $0.hasPrefix("Epoch 51/70: w = ") })
        #expect(second.lines.contains { $0.hasPrefix("Epoch 70/70: ") })
        #expect(second.lines.contains("Prediction before training: f(5) = 9.997"))
    }

    /// As docs/saving.md shows it.
    @Test func thePageShowsWhatIsPrinted() throws {
        let folder = try Folder()
        let file = folder.file("line.safetensors")
        #expect(try Program.run("part1", ["--epochs", "50", "--save", file]).status == 0)
        let lines = try Program.run("part1", ["--epochs", "50", "--load", file]).lines
        let start = try #require(
            lines.firstIndex(of: "y = 2·x for x = 1 … 4. Learning rate 0.01, 50 more epochs."))
        let end = try #require(lines.firstIndex(of: "Prediction before training: f(5) = 9.997"))
        let loaded = lines[start + 1..<end].joined(separator: " ")
        #expect(loaded.hasSuffix("line.safetensors': w after 50 epochs. "))
        #expect(lines[end + 1] == "Epoch 51/100: w = 1.999, loss = 0.00000262")
    }

    /// A run that is kept is asked without an epoch more, and says what its numbers are numbers of.
    @Test(arguments: [
        ("part1 line", "3", "6"), ("part4 line", "3", "6"), ("part3 sine --samples 100", "0", ""),
    ])
    func aKeptRunIsAsked(run: String, input: String, expected: String) throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        let words = run.split(separator: " ").map(String.init)
        let trained = try Program.run(
            words[0], words.dropFirst() + ["--every", "0", "--save", file, "--predict", input])
        let asked = try Program.run(
            words[0], words.dropFirst() + ["--epochs", "0", "--load", file, "--predict", input])
        #expect(trained.status == 0 && asked.status == 0, "\(asked.error)")
        #expect(asked.lines.suffix(2) == trained.lines.suffix(2))
        let answer = try #require(asked.lines.last)
        #expect(answer.hasSuffix(expected))
    }

    @Test func theTableOfAKeptRunIsNamed() throws {
        let folder = try Folder()
        let (file, table) = (folder.file("run.safetensors"), folder.file("two words.csv"))
        try "x,y\n1,2\n3,5\n".write(toFile: table, atomically: true, encoding: .utf8)
        let run = try Program.run(
            "part2", ["--data", table, "--standardize", "--every", "0", "--save", file])
        #expect(run.status == 0)
        let other = try Program.run("part2", ["--load", file, "--epochs", "1"])
        let text = other.lines.joined(separator: " ")
        #expect(text.contains("It was trained with --data") && text.contains("--standardize."))
        let same = try Program.run(
            "part2", ["--data", table, "--standardize", "--load", file, "--epochs", "1"])
        #expect(same.status == 0 && !same.output.contains("It was trained with"))
    }

    /// Weights belong to columns, not to places.
    @Test func aRunKnowsItsColumns() throws {
        let folder = try Folder()
        let (file, table) = (folder.file("run.safetensors"), folder.file("t.csv"))
        let turned = folder.file("turned.csv")
        try "a,b,y\n1,2,9\n3,5,2\n4,1,7\n".write(toFile: table, atomically: true, encoding: .utf8)
        try "B,A,Y\n2,1,9\n5,3,2\n1,4,7\n".write(toFile: turned, atomically: true, encoding: .utf8)
        func run(_ options: [String]) throws -> Program.Result {
            try Program.run("part3", ["crops", "--epochs", "3", "--standardize"] + options)
        }
        #expect(try run(["--data", table, "--save", file]).status == 0)
        let asked = ["--load", file, "--predict", "1,2"]
        let own = try run(["--data", table] + asked)
        for wrong in [["--data", table, "--inputs", "b,a"], ["--data", turned]] {
            let result = try run(wrong + asked)
            #expect(result.status == 64)
            #expect(
                result.error.lowercased().contains(
                    "[\"a\",\"b\"], but those of this run are [\"b\",\"a\"]"))
        }
        let chosen = try run(["--data", turned, "--inputs", "a,b"] + asked)
        #expect(chosen.status == 0 && chosen.lines.last == own.lines.last)
        let other = try run(["--data", table, "--load", file])
        #expect(!other.output.contains("standardized differently"))
        try "a,b,y\n1,2,9\n3,5,2\n4,1,8\n7,7,7\n".write(
            toFile: table, atomically: true, encoding: .utf8)
        let more = try run(["--data", table, "--load", file]).lines.joined(separator: " ")
        #expect(more.contains("on numbers that were standardized differently."))
    }

    @Test func aModelsOwnStartIsSavedWithItsLoss() throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        let run = [
            "crops", "--start", "linear", "--epochs", "2", "--format", "jsonl", "--save", file,
        ]
        #expect(try Program.run("part4", run).status == 0)
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        #expect(text.contains("\"loss\":\"") && text.contains("\"predictions\":\""))
    }

    /// A file that another program wrote is not replaced; one of the workbook's is.
    @Test(arguments: [("--save", "x.safetensors"), ("--plot", "x.svg"), ("--report", "x.html")])
    func aFileOfAnotherProgramStays(option: String, name: String) throws {
        let folder = try Folder()
        let file = folder.file(name)
        for content in ["<html><p>mine</p></html>", ""] {
            try content.write(toFile: file, atomically: true, encoding: .utf8)
            let run = ["--epochs", "2", option, file]
            let result = try Program.run("part1", run)
            #expect(result.status == (content.isEmpty ? 0 : 64))
            guard !content.isEmpty else { continue }
            #expect(result.error.contains("that would replace your own file."))
            #expect(try String(contentsOfFile: file, encoding: .utf8) == content)
        }
        #expect(try Program.run("part1", ["--epochs", "2", option, file]).status == 0)
    }

    /// Adam's steps depend on a state that the check doesn't see; the lesson is unchanged.
    @Test func aLoadedNetworkIsNotCalledChanged() throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        let run = ["network", "--epochs", "2", "--every", "0"]
        #expect(try Program.run("part4", run + ["--save", file]).status == 0)
        let result = try Program.run("part4", run + ["--load", file, "--check-gradient"])
        let verdict = "Update: not known. It depends on updates that the check doesn't see."
        #expect(result.lines.contains(verdict), "\(result.output)")
        #expect(!result.output.contains("This run:"))
    }

    @Test func aStateThatNobodyUsesIsNamed() throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        let momentum = ["part3-momentum", "--epochs", "5", "--save", file]
        #expect(try Program.run("edited-lesson", momentum).status == 0)
        let plain = try Program.run("part3", ["--load", file, "--epochs", "5"])
        let words = plain.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains("The state of SGD is not used: this lesson has no such optimizer."))
        #expect(plain.status == 0)
    }

    // MARK: - What is refused

    @Test func whatMakesNoSenseIsRefused() throws {
        let folder = try Folder()
        let file = folder.file("line.safetensors")
        #expect(try Program.run("part3", ["--epochs", "5", "--save", file]).status == 0)
        let crops = folder.file("crops.safetensors")
        let train = ["crops", "--epochs", "2", "--shuffle", "--seed", "3", "--save", crops]
        #expect(try Program.run("part4", train).status == 0)
        let before = folder.content
        let wrong: [(part: String, arguments: [String], error: String)] = [
            ("part1", ["--save", file, "--epochs", "0"], "--save needs an epoch to save"),
            (
                "part1", ["--save", file, "--sweep", "0.1"],
                "--sweep and --save cannot be used together."
            ),
            (
                "part1", ["--save", file, "--bug", "dot-mean"],
                "--bug and --save cannot be used together."
            ),
            (
                "part1", ["--load", file, "--bug", "mystery"],
                "--bug and --load cannot be used together."
            ),
            ("part1", ["--load", file, "--w0", "1"], "--load and --w0 cannot be used together."),
            (
                "part1", ["--load", file, "--explain", "3"],
                "has epochs 6 to 105, but --explain asks for 3."
            ),
            ("part1", ["--save", "line.txt"], "--save cannot be 'line.txt': it takes a name that"),
            ("part1", ["--save"], "--save needs a value"),
            ("part1", ["--save", folder.file("no/x.safetensors")], "No such file or directory."),
            ("part1", ["--save", folder.path + "/.safetensors/x.safetensors"], "No such file"),
            ("part1", ["--load", folder.file("no.safetensors")], "No such file or directory."),
            ("part1", ["--load", folder.path], "Is a directory."),
            ("part1", ["--load", "/dev/null"], "it is not a safetensors file"),
            ("part4", ["--load", file], "has w of shape [], but the lesson has weight of"),
            ("part4", ["crops", "--load", file], "it is a run of 'line', but this is crops."),
            (
                "part4", ["crops", "--load", crops, "--start", "linear"],
                "--load and --start cannot be"
            ),
            (
                "part4", ["crops", "--load", crops, "--seed", "4"],
                "it has the random state of --seed"
            ),
            ("part4", ["exercises", "--save", file], "--save"),
        ]
        for (part, arguments, error) in wrong {
            let result = try Program.run(part, arguments)
            #expect(result.status == 64, "\(arguments)")
            // What the lesson is given stands there already, but nothing is trained.
            #expect(!result.output.contains("Epoch"), "\(arguments)")
            #expect(
                result.error.hasPrefix("error: ") && result.error.contains(error), "\(result.error)"
            )
            #expect(result.error.split(separator: "\n").count == 1, "\(result.error)")
        }
        #expect(folder.content == before)
    }

    /// A folder where nothing can be made, and a file that is protected; not for the superuser, who may.
    @Test(.disabled(if: getuid() == 0, "the superuser may write everywhere"))
    func whatIsProtectedIsRefusedBeforeTheTraining() throws {
        let folder = try Folder()
        let file = folder.file("line.safetensors")
        #expect(try Program.run("part3", ["--epochs", "5", "--save", file]).status == 0)
        #expect(chmod(file, 0o444) == 0)
        let protected = try Program.run("part3", ["--save", file])
        #expect(protected.error.contains("': that file is write-protected. "))
        #expect(chmod(folder.path, 0o555) == 0)
        let other = try Program.run("part3", ["--save", folder.file("x.safetensors")])
        #expect(other.error.contains("': Permission denied. "))
        #expect(chmod(folder.path, 0o755) == 0)
        #expect(protected.status == 64 && other.status == 64)
        #expect(protected.output.isEmpty && other.output.isEmpty)
    }

    // MARK: - Files

    @Test func aFileKeepsItsPermissionsAndALinkItsPlace() throws {
        let folder = try Folder()
        let file = folder.file("line.safetensors")
        let link = folder.file("link.safetensors")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: "line.safetensors")
        // Through a link that leads to nothing yet.
        #expect(try Program.run("part1", ["--epochs", "2", "--save", link]).status == 0)
        #expect(chmod(file, 0o640) == 0)
        let first = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(try Program.run("part1", ["--epochs", "3", "--save", link]).status == 0)
        let second = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(first != second)
        var status = stat()
        #expect(stat(file, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o640)
        #expect(lstat(link, &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
        #expect(folder.content == ["line.safetensors", "link.safetensors"])
    }

    @Test func aRunThatDivergesKeepsTheOldFile() throws {
        let folder = try Folder()
        let file = folder.file("line.safetensors")
        #expect(try Program.run("part1", ["--epochs", "2", "--save", file]).status == 0)
        let old = try Data(contentsOf: URL(fileURLWithPath: file))
        let result = try Program.run("part1", ["--lr", "1", "--save", file])
        #expect(result.status == 1)
        #expect(result.lines.last?.hasPrefix("Nothing is saved to ") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == old)
        #expect(folder.content == ["line.safetensors"])
    }

    @Test(.slow, arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
    func anInterruptedRunSavesWhereItStopped(signal: Int32, status: Int32) throws {
        let folder = try Folder()
        let file = folder.file("line.safetensors")
        let options = ["--lr", "1e-9", "--format", "csv"]
        let run = ["--epochs", "1000000000", "--every", "0", "--save", file]
        let result = try Program.run("part3", run + options, signals: [(1, signal)])
        #expect(result.status == status)
        let match = try #require(result.error.firstMatch(of: /after epoch ([0-9]+) of/))
        let epochs = try #require(Int(match.1))
        let whole = try Program.run(
            "part3", ["--epochs", "\(epochs + 1)", "--every", "\(epochs + 1)"] + options)
        let further = try Program.run(
            "part3", ["--epochs", "1", "--load", file, "--every", "1"] + options)
        #expect(further.output == whole.output)
        #expect(folder.content == ["line.safetensors"])
    }

    /// Before the first epoch is over there is nothing to save.
    @Test func anInterruptionBeforeAnyEpochKeepsTheOldFile() throws {
        let folder = try Folder()
        let file = folder.file("line.safetensors")
        #expect(try Program.run("part2", ["--epochs", "2", "--save", file]).status == 0)
        let old = try Data(contentsOf: URL(fileURLWithPath: file))
        let run = ["--samples", "8000000", "--lr", "1e-20", "--save", file]
        let result = try Program.run("part2", run, signals: [(0.3, SIGTERM)])
        #expect(result.status == 143)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == old)
        #expect(folder.content == ["line.safetensors"])
    }
}
