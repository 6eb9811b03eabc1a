import TestSupport
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// Four thousand command lines that nobody would write. What the lines are does not depend on the
/// system: the random numbers are made here.
@Suite struct CommandLineFuzzTests {
    private typealias Lesson = LessonSignature

    nonisolated(unsafe) private static let lessons: [Stage: [Lesson]] = {
        let line = Lesson(LineProblem.self, mistakes: [.largeLearningRate])
        let crops = Lesson(CropsProblem.self, mistakes: [.largeLearningRate])
        let sine = Lesson(SineProblem.self, mistakes: [.largeLearningRate])
        let legendre = Lesson(LegendreProblem.self)
        return [
            .part1: [
                Lesson(LineProblem.self, mistakes: [.dotMean, .largeLearningRate]), crops, sine,
            ],
            .part2: [line, crops, sine, legendre], .part3: [line, crops, sine],
            .part4: [line, crops, sine, Lesson(NetworkProblem.self)],
        ]
    }()

    /// An option, and which problem has it; nil for all.
    private struct Declared {
        var option: Option
        var problem: String?

        func exists(in stage: Stage, _ lesson: String) -> Bool {
            option.stages.contains(stage) && (problem ?? lesson) == lesson
        }

        static let all =
            // These two need a third; see MysteryTests.
            Options.common.filter { !["--answer", "--reveal", "--predict"].contains($0.name) }
            .map { Declared(option: $0) }
            + Workbook.problems.flatMap { problem, options in
                options.filter { !ofTables.contains($0.name) }
                    .map { Declared(option: $0, problem: problem) }
            }

        /// These need a file; see TableTests.
        private static let ofTables = DataRequest.options.map(\.name)

        static func named(_ name: String) -> [Declared] {
            all.filter { $0.option.names.contains(name) }
        }
    }

    /// Values that an option takes, other than the words in its placeholder.
    private static let valid: [String: [String]] = [
        "--report": ["a.html"],
        "--epochs": ["1", "7", "+5", "007", "1000000000"],
        "--lr": ["0", "1e-3", ".5", "-0", "1.", "3.4028234e38", "1e-400", "00.10E+0"],
        "--stop-below": ["0", "1e-9", "3e38"], "--seed": ["0", "42", "18446744073709551615"],
        "--bug": ["large-lr"], "--samples": ["1", "4", "10000000"], "--points": ["exact"],
        "--rows": ["1", "15"], "--batch-size": ["1", "16777216"],
        "--w0": ["-3.5", "-3.4028234e38", "1e-50", "+2"], "--b0": ["-1", "0.25"],
        "--explain": ["1", "7"], "--sweep": ["0.1", "1e-3,2", "0,0,3.4e38"],
        "--every": ["0", "3", "1000000000"], "--pace": ["0", "0.5", "3600"],
        "--save": ["a.safetensors"],
    ]

    /// What no option takes.
    private static let invalid = [
        "1e999", "-1e39", "nan", "inf", "-inf",
        "0x10", "1_000", "1,5", " 3", "3 ", "1e", "--5", "٣", "3\u{301}", "½", "TEXT", "３",
        "e", "+", ".", "\u{0}", "4\n", "a=b", "=", "'", "\u{1B}[31m3",
        "x\u{2028}y", "\u{85}", "\r\n", "👩‍👩‍👧", "\u{202E}3", "\u{7F}", "é", "e\u{301}", "-",
    ]

    /// What is too small or too large for all but `--seed`, weights and numbers with a fraction.
    private static let outside = ["-1", "1000000001", "18446744073709551616", "9e9", "-0.5"]

    private static let unknown = [
        "--frobnicate", "-x", "-epochs", "---", "-=", "--=3", "--Epochs", "--epöchs",
        "--lr\u{301}", "--\u{0}", "--seed\n", "-1", "--\u{1B}]0;x\u{7}", "--sampels", "--lrr=2",
        "--\u{2029}", "-\u{202E}x", "--hlep", "--versions=1",
    ]

    /// How many lines of each kind there were.
    private struct Counts {
        var runs = 0
        var helps = 0
        var lists = 0
        var versions = 0
        var errors: [String: Int] = [:]
    }

