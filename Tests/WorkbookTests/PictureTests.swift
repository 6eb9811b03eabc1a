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

/// Pictures for files: where things stand in them, and that every text is harmless.
@Suite struct PictureTests {
    private let hostile =
        "<script>alert('1')</script> & \"quoted\" \u{0} \u{1B}[31m \u{202E} ]]> --> é ŷ²"

    @Test func textsAreEscaped() throws {
        let escaped = Markup.escaped(hostile)
        #expect(!escaped.contains("<"))
        #expect(!escaped.contains(">"))
        #expect(!escaped.contains("\""))
        #expect(!escaped.contains("'"))
        #expect(!escaped.contains("\u{1B}"))
        #expect(!escaped.contains("\u{202E}"))
        let read = try Element.read("<a b=\"\(escaped)\">\(escaped)</a>")
        let back = hostile.replacing("\u{0}", with: "\u{FFFD}")
            .replacing("\u{1B}", with: "\u{FFFD}").replacing("\u{202E}", with: "\u{FFFD}")
        #expect(read.ownText == back)
        #expect(read.attributes["b"] == back)
    }

    @Test func namesOfALearnerAreEscapedInAPicture() throws {
        let plot = Plot(
            title: hostile, xLabel: hostile,
            series: [Plot.Series(name: hostile, points: [(1, 2), (2, 3)], mark: .curve)],
            yLabel: hostile)
        let svg = try Element.read(PlotPicture(plot).drawing.file)
        #expect(svg.all("script").isEmpty)
        #expect(svg.all("text").contains { $0.ownText.contains("<script>") })
    }

    /// The value at a place, from two labels of an axis.
    private func values(
        _ svg: Element, _ style: String, _ coordinate: String
    ) throws -> (Double) -> Double {
        let ticks = svg.all("text", style).compactMap { tick in
            Double(tick.ownText).map { (value: $0, place: tick.number(coordinate)) }
        }
        let (first, last) = (try #require(ticks.first), try #require(ticks.last))
        return { place in
            first.value
                + (place - first.place) / (last.place - first.place) * (last.value - first.value)
        }
    }

    private func places(_ path: Element) -> [(x: Double, y: Double)] {
        let numbers = (path.attributes["d"] ?? "").split { !"0123456789.-".contains($0) }
            .compactMap { Double($0) }
        return stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
    }

    @Test func pointsStandWhereTheLabelsSay() throws {
        let points = [(x: 0.0, y: 10.0), (x: 30, y: 25), (x: 70, y: -5), (x: 100, y: 40)]
        let plot = Plot(
            title: "t", xLabel: "x",
            series: [
                Plot.Series(name: "", points: points, mark: .curve),
                Plot.Series(name: "data", points: points, mark: .points),
            ])
        let svg = try Element.read(PlotPicture(plot).drawing.file)
        let (x, y) = (try values(svg, "tick-x", "x"), try values(svg, "tick-y", "y"))
        // A label stands five units below the middle of its line.
        let curve = try #require(svg.all("path", "s0").first)
        let drawn = places(curve)
        #expect(drawn.count == 4)
        for (place, point) in zip(drawn, points) {
            #expect(abs(x(place.x) - point.x) < 0.2, "\(x(place.x)) \(point.x)")
            #expect(abs(y(place.y + 5) - point.y) < 0.2, "\(y(place.y + 5)) \(point.y)")
        }
        let dots = svg.all("circle", "dot").filter { $0.number("cy") > 50 }
        for point in points {
            #expect(
                dots.contains {
                    abs(x($0.number("cx")) - point.x) < 0.2
                        && abs(y($0.number("cy") + 5) - point.y) < 0.2
                })
        }
    }

