import Foundation
import TestSupport
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// Plots of random numbers.
@Suite struct PlotFuzzTests {
    /// A value as a run might have it, or none.
    private func value(_ random: inout Random, _ kind: Int) -> Double {
        let mantissa = Double(random.below(2_000_001) - 1_000_000) / 1e6
        switch kind {
        case 0: return mantissa
        case 1: return mantissa * pow(10, Double(random.below(600) - 300))
        case 2: return Double(random.below(20))
        case 3: return 5 + mantissa * 1e-7
        case 4:
            return random.pick([
                0, -0.0, .infinity, -.infinity, .nan, .greatestFiniteMagnitude,
                -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e30, 1e-12, mantissa,
            ])
        default: return pow(10, mantissa * 2)
        }
    }

    @Test(.slow) func everyPlotKeepsToItsSpace() {
        var random = Random(state: 1)
        for _ in 0..<150 {
            let (kindX, kindY) = (random.below(6), random.below(6))
            let series = (0..<random.below(4)).map { index in
                Plot.Series(
                    name: random.pick(["", "data", "ŷ", "a\tname\u{1B}[1m"]),
                    points: (0..<random.pick([0, 1, 2, 5, 100])).map { _ in
                        (value(&random, kindX), value(&random, kindY))
                    },
                    mark: random.pick([.points, .curve]))
            }
            let plot = Plot(
                title: random.pick(["", "loss", "¿∂L/∂w?\n", String(repeating: "long ", count: 50)]
                ),
                xLabel: random.pick(["", "epoch", "ε"]), series: series,
                isLogarithmic: random.below(2) == 0)
            let width = random.pick([0, 1, 5, 10, 20, 40, 80, 120, 200])
            let height = random.pick([0, 1, 2, 3, 4, 5, 6, 8, 14, 40])
            for characters in [Characters.unicode, .ascii] {
                let lines = plot.lines(width: width, height: height, characters, .plain)
                #expect(lines.count == height)
                #expect(lines.allSatisfy { $0.count <= width && $0.last != " " })
                let scalars = lines.joined().unicodeScalars
                #expect(!scalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
                let isASCII = scalars.allSatisfy { $0.isASCII }
                #expect(isASCII || characters == .unicode)
                let coloured = plot.lines(
                    width: width, height: height, characters, Style(isColored: true))
                #expect(coloured.map { $0.replacing(/\u{1B}\[[0-9;]+m/, with: "") } == lines)
            }
        }
    }

    @Test(.slow) func everyYAxisHasTwoToFiveLabels() {
        var random = Random(state: 2)
        for _ in 0..<3000 {
            let isLogarithmic = random.below(2) == 0
            let kind = random.pick([0, 1, 2, 3, 5])
            let values = (0..<random.pick([1, 2, 5])).map { _ in value(&random, kind) }
                .filter { !isLogarithmic || $0 > 1e-300 }
            guard let least = values.min(), let most = values.max() else { continue }
            // What spans less is not logarithmic.
            if isLogarithmic && most < 100 * least { continue }
            let rows = random.pick([10, 12, 20])
            let axis = Axis.vertical(values, isLogarithmic, rows: rows)
            let fewest = isLogarithmic ? 2 : 3
            #expect((fewest...5).contains(axis.ticks.count), "\(values) \(axis)")
            #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count, "\(values) \(axis)")
            let taken = axis.ticks.map { axis.row($0.value, of: rows) }
            #expect(Set(taken).count == axis.ticks.count, "\(values) \(axis)")
            #expect(taken.allSatisfy { (0..<rows).contains($0) }, "\(values) \(axis)")
            // What is read at a label is what it says.
            for tick in axis.ticks {
                let read = Double(tick.label) ?? .nan
                #expect(abs(read - tick.value) <= 1e-9 * abs(tick.value), "\(values) \(axis)")
            }
            for value in values { #expect((0..<rows).contains(axis.row(value, of: rows))) }
        }
    }

    @Test(.slow) func theLabelsOfTheXAxisDoNotTouch() {
        var random = Random(state: 3)
        for _ in 0..<1000 {
            let kind = random.pick([0, 1, 2, 3, 5])
            let points = (0..<random.pick([1, 2, 5])).map { _ in (x: value(&random, kind), y: 1.0) }
            let plot = Plot(
                title: "", xLabel: "",
                series: [Plot.Series(name: "", points: points, mark: .points)])
            let width = random.pick([40, 60, 80, 120])
            let lines = plot.lines(width: width, height: 10, .unicode, .plain)
            let labels = lines[9].split(separator: " ").map(String.init)
            let known = Axis.within(points.map(\.x), space: width - 3).ticks.map(\.label)
            #expect(labels == known)
            #expect(lines[8].filter { $0 == "┬" }.count == labels.count)
        }
    }
}
