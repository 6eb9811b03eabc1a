import Foundation
import TestSupport
import Testing

@testable import Workbook

/// The memory that is refused beforehand is what a run needs.
@Suite(.recordedLessons) struct MemoryTests {
    private static let runs = [
        "part1", "part4 --bias", "part1 sine", "part2 legendre", "part1 --explain",
        "part2 --explain --check-gradient --graph", "part1 sine --explain --check-gradient --plot",
        "part2 sine --graph", "part4 sine --check-gradient", "part1 --check-gradient",
        "part2 legendre --explain", "part2 --bug recursive-order",
        "part2 --bug assign-gradient --explain", "part3 --bug wrong-shape",
        "part2 --bug wrong-shape --explain", "part3 --bug wrong-shape --check-gradient",
    ]

    private func memory(_ run: String, samples: Int) throws -> RunMemory {
        let words = run.split(separator: " ").map(String.init)
        var settings = LineProblem.defaults
        settings.given = Set(words)
        if words.contains("--explain") { settings.explain = 1 }
        settings.checkGradient = words.contains("--check-gradient")
        if words.contains("--graph") { settings.graph = true }
        if let place = words.firstIndex(of: "--bug") { settings.mistake = words[place + 1] }
        let stage = try #require(Stage.allCases.first { $0.name == words[0] })
        let problem = words.dropFirst().first.map { $0.hasPrefix("-") ? "line" : $0 } ?? "line"
        return RunMemory(
            stage: stage, settings: settings, samples: samples, hasPowers: problem != "line")
    }

    @Test(.slow, arguments: runs)
    func whatARunNeedsIsWhatIsSaid(_ run: String) throws {
        // Samples with objects, or with pairs of them, are fewer, and so are those that take time.
        let isOfObjects = run.contains("recursive-order") || run.contains("assign-gradient")
        let looks = run.contains("--explain") || run.contains("--check") || run.contains("--graph")
        let count =
            run.contains("wrong-shape") ? 1500 : isOfObjects ? 60_000 : looks ? 100_000 : 600_000
        let result = try Program.run("\(run) --samples \(count) --epochs 1 --every 0 --timing")
        let match = try #require(result.error.firstMatch(of: /peak memory ([0-9.]+) MB/))
        let peak = try #require(Double(match.1)) * Double(1 << 20)
        let said = try memory(run, samples: count)
        let (program, ofSamples) = (Double(RunMemory.ofProgram), Double(said.ofSamples))
        // Libraries and allocators differ by some megabytes.
        let room = Double(12 << 20)
        #expect(peak < program + ofSamples + room, "\(peak), \(program + ofSamples)")
        #expect(ofSamples < 2.5 * (peak - program + room), "\(peak), \(program + ofSamples)")
    }

    @Test func itIsRefusedWhereThereIsLess() throws {
        let run = try memory("part1 sine --explain --check-gradient --plot", samples: 1 << 24)
        let refusal = try #require(run.refusal(available: 8900 << 20))
        #expect(
            refusal.hasPrefix(
                "--samples cannot be 16777216 on this computer with --explain and --check-gradient:"
            ))
        #expect(run.refusal(available: 9000 << 20) == nil)
        let plain = try memory("part1 sine", samples: 1 << 24)
        #expect(plain.refusal(available: 2000 << 20) == nil)
        // Four samples fit everywhere.
        #expect(try memory("part1 --explain", samples: 4).refusal(available: 0) == nil)
    }

    #if os(Linux)
        @Test func theLimitOfAShellCounts() throws {
            let result = try Program.shell(
                "ulimit -v 786432; part1 sine --samples 16777216 --explain --check-gradient --plot")
            #expect(result.status == 64 && result.output.isEmpty)
            #expect(
                result.error.hasPrefix(
                    "error: --samples cannot be 16777216 on this computer with --explain and")
            )
            #expect(try Program.shell("ulimit -v 786432; part1") == Program.run("part1"))
        }
    #endif
}