    @Test func nothingStandsOutsideOfThePicture() throws {
        let shapes: [[(x: Double, y: Double)]] = [
            [], [(1, 1)], [(1, 5), (2, 5)], [(1, 1e-30), (100_000_000, 1e30)],
            [(-1e9, -1e-9), (1e9, 1e-9)], [(1, .nan), (2, .infinity), (3, 4)],
            (0..<9000).map { (Double($0), sin(Double($0))) },
        ]
        for points in shapes {
            for isLogarithmic in [false, true] {
                let plot = Plot(
                    title: "loss", xLabel: "epoch",
                    series: [Plot.Series(name: "a", points: points, mark: .curve)],
                    isLogarithmic: isLogarithmic, yLabel: "loss")
                let file = PlotPicture(plot).drawing.file
                #expect(!file.contains("nan") && !file.contains("inf\""))
                let svg = try Element.read(file)
                for text in svg.all("text") where text.attributes["x"] != nil {
                    let width = Double(text.ownText.count) * Drawing.characterWidth
                    let x = text.number("x")
                    let left =
                        switch text.attributes["text-anchor"] {
                        case "middle": x - width / 2
                        case "end": x - width
                        default: x
                        }
                    #expect(left >= -1 && left + width <= PlotPicture.width + 4, "\(text.ownText)")
                }
                for path in svg.all("path") {
                    for place in places(path) {
                        #expect(
                            0...PlotPicture.width ~= place.x && 0...PlotPicture.height ~= place.y)
                    }
                }
            }
        }
    }

    @Test func linesOfEqualLossLieWhereTheLossIs() throws {
        // L = x² + 4y² on a grid.
        let (columns, rows) = (60, 33)
        let losses = (0..<rows).flatMap { row in
            (0..<columns).map { column -> Double? in
                let x = -2 + 4 * Double(column) / Double(columns - 1)
                let y = -1 + 2 * Double(row) / Double(rows - 1)
                return x * x + 4 * y * y
            }
        }
        let plot = Plot(
            title: "descent", xLabel: "a",
            series: [Plot.Series(name: "steps", points: [(-1.5, 0.5), (0, 0)], mark: .steps)],
            yLabel: "b", field: Plot.Field(x: -2...2, y: -1...1, columns: columns, values: losses))
        let svg = try Element.read(PlotPicture(plot).drawing.file)
        let (x, y) = (try values(svg, "tick-x", "x"), try values(svg, "tick-y", "y"))
        let levels = svg.all("path", "level").dropFirst()
        #expect(levels.count == 9)
        for (number, level) in levels.enumerated() {
            let share = Double(number + 1) / 10
            // The smallest loss of the grid is near zero, but not zero: no point is the middle.
            let least = losses.compactMap(\.self).min()!
            let expected = least + (8 - least) * share * share
            for place in places(level) {
                let (a, b) = (x(place.x), y(place.y + 5))
                #expect(abs(a * a + 4 * b * b - expected) < 0.05, "\(a) \(b) \(expected)")
            }
        }
    }

    @Test func wordsForTheShell() {
        #expect(LeftFiles.shellQuoted("--report=a.html") == "--report=a.html")
        #expect(LeftFiles.shellQuoted("") == "''")
        #expect(LeftFiles.shellQuoted("a b") == "'a b'")
        #expect(LeftFiles.shellQuoted("it's $HOME") == "'it'\\''s $HOME'")
    }

    @Test func whatTheOptionTakes() throws {
        func settings(_ words: [String]) throws -> Settings {
            var settings = Settings()
            for word in words {
                let isRead = LeftFiles.plot.read(word, &settings)
                try #require(isRead, "\(word)")
            }
            return settings
        }
        let both = try settings([
            "loss", "w=a.svg", "a.svg", "fit=b.SVG", "loss=c=d.svg", "graph=e.svg",
        ])
        #expect(both.plot == .loss)
        #expect(both.leaves.pictures.map(\.path) == ["a.svg", "b.SVG", "c=d.svg", "e.svg"])
        #expect(both.leaves.pictures.map(\.form) == [.all, .fit, .loss, .graph])
        for word in [".svg", "a/.svg", "a.png", "loss=", "loss=.svg", "svg", "a.svg/"] {
            var settings = Settings()
            #expect(!LeftFiles.plot.read(word, &settings), "\(word)")
        }
    }

    @Test func longTextsKeepTheirEnds() {
        var kept = KeptLines()
        for number in 1...10_000 { kept.add("\(number)") }
        #expect(kept.lines.first == "1")
        #expect(kept.lines.last == "10000")
        #expect(kept.lines.count < 3100)
        let left = kept.lines.first { $0.hasPrefix("…") }
        let shown = kept.lines.count - 1
        #expect(left == "… \(10_000 - shown) lines are left out …")
    }
}
