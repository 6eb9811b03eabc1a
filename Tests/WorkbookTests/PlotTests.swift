import Foundation
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// Plots, compared with pictures that somebody has looked at.
@Suite struct PlotTests {
    private typealias Points = [(x: Double, y: Double)]

    private func curve(
        _ title: String, _ points: [(x: Double, y: Double)], isLogarithmic: Bool = false
    ) -> Plot {
        Plot(
            title: title, xLabel: "epoch",
            series: [Plot.Series(name: "", points: points, mark: .curve)],
            isLogarithmic: isLogarithmic)
    }

    private func picture(
        _ plot: Plot, _ width: Int, _ height: Int, _ characters: Characters = .unicode
    ) -> String {
        plot.lines(width: width, height: height, characters, .plain).joined(separator: "\n")
    }

    private let decay = (1...100).map { (x: Double($0), y: 30 * pow(0.7, Double($0 - 1))) }

    private let line = Plot(
        title: "y = 2·x", xLabel: "x",
        series: [
            Plot.Series(
                name: "data", points: (1...4).map { (Double($0), 2 * Double($0)) }, mark: .points),
            Plot.Series(name: "fit", points: [(0, 0), (5, 10)], mark: .curve),
        ])

    @Test func aLossOnALogarithmicAxis() {
        #expect(
            picture(curve("loss", decay, isLogarithmic: true), 60, 12) == """
                      loss, logarithmic
                      │⠠⠤⢄⣀⡀
                    1 ┤    ⠈⠉⠒⠒⠤⢄⣀⣀
                      │            ⠉⠑⠒⠢⠤⣀⣀
                 1e-5 ┤                   ⠉⠑⠒⠒⠤⢄⣀⡀
                      │                          ⠈⠉⠑⠒⠤⠤⢄⣀
                1e-10 ┤                                  ⠉⠉⠒⠢⠤⢄⣀
                      │                                         ⠉⠉⠑⠒⠤⠤⣀⡀
                      │                                                ⠈⠉⠑⠒⠤
                      └──────────┬─────────┬──────────┬─────────┬──────────┬
                                20        40         60        80        100
                                               epoch
                """)
    }

    @Test func aLossOnALinearAxis() {
        #expect(
            picture(curve("loss", decay), 60, 10) == """
                   loss
                30 ┤⢠
                   │⠈⡆
                20 ┤ ⢣
                10 ┤ ⠘⡄
                   │  ⠘⢄
                 0 ┤    ⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒
                   └───────────┬──────────┬──────────┬──────────┬──────────┬
                              20         40         60         80        100
                                             epoch
                """)
    }

    @Test func aLossInASCII() {
        #expect(
            picture(curve("loss", decay, isLogarithmic: true), 60, 12, .ascii) == """
                      loss, logarithmic
                      |*****
                    1 +    ********
                      |            *******
                 1e-5 +                   ********
                      |                          ********
                1e-10 +                                  *******
                      |                                         ********
                      |                                                *****
                      +----------+---------+----------+---------+----------+
                                20        40         60        80        100
                                               epoch
                """)
    }

    @Test func aFitThroughItsData() {
        #expect(
            picture(line, 50, 12) == """
                   y = 2·x   data •   fit ─
                10 ┤                                           ⢀⣀⠤
                   │                                    •⣀⡠⠤⠒⠊⠉⠁
                   │                              ⢀⣀⠤⠔⠒⠊⠉
                   │                        ⣀⡠⠤•⠒⠉⠁
                 5 ┤                 ⢀•⠤⠤⠒⠊⠉
                   │           ⣀⣀⠤⠔⠒⠉⠁
                   │     ⣀⡠⠤⠒•⠉
                 0 ┤⠠⠔⠒⠉⠉
                   └┬────────┬────────┬────────┬────────┬────────┬
                    0        1        2        3        4        5
                                          x
                """)
        // A dot is not ASCII.
        #expect(
            picture(line, 50, 12, .ascii) == """
                   y = 2?x   data o   fit *
                10 +                                          ****
                   |                                    o*****
                   |                             *******
                   |                       ****o*
                 5 +                 *o****
                   |          *******
                   |    *****o
                 0 +****
                   ++--------+--------+--------+--------+--------+
                    0        1        2        3        4        5
                                          x
                """)
    }

    @Test func aColouredPlot() {
        let lines = line.lines(width: 24, height: 6, .unicode, Style(isColored: true))
        #expect(
            lines == [
                "   \u{1B}[1my = 2·x\u{1B}[0m   data \u{1B}[38;5;130m•\u{1B}[0m   fi",
                "10 \u{1B}[2m┤\u{1B}[0m           \u{1B}[38;5;130m•\u{1B}[0m\u{1B}[38;5;30m⢀⣀⣀\u{1B}[0m\u{1B}[38;5;130m•\u{1B}[0m\u{1B}[38;5;30m⣀⡠⠤⠤\u{1B}[0m",
                " 0 \u{1B}[2m┤\u{1B}[0m\u{1B}[38;5;30m⠠⠤⠤⠒\u{1B}[0m\u{1B}[38;5;130m•\u{1B}[0m\u{1B}[38;5;30m⠒⠒⠒\u{1B}[0m\u{1B}[38;5;130m•\u{1B}[0m\u{1B}[38;5;30m⠉⠉⠉⠁\u{1B}[0m",
                "   \u{1B}[2m└┬──────────────────┬\u{1B}[0m",
                "    0                  5",
                "             x",
            ])
        let plain = line.lines(width: 24, height: 6, .unicode, .plain)
        #expect(lines.map { $0.replacing(/\u{1B}\[[0-9;]+m/, with: "") } == plain)
    }

    /// Six curves at six heights.
    private var six: Plot {
        Plot(
            title: "parameters", xLabel: "epoch",
            series: (0..<6).map { index in
                Plot.Series(
                    name: "w[\(index)]", points: [(0, Double(index)), (1, Double(index))],
                    mark: .curve)
            })
    }

    @Test func curvesAreToldApartByMarkAndColour() {
        let lines = six.lines(width: 80, height: 20, .unicode, .plain)
        #expect(
            lines[0].hasSuffix("parameters   w[0] ─   w[1] +   w[2] ×   w[3] #   w[4] =   w[5] %"))
        for (index, mark) in ["+", "×", "#", "=", "%"].enumerated() {
            let marked = lines.dropFirst().filter { $0.contains(mark) }
            #expect(marked.count == 1, "\(mark) of curve \(index + 1)")
            #expect(marked.first!.count { String($0) == mark } >= 5)
        }
        let looks = (0..<8).map { Picture.look($0, .unicode) }
        #expect(Set(looks.map { "\($0.mark) \($0.colour)" }).count == 8)
        #expect(Set(looks.map(\.mark)).count == 8)
        // What lies next to each other differs in its colour, and none has that of the points.
        for (first, second) in zip(looks, looks.dropFirst()) {
            #expect(first.colour != second.colour)
        }
        #expect(!looks.contains { $0.colour == Picture.pointColour })
    }

    @Test func aLongLegendTakesMoreLines() {
        let lines = six.lines(width: 44, height: 20, .unicode, .plain)
        #expect(lines.count == 20)
        let names = lines.prefix(3).joined(separator: " ")
        for index in 0..<6 { #expect(names.contains("w[\(index)] ")) }
        #expect(lines.allSatisfy { $0.count <= 44 })
    }

    @Test func aShortCurveHasItsMark() {
        let plot = Plot(
            title: "", xLabel: "",
            series: [
                Plot.Series(name: "loss", points: [(0, 0), (100, 100)], mark: .curve),
                Plot.Series(name: "tangent", points: [(50, 20), (52, 21)], mark: .curve),
            ])
        let lines = plot.lines(width: 60, height: 20, .unicode, .plain)
        #expect(lines.dropFirst().contains { $0.contains("+") })
    }

    @Test func nothing() {
        let expected = """
             loss
             │
             │
             │           nothing to show
             │
             │
             └──────────────────────────────────────

                              epoch
            """
        #expect(picture(curve("loss", []), 40, 9) == expected)
        #expect(picture(curve("loss", [(1, .nan), (.infinity, 2)]), 40, 9) == expected)
        #expect(
            picture(curve("loss", [(1, 0), (2, -1)], isLogarithmic: true), 40, 9)
                == expected.replacing("loss", with: "loss, logarithmic"))
        #expect(
            picture(Plot(title: "loss", xLabel: "epoch", series: []), 40, 9) == expected)
    }

    @Test func onePoint() {
        #expect(
            picture(curve("loss", [(7, 3)]), 40, 9) == """
                   loss
                10 ┤
                   │
                 5 ┤
                   │                  •
                 0 ┤
                   └──────────────────┬─────────────────
                                      7
                                   epoch
                """)
    }

    @Test func allTheSame() {
        #expect(
            picture(curve("loss", [(1, 0.25), (2, 0.25), (3, 0.25)]), 40, 9) == """
                     loss
                 0.5 ┤
                     │⠠⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
                 0.0 ┤
                     │
                -0.5 ┤
                     └┬────────────────┬───────────────┬
                      1                2               3
                                    epoch
                """)
    }

    @Test func aLossIsLogarithmicIfItSpansDecades() {
        func isLogarithmic(_ losses: Double...) -> Bool {
            Plot.losses("", [("", losses.map { (x: 0, y: $0) })]).isLogarithmic
        }
        #expect(!isLogarithmic())
        #expect(!isLogarithmic(0, 0))
        #expect(!isLogarithmic(100, 1.01))
        #expect(isLogarithmic(100, 1))
        #expect(isLogarithmic(5, 1e-30, 7))
        #expect(!isLogarithmic(30, -0.001, 1))
        #expect(!isLogarithmic(30, .infinity, .nan, 1))
    }

    @Test func aMapWithItsNames() {
        let values = (0..<5).flatMap { y in (0..<9).map { x -> Double? in Double(x * x + y) } }
        let plot = Plot(
            title: "t", xLabel: "w",
            series: [Plot.Series(name: "steps", points: [(1, 0), (4, 1), (7, 2)], mark: .steps)],
            field: Plot.Field(x: 0...8, y: -2...2, columns: 9, values: values),
            notes: [(1, 0, "start"), (7, 2, "end")])
        #expect(
            picture(plot, 50, 10) == """
                  t   steps •   loss, low to high  .:-=+*#%@
                  start S   end E
                  │::::::::::::------=====++++++******#####E%%%%%@
                  │::::::::::::------=====•+++++******######%%%%%@
                0 ┤......S:::::::::::=====++++++******######%%%%%@
                  │............::::::-----++++++******######%%%%%@
                  │      ......::::::-----======******######%%%%%@
                  └┬───────────┬──────────┬───────────┬──────────┬
                   0           2          4           6          8
                                          w
                """)
    }

    @Test func whatIsNotANumberIsLeftOut() {
        let points: Points = [
            (1, 4), (2, .infinity), (3, .nan), (.nan, 5), (4, -.infinity), (5, 1), (-.infinity, 0),
        ]
        #expect(
            picture(curve("loss", points), 40, 9)
                == picture(curve("loss", [(1, 4), (5, 1)]), 40, 9))
        #expect(
            picture(curve("loss", [(1, 4), (2, 0), (3, -7), (5, 1)], isLogarithmic: true), 40, 9)
                == picture(curve("loss", [(1, 4), (5, 1)], isLogarithmic: true), 40, 9))
    }

    @Test func whatIsTooMuchIsThinned() {
        var many: [(x: Double, y: Double)] = (0..<1_000_000).map { (Double($0), Double($0 % 2)) }
        many.append((1_000_000, 7))
        let lines = curve("loss", many).lines(width: 80, height: 14, .unicode, .plain)
        #expect(lines[12].split(separator: " ").first == "0")
        #expect(lines[12].split(separator: " ").last == "1.0e6")
        // The last point is the only one up there.
        #expect(lines[1].filter { $0 != " " }.count <= 3)
    }

    @Test func upTo4096PointsAllAreShown() {
        for outlier in [0, 1, 2047, 4094, 4095] {
            let points = (0..<4096).map { (x: Double($0), y: $0 == outlier ? 100.0 : 1) }
            let lines = curve("", points).lines(width: 80, height: 14, .unicode, .plain)
            #expect(lines[1].hasPrefix("100 ┤"), "\(outlier)")
        }
    }
}
