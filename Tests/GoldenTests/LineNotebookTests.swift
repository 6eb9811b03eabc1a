import Foundation
import TestSupport
import Testing

/// What the notebooks print for the line is what the workbook prints.
@Suite(.recordedLessons) struct LineNotebookTests {
    struct Recording: Decodable {
        struct Case: Decodable {
            var name: String
            var printed_lines: [String]
        }
        var cases: [Case]
    }

    /// The epoch lines that a notebook's section shows.
    private func printed(_ section: String, in file: String, count: Int) throws -> [String] {
        let recording: Recording = Reference.load(file)
        let lines = try #require(recording.cases.first { $0.name == section }).printed_lines
        let epochs = lines.filter { $0.lowercased().hasPrefix("epoch ") }
        #expect(epochs.count == count)
        return epochs
    }

    /// The epoch lines of a run.
    private func epochs(_ commandLine: String) throws -> [String] {
        try Program.run(commandLine).lines.filter { $0.hasPrefix("Epoch ") }
    }

    @Test(arguments: [("part2", "002 part 2"), ("part3", "002 part 3")])
    func notebook002(_ part: String, _ section: String) throws {
        let expected = try printed(section, in: "notebooks.json", count: 23)
        for part in [part, "part1", "part4"] {
            let lines = try epochs("\(part) --epochs 30 --every 1 --stop-below 0.001")
            #expect(lines.count == 30)
            #expect(Array(lines.prefix(expected.count)) == expected)
        }
    }

    @Test func notebook002WithItsMistake() throws {
        let expected = try printed("notebook 002 part 1", in: "mistake.json", count: 10)
        let lines = try epochs("part1 --bug dot-mean --epochs 10 --every 1")
        #expect(lines == expected)
    }

    @Test func notebook000WithItsMistake() throws {
        let expected = try printed("notebook 000 manual", in: "mistake.json", count: 13)
        let lines = try epochs(
            "part1 --bug dot-mean --samples 8 --lr 0.001 --epochs 25 --every 1")
        // The notebook prints every other epoch and writes "epoch 3:" for "Epoch 3/25:".
        let everyOther = lines.enumerated().filter { $0.offset % 2 == 0 }.map { $0.element }
        #expect(
            everyOther
                == expected.map { line in
                    "Epoch " + line.dropFirst(6).replacing(":", with: "/25:", maxReplacements: 1)
                })
    }

    /// The second loop of notebook 004 goes on where the first one ends.
    @Test func notebook004() throws {
        let first = try printed("004 first", in: "notebooks.json", count: 20)
        let second = try printed("004 second", in: "notebooks.json", count: 29)
        let lines = try epochs("part2 --epochs 120 --every 1")
        #expect(lines.count == 120)
        // It prints three decimals: "epoch 1: w = 0.300, loss = 30.000".
        let run = try RecordedRun("part2 --epochs 120")
        func short(_ epoch: Int, from start: Int) -> String {
            let w = lines[epoch - 1].split(separator: " ")[4]
            let loss = Double(run.losses.floats[epoch - 1])
            return "epoch \(epoch - start): w = \(w) loss = \(loss.decimals(3))"
        }
        #expect((1...20).map { short($0, from: 0) } == first)
        #expect((21...49).map { short($0, from: 20) } == second)
    }

    /// A model of PyTorch's with its random start and a bias, which is found from its output.
    @Test func notebook000sModel() throws {
        let expected = try printed("000 nn.Linear", in: "notebooks.json", count: 10)
        let command = "part4 line --bias --start notebook-000 --lr 0.001 --every 1"
        let lines = try epochs(command)
        #expect(lines.count == 100)
        // It prints every tenth epoch, from the first on, and no bias.
        let shown = stride(from: 0, to: 100, by: 10).map { index in
            let words = lines[index].split(separator: " ")
            return "epoch \(index + 1): w = \(words[4]) loss = \(words[10])"
        }
        #expect(shown == expected)
        let output = try Program.run(command).output
        #expect(output.contains("Prediction before training: f(5) = 4.6803364753723145\n"))
        #expect(output.contains("Prediction after training: f(5) = 8.967496871948242\n"))
    }

    @Test func notebook002sModel() throws {
        let expected = try printed("002 part 4", in: "notebooks.json", count: 21)
        let command = "part4 line --bias --start notebook-002 --epochs 30"
        let lines = try epochs(command + " --every 1")
        let run = try RecordedRun(command)
        let biases = try #require(run.parameters["b"]).floats
        // It prints two decimals of the bias and four of the loss.
        let shown = (0..<21).map { index in
            let words = lines[index].split(separator: " ")
            let b = Double(biases[index]).decimals(2)
            let loss = Double(run.losses.floats[index]).decimals(4)
            return "Epoch \(index + 1)/30: w = \(words[4]) b = \(b) loss = \(loss)"
        }
        #expect(shown == expected)
    }

    @Test func predictionsOfNotebook004() throws {
        #expect(try Program.run("part2 --epochs 20").output.contains("f(5) = 0.000"))
        #expect(try Program.run("part2 --epochs 20").output.contains("f(5) = 9.612"))
        #expect(try Program.run("part2 --epochs 120").output.contains("f(5) = 10.000"))
    }
}

extension Double {
    fileprivate func decimals(_ count: Int) -> String { String(format: "%.\(count)f", self) }
}
