import Foundation
import TestSupport
import Testing

/// What `--explain`, `--check-gradient` and `--sweep` say, beside the trace of the same run.
@Suite(.recordedLessons) struct LookingTests {
    static let runs = [
        "part1", "part2", "part3", "part4", "part4 --bias", "part4 --model custom",
        "part1 crops", "part2 crops", "part3 crops", "part4 crops", "part4 crops --start linear",
        "part1 sine", "part2 sine", "part3 sine", "part4 sine", "part4 sine --update by-hand",
        "part2 legendre",
    ]

    /// The last number of a line such as "   w ← 0 − 0.01·(-30) = 0.300".
    private func lastNumber(_ line: String) throws -> Double {
        try #require(Double(line.split(separator: " ").last ?? ""), "\(line)")
    }

    private func isShown(_ printed: Double, _ value: Float) -> Bool {
        // Three decimals, or four digits.
        abs(printed - Double(value)) <= max(0.000_51, 5.1e-4 * abs(Double(value)))
    }

    @Test(arguments: runs, [1, 7])
    func explanationsHaveTheNumbersOfTheRun(_ run: String, _ epoch: Int) throws {
        let options = "--epochs 9 --seed 3"
        let trace = try RecordedRun("\(run) \(options)")
        let lines = try Program.run("\(run) \(options) --explain \(epoch) --every 0").lines
        let heading = try #require(lines.firstIndex(of: "Epoch \(epoch), step by step"))
        let names = ["1. Prediction", "2. Loss", "3. Gradient", "4. Update", "5. Reset"]
        let steps = try names.map { try #require(lines.firstIndex(of: $0)) }
        #expect(steps == steps.sorted() && steps[0] == heading + 1)

        let loss = try lastNumber(lines[steps[2] - 1])
        #expect(isShown(loss, trace.losses.floats[epoch - 1]), "\(loss)")

        let updates = lines[steps[3]..<steps[4]].filter { $0.contains(" ← ") }.dropFirst()
        let names2 = trace.parameters.keys.sorted()
        let after = names2.flatMap { name -> [Float] in
            let floats = trace.parameters[name]!.floats
            let count = floats.count / 9
            return Array(floats[(epoch - 1) * count..<epoch * count])
        }
        #expect(updates.count == after.count && !after.isEmpty)
        // The trace's names are in another order, so each printed number is looked for.
        let printed = try updates.map(lastNumber).sorted()
        for (printed, value) in zip(printed, after.sorted()) {
            #expect(isShown(printed, value), "\(printed) \(value)")
        }
        #expect(lines[heading...steps[4] + 2].allSatisfy { $0.count <= 80 })
        #expect(!lines.contains { $0.contains("But ") })
    }

    @Test(arguments: runs)
    func gradientsAgreeFromAnyStart(_ run: String) throws {
        for seed in [0, 17] {
            let start = run.hasSuffix("part1") ? "--w0 \(seed)" : ""
            let lines = try Program.run(
                "\(run) --seed \(seed) --epochs 0 --check-gradient \(start)".trimmingCharacters(
                    in: .whitespaces)
            ).lines
            let verdicts = lines.filter { $0.contains(": right. ") }.map { $0.prefix { $0 != ":" } }
            #expect(verdicts == ["Gradient", "Update", "Loss"], "\(run)")
            #expect(lines.allSatisfy { $0.count <= 80 })
        }
    }

    /// Also where the minimum is reached, and only rounding is left.
    @Test(arguments: [
        "part1", "part2", "part3", "part4", "part4 --bias", "part1 --lr 0.13",
        "part1 crops", "part2 --data docs/data/hubble-1929.csv --standardize",
    ])
    func gradientsAgreeToTheEnd(_ run: String) throws {
        let result = try Program.run("\(run) --check-gradient")
        let verdicts = result.lines.filter { $0.contains(": right. ") }
        #expect(verdicts.count >= 2 && !result.output.contains("WRONG"), "\(result.output)")
        #expect(result.status == 0)
    }

    @Test(arguments: [2, 4, 8, 100])
    func theCheckFindsTheFactorOfTheMistake(_ samples: Int) throws {
        let lines = try Program.run(
            "part1 --bug dot-mean --check-gradient --epochs 0 --samples \(samples)"
        ).lines
        #expect(
            lines.contains("Gradient: WRONG. It is n = \(samples) times as large as it should be."))
    }

    @Test func batchesAreExplainedOneByOne() throws {
        let run = "part4 crops --batch-size 2 --shuffle --epochs 3 --seed 5"
        let lines = try Program.run("\(run) --explain 2 --every 0").lines
        let text = try Program.run("\(run) --format jsonl").lines[1]
        struct Record: Decodable { var batches: [Batch] }
        struct Batch: Decodable { var loss: Double }
        let batches = try JSONDecoder().decode(Record.self, from: Data(text.utf8)).batches
        try #require(batches.count == 3)
        for (number, batch) in batches.enumerated() {
            let start = try #require(
                lines.firstIndex(of: "Epoch 2, batch \(number + 1), step by step"))
            let gradient = try #require(lines[start...].firstIndex(of: "3. Gradient"))
            #expect(isShown(try lastNumber(lines[gradient - 1]), Float(batch.loss)))
        }
        #expect(!lines.contains { $0.contains("But ") })
    }

    /// A row of the sweep is what a run with that learning rate ends with.
    @Test(arguments: [
        "part1", "part2", "part3", "part4", "part1 crops", "part4 crops", "part3 sine --epochs 300",
    ])
    func sweepsAreRunsOfTheirOwn(_ run: String) throws {
        let rates =
            run.contains("sine")
            ? ["1e-7", "3e-6"] : run.contains("crops") ? ["1e-6", "5e-5"] : ["0.001", "0.02"]
        let rows = try Program.run("\(run) --sweep \(rates.joined(separator: ",")) --format csv")
            .lines.dropFirst()
        try #require(rows.count == 2)
        for (row, rate) in zip(rows, rates) {
            let trace = try RecordedRun("\(run) --lr \(rate)")
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
            let last = try #require(trace.losses.floats.last)
            #expect(Float(bitPattern: UInt32(cells[2], radix: 16) ?? 0) == last, "\(row)")
        }
    }

    /// The verdicts are those of theory: with λ = 15, 1/λ = 0.0667 and 2/λ = 0.1333.
    @Test(arguments: ["part1", "part2", "part3", "part4"])
    func verdictsOfTheLine(_ part: String) throws {
        let rates = "0.0001,0.01,0.066,0.1,0.12,0.132,0.134,0.2"
        let rows = try Program.run("\(part) --sweep \(rates) --format csv").lines.dropFirst()
        let verdicts = rows.map { $0.split(separator: "\"").last! }
        #expect(
            verdicts == [
                "too slow", "converged", "converged", "converged, oscillating",
                "converged, oscillating", "oscillates", "diverges", "diverges",
            ])
        let text = try Program.run("\(part) --sweep \(rates)").lines
        #expect(text.contains { $0.hasPrefix("The limit is 2/λ = 2/15 = 0.1333: ") })
    }
}