    @Test(.slow) func everyLineIsUnderstoodOrRefusedWithAReason() {
        var random = Random(state: 20_260_101)
        var counts = Counts()
        var (accepted, refused) = (0, 0)
        for number in 0..<4_000 {
            let stage = Stage.allCases[number % 4]
            switch number / 4 % 3 {
            case 0:
                check(chaos(&random, stage), stage, &counts)
            case 1:
                var line = validLine(&random, stage).words
                if random.below(16) == 0 { line.insert(random.pick(["-h", "--help"]), at: 0) }
                if random.below(64) == 0 { line.append("--version") }
                #expect(check(line, stage, &counts) == nil, "\(stage.name) \(line)")
                accepted += 1
            default:
                let (line, phrase) = lineWithAMistake(&random, stage)
                let message = check(line, stage, &counts) ?? "accepted"
                #expect(message.utf8Contains(phrase), "\(stage.name) \(line): \(message)")
                refused += 1
            }
        }
        #expect(accepted == 1332 && refused == 1332)
        #expect(counts.runs > 1200 && counts.helps > 20 && counts.versions > 4)
        let errors = counts.errors.values.reduce(0, +)
        #expect(counts.runs + counts.helps + counts.lists + counts.versions + errors == 4_000)
        for kind in Self.kinds { #expect(counts.errors[kind, default: 0] > 4, "\(kind)") }
        print("command lines: \(counts.runs) runs, \(counts.helps) helps, \(counts.errors)")
    }

    // MARK: - What must hold for every line

    /// A phrase of every error there is.
    private static let kinds = [
        "there is no option", "has no lesson", "one lesson at a time", "takes no value",
        "needs a value", "cannot be used together", "cannot be", "has no option", "needs --bias",
    ]
    /// And those that few lines lead to.
    private static let rareKinds = ["does not make the mistake", "--epochs 0 trains none"]

    /// Parses a line, checks what came out, and returns the message if that is an error.
    @discardableResult
    private func check(_ line: [String], _ stage: Stage, _ counts: inout Counts) -> String? {
        let lessons = Self.lessons[stage]!
        do throws(UsageError) {
            var parser = CommandLineParser(
                stage: stage, lessons: lessons)
            parser.hasTerminal = true
            switch try parser.parse(line) {
            case .run(let problem, let settings):
                counts.runs += 1
                let lesson = lessons.first { $0.name == problem }
                #expect(lesson != nil, "\(line)")
                let wrong = lesson.map { outOfRange(settings, $0, stage, line) } ?? []
                #expect(wrong.isEmpty, "\(stage.name) \(line)")
            case .print(let lines, _):
                let hasNamed = lines.joined().split { " .'".contains($0) }.contains { word in
                    lessons.contains { $0.name == word }
                }
                switch lines[0].split(separator: " ")[0] {
                case "OVERVIEW:":
                    counts.helps += 1
                    #expect(line.contains("--help") || line.contains("-h"), "\(line)")
                    #expect(hasNamed, "\(line)")
                case _ where line.contains("--version"): counts.versions += 1
                default:
                    counts.lists += 1
                    #expect(line.contains { $0.hasSuffix("list") }, "\(line)")
                    #expect(hasNamed, "\(line)")
                }
            }
            return nil
        } catch {
            let message = error.message
            let kind = (Self.kinds + Self.rareKinds).first { message.utf8Contains($0) }
            counts.errors[kind ?? message, default: 0] += 1
            #expect(kind != nil, "\(message)")
            #expect(isOneVisibleLine(message), "\(stage.name) \(line): \(message.debugDescription)")
            #expect(message.unicodeScalars.count < 400)
            #expect(names(message, line), "\(stage.name) \(line): \(message)")
            return message
        }
    }

    private func isOneVisibleLine(_ message: String) -> Bool {
        message.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }

    /// Whether a message names a word of the line, or an option or a value in it.
    private func names(_ message: String, _ line: [String]) -> Bool {
        let message = Array(message.utf8)
        let end = message.firstRange(of: Array(" Did you mean".utf8))?.lowerBound ?? message.count
        let text = String(decoding: message[..<end], as: UTF8.self)
        for word in line {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            for part in [word] + parts.map(String.init) {
                if text.utf8Contains(shown(part)) { return true }
                if part.hasPrefix("--") && !Declared.named(part).isEmpty && text.utf8Contains(part)
                {
                    return true
                }
            }
        }
        return false
    }

    /// How a word begins that is shown in quotes.
    private func shown(_ word: String) -> String {
        var text = "'"
        for scalar in word.unicodeScalars.prefix(60) {
            let isShown = isOneVisibleLine(String(scalar))
            text.unicodeScalars.append(isShown ? scalar : "\u{FFFD}")
        }
        return text + (word.unicodeScalars.count > 60 ? "…'" : "'")
    }

    /// The settings of a run that no lesson could work with.
    private func outOfRange(
        _ settings: Settings, _ lesson: Lesson,
        _ stage: Stage, _ line: [String]
    ) -> [String] {
        let s = settings
        func isFloat(_ x: Double) -> Bool { x.isFinite && Float(x).isFinite }
        let (line4, crops, curve) = (
            s[LineOptions.self], s[CropsOptions.self], s[CurveOptions.self]
        )
        /// Whether a word that was chosen is one of those that the option has here.
        func isWord(_ option: String, _ word: String?) -> Bool {
            guard let word, s.given.contains(option) else { return true }
            let options = Declared.named(option).filter { $0.exists(in: stage, lesson.name) }
            let placeholder = options.first?.option.placeholder ?? ""
            return placeholder.split(separator: "|").map(String.init).contains(word)
        }
        let start =
            switch lesson.name {
            case "line": line4.start?.rawValue
            case "crops": crops.start.rawValue
            default: curve.start.rawValue
            }
        let inRange = [
            "epochs": 0...1_000_000_000 ~= s.epochs, "every": 0...1_000_000_000 ~= s.every,
            "samples": 1...10_000_000 ~= line4.samples && 1...10_000_000 ~= curve.samples,
            "rows": 1...15 ~= crops.rows,
            "batch size": 1...16_777_216 ~= crops.batchSize ?? 1,
            "pace": 0...3600 ~= s.printing.pace,
            "learning rate": isFloat(s.learningRate) && s.learningRate >= 0,
            "stop below": isFloat(s.stopBelow ?? 0) && s.stopBelow ?? 0 >= 0,
            "w0": isFloat(line4.w0), "b0": isFloat(line4.b0),
            "threads": 1...256 ~= s.printing.threads ?? 1,
            "bug": s.mistake.map(lesson.mistakes.map(\.name).contains) ?? true,
            "start": isWord("--start", start),
            "points": isWord("--points", curve.points.rawValue),
            "model": isWord("--model", line4.model.rawValue),
            "optimizer": isWord("--optimizer", curve.optimizer.rawValue),
            "update": isWord("--update", curve.update.rawValue),
            "explain": s.explain ?? 1 >= 1 && s.explain ?? 0 <= s.epochs,
            "sweep": s.sweep.count <= 50 && s.sweep.allSatisfy { isFloat($0) && $0 >= 0 },
            "graph": !s.graph || stage > .part1,
            "together": s.sweep.isEmpty || s.explain == nil && !s.step,
            "notebook": curve.points != .notebook || curve.samples == 2000,
            "bias": !line4.bias || stage == .part4 && lesson.name == "line",
            "shuffle": !crops.shuffle || stage == .part4 && lesson.name == "crops",
            "given": s.given.allSatisfy { name in
                line.contains { word in
                    Declared.named(name).contains { declared in
                        declared.option.names.contains { word == $0 || word.hasPrefix($0 + "=") }
                            && declared.exists(in: stage, lesson.name)
                    }
                }
            },
        ]
        return inRange.filter { !$0.value }.map(\.key)
    }
}

// MARK: - Lines

extension CommandLineFuzzTests {
    /// Words in any order.
    private func chaos(_ random: inout Random, _ stage: Stage) -> [String] {
        (0..<random.below(9)).map { _ in
            let name = random.pick(random.pick(Declared.all).option.names)
            let long = random.pick(["é", "x", "-", "\u{301}", "\u{1B}"])
            return switch random.below(24) {
            case 0...5: name
            case 6...8: random.pick(Self.valid[name] ?? ["1", "notebook", "linear", "csv"])
            case 9...11: "\(name)=\(random.pick(Self.valid[name] ?? Self.invalid))"
            case 12...13: random.pick(Self.invalid)
            case 14: "\(name)=\(random.pick(Self.invalid))"
            case 15...16: random.pick(Self.unknown)
            case 17...19: random.pick(["line", "crops", "sine", "legendre", "network"])
            case 20:
                random.pick(["", "=", "-h", "--help", "--version", "banana", "Line", "l\u{0}"])
            case 21: String(repeating: long, count: 1 + random.below(3000))
            case 22: "--bias"
            default: "\(name)=\(String(repeating: long, count: random.below(3000)))"
            }
        }
    }

