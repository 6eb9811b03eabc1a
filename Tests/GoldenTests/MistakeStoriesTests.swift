import Foundation
import TestSupport
import Testing

/// What runs with a mistake say about themselves.
@Suite(.recordedLessons) struct MistakeStoriesTests {
    @Test(arguments: MistakesTests.pairs)
    func everyRunTellsItsStory(_ part: String, _ mistake: String) throws {
        var options = [
            "", "--samples 1", "--samples 9 --lr 0.001", "--w0 2", "--epochs 0", "--lr 0 --every 0",
        ]
        if part == "part4" { options += ["--bias", "--model custom", "--bias --b0 3 --w0 1"] }
        for options in options {
            let result = try Program.run("\(part) --bug \(mistake) \(options)")
            let what: Comment = "\(part) --bug \(mistake) \(options)"
            #expect(result.status == 0 && result.error.isEmpty, what)
            let long = result.lines.filter { $0.count > 80 }
            #expect(long.isEmpty, what)
            #expect(result.lines.contains("With a mistake on purpose: \(mistake)."), what)
            // Four paragraphs, in this order, of two or three lines.
            let headings = [
                "What is wrong: ", "Where you meet it: ", "How it shows: ", "The cure: ",
            ]
            let starts = result.lines.indices.filter { index in
                headings.contains { result.lines[index].hasPrefix($0) }
            }
            #expect(starts.count == headings.count, what)
            for (start, heading) in zip(starts, headings) {
                #expect(result.lines[start].hasPrefix(heading), what)
            }
            for (start, end) in zip(starts, starts.dropFirst() + [result.lines.count]) {
                #expect(2...3 ~= end - start, what)
            }
        }
    }

    @Test func theSwingIsAsWideAsItIsSaidToBe() throws {
        // Where a swing takes a whole number of epochs, w need not come as far as it might.
        for (options, reach) in [
            ("", 0.99), ("--samples 8 --lr 0.001", 0.99), ("--lr 0.2", 0.99), ("--w0 -3.5", 0.99),
            ("--lr 0.13333333", 0.7),
        ] as [(String, Float)] {
            let text = try story("part2 --bug no-zero-grad \(options)")
            let said = try #require(
                text.firstMatch(of: /around 2, by at most ([0-9.]+) to .* about ([0-9.]+) epochs/))
            let (amplitude, period) = (Float(said.1)!, Float(said.2)!)
            let w = try RecordedRun("part2 --bug no-zero-grad \(options) --epochs 2000")
                .parameters["w"]!.floats
            let farthest = w.map { abs($0 - 2) }.max()!
            #expect(farthest < 1.001 * amplitude && farthest > reach * amplitude, "\(options)")
            // No less far in the end than in the beginning.
            let last = w.suffix(200).map { abs($0 - 2) }.max()!
            #expect(last < 1.001 * amplitude && last > reach * amplitude, "\(options)")
            let crossings = zip(w, w.dropFirst()).count { $0 < 2 && $1 >= 2 }
            // The period is printed with three digits.
            #expect(abs(Float(crossings) - 2000 / period) <= 3, "\(options)")
        }
        let growing = try story("part2 --bug no-zero-grad --lr 0.27 --epochs 20")
        #expect(growing.contains("In this run: the learning rate is so large that even the swings"))
        // A run that is too short for a swing does not claim one.
        for epochs in [0, 16] {
            let short = try story("part2 --bug no-zero-grad --epochs \(epochs)")
            #expect(!short.contains("w swings around 2"))
        }
        let whole = try story("part2 --bug no-zero-grad --epochs 17")
        #expect(whole.contains("In this run: w swings around 2,"))
    }

    @Test func theWrongShapesGoWhereTheyAreSaidToGo() throws {
        for (part, options) in [
            ("part2", ""), ("part3", "--samples 7 --lr 0.01 --w0 9"), ("part3", "--samples 2"),
            ("part2", "--samples 100 --lr 0.00001"),
        ] {
            let command = "\(part) --bug wrong-shape \(options) --epochs 2000"
            let text = try story(command)
            let said = try #require(
                text.firstMatch(
                    of: #/smallest at w = ([-0-9.e+]+): ([-0-9.e+]+)\. /#),
                "\(command): \(text)")
            let run = try RecordedRun(command)
            let pairs = [
                (Float(said.1), run.parameters["w"]?.floats.last),
                (Float(said.2), run.losses.floats.last),
            ]
            for (said, reached) in pairs {
                #expect((said == nil) == (reached == nil))
                if let said, let reached {
                    #expect(abs(said - reached) < 1e-3 * max(1, reached), "\(command)")
                }
            }
        }
        #expect(try story("part3 --bug wrong-shape --samples 1").contains("right anyway"))
    }

    @Test func fatalErrorsAreShown() throws {
        for (command, message) in [
            ("part2 --bug tracked-update", "A leaf that requires a gradient was updated in place"),
            ("part3 --bug wrong-shape", "these have [4, 1] and [4]. Broadcast to [4, 4]"),
            ("part3 --bug wrong-shape --samples 3", "these have [3, 1] and [3]."),
        ] {
            let result = try Program.run(command)
            #expect(result.status == 0 && result.error.isEmpty)
            let text = result.output.replacing("\n", with: " ")
            #expect(text.contains("Fatal error: "), "\(command)")
            #expect(text.contains(message), "\(command)")
        }
    }

    /// The update that ends the program: no epoch is reported, and PyTorch is quoted as it is.
    @Test func aTrackedUpdateTrainsNothing() throws {
        let records = try Program.run("part2 --bug tracked-update --format jsonl")
        #expect(records == Program.Result(output: "", error: "", status: 0))
        let message = try #require(MistakesTests.recording.messages["tracked-update"])
        #expect(try story("part2 --bug tracked-update").contains("\"RuntimeError: \(message)\""))
    }

    /// The page on the gallery quotes PyTorch's warning as it is, and has a section for each mistake.
    @Test func thePageIsComplete() throws {
        let page = try String(
            contentsOf: Reference.package.appendingPathComponent("docs/mistakes.md"),
            encoding: .utf8)
        let warning = try #require(MistakesTests.recording.messages["wrong-shape"])
        #expect(warning.count > 100)
        #expect(page.replacing("\n> ", with: " ").contains(warning))
        for mistake in Set(MistakesTests.gallery.values.joined()) {
            #expect(page.contains("\n## `\(mistake)`\n"), "\(mistake)")
        }
    }

    @Test func aSquareThatIsTooLargeIsRefused() throws {
        for part in MistakesTests.parts("wrong-shape") {
            let result = try Program.run("\(part) --bug wrong-shape --samples 2001")
            #expect(result.status == 64)
            #expect(result.error.hasPrefix("error: --samples cannot be 2001 with this mistake"))
            #expect(result.error.count { $0 == "\n" } == 1)
        }
    }
}

/// What a run with a mistake says at its end, in one line.
func story(_ commandLine: String) throws -> String {
    let result = try Program.run(commandLine)
    #expect(result.status == 0 && result.error.isEmpty, "\(commandLine): \(result.error)")
    let lines = result.lines
    let start = try #require(lines.lastIndex(of: ""), "\(commandLine)")
    return lines[start...].map { $0.trimmingCharacters(in: .whitespaces) }
        .joined(separator: " ")
}