    /// A line that is to be accepted, with the options in any order, some of them several times.
    private func validLine(
        _ random: inout Random, _ stage: Stage
    ) -> (words: [String], lesson: String) {
        let lesson = random.pick(Self.lessons[stage]!).name
        let (first, excluded) = kind(&random)
        let options = Declared.all.filter { declared in
            declared.exists(in: stage, lesson) && !excluded.contains(declared.option.name)
                // What they go with depends on the lesson and on files; see SavingTests.
                && !["--save", "--load"].contains(declared.option.name)
                && (declared.option.name != "--bug" || !["legendre", "network"].contains(lesson))
        }
        .map(\.option)
        var groups = [[lesson]]
        if let first, stage > .part1 || first[0] != "--graph" { groups.append(first) }
        for _ in 0..<random.below(7) {
            let option = random.pick(options)
            let name = random.pick(option.names)
            if ["--b0", "--start"].contains(name), stage == .part4, lesson == "line" {
                groups.append(["--bias"])
            }
            guard let placeholder = option.placeholder else {
                groups.append([name])
                continue
            }
            if option.absent != nil, random.below(2) == 0 {
                groups.append([name])
                continue
            }
            let words = placeholder.split(separator: "|").map(String.init)
            let text = random.pick(
                Self.valid[option.name] ?? (words.count > 1 ? words : ["1", "2"]))
            groups.append(random.below(2) == 0 ? [name, text] : ["\(name)=\(text)"])
        }
        for i in groups.indices { groups.swapAt(i, random.below(groups.count)) }
        return (groups.flatMap { $0 }, lesson)
    }

    /// One of the kinds of runs that options make: what begins the line, and what cannot stand beside it.
    private func kind(_ random: inout Random) -> (first: [String]?, excluded: Set<String>) {
        let looking: Set = ["--explain", "--check-gradient", "--graph", "--plot", "--step"]
        let printing: Set = ["--every", "--pace", "--timing"]
        return switch random.below(4) {
        case 0:
            (
                ["--sweep", random.pick(Self.valid["--sweep"]!)],
                looking.union(printing).union(["--lr", "--stop-below", "--bug", "--format"])
            )
        case 1:
            (
                ["--format", random.pick(["csv", "jsonl"])],
                looking.union(["--format", "--sweep", "--optimizer"])
            )
        case 2:
            (["--explain"], ["--epochs", "--graph", "--format", "--sweep", "--bug"])
        default: (nil, ["--explain", "--graph", "--format", "--sweep", "--optimizer", "--step"])
        }
    }

    private func takesValue(_ option: Option) -> Bool {
        option.placeholder != nil && option.absent == nil
    }

    /// A line with one mistake, and a phrase that the message must have.
    private func lineWithAMistake(
        _ random: inout Random, _ stage: Stage
    ) -> (words: [String], phrase: String) {
        let (words, lesson) = validLine(&random, stage)
        let here = Declared.all.filter { $0.exists(in: stage, lesson) }.map(\.option)
        let takers = here.filter { option in
            // These take more than one value, or a word that depends on the lesson.
            return takesValue(option) && option.name != "--sweep" && option.name != "--load"
                && (option.name != "--bug" || !["legendre", "network"].contains(lesson))
        }
        let name = random.pick(takers).name
        let isWide = ["--lr", "--stop-below", "--w0", "--b0", "--seed"].contains(name)
        let text = random.pick(isWide ? Self.invalid : Self.invalid + Self.outside)
        switch random.below(8) {
        case 7:
            return (
                [lesson, random.pick(["--sweep=1", "--format=csv"]), "--explain"],
                "cannot be used together"
            )
        case 0:
            let option = random.pick(Self.unknown)
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return ([option] + words, "there is no option \(shown(String(parts[0])))")
        case 1: return (words + [name], "\(name) needs a value: ")
        case 2: return (words + ["\(name)="], "\(name) needs a value: ")
        case 3: return (words + ["\(name)=\(text)"], "\(name) cannot be \(shown(text))")
        case 4 where stage == .part4:
            return (["line", random.pick(["--b0=1", "--start=notebook-000"])], "needs --bias")
        case 5: return (words + ["crops"], "one lesson at a time: 'crops' follows '\(lesson)'")
        default:
            let strangers = Declared.all.map(\.option).filter { option in
                !here.contains { $0.name == option.name }
            }
            guard let option = strangers.isEmpty ? nil : random.pick(strangers) else {
                return (["--timing=x"], "--timing takes no value, but you gave 'x'")
            }
            let value = takesValue(option) ? ["1"] : []
            return (words + [option.name] + value, "\(lesson) has no option \(option.name)")
        }
    }
}
