import Foundation
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// What is known about the output, from the environment and the terminal.
@Suite struct TerminalTests {
    private func terminal(
        _ environment: [String: String] = [:], isTerminal: Bool = true, columns: Int? = nil
    ) -> Terminal {
        Terminal(
            environment: ["TERM": "xterm"].merging(environment) { $1 }, isTerminal: isTerminal,
            columns: columns)
    }

    @Test func theTerminalsWidthComesFirst() {
        #expect(terminal(["COLUMNS": "100"], columns: 120).width == 120)
        #expect(terminal(["COLUMNS": "100"]).width == 100)
        #expect(terminal(["COLUMNS": "100"], isTerminal: false, columns: 120).width == 100)
        #expect(terminal().width == 80)
    }

    @Test(arguments: [
        "", "wide", "100.5", "1e2", " 100", "100 ", "99999999999999999999", "0", "-90",
    ])
    func whatIsNoWidthIsIgnored(_ columns: String) {
        #expect(terminal(["COLUMNS": columns]).width == 80)
    }

    @Test func aTerminalThatDoesNotKnowItsWidthIsIgnored() {
        #expect(terminal(["COLUMNS": "100"], columns: 0).width == 100)
        #expect(terminal(columns: 0).width == 80)
    }

    @Test func theWidthHasLimits() {
        #expect(terminal(columns: 1).width == 40)
        #expect(terminal(columns: 39).width == 40)
        #expect(terminal(columns: 41).width == 41)
        #expect(terminal(columns: 199).width == 199)
        #expect(terminal(columns: 5000).width == 200)
        #expect(terminal(["COLUMNS": "7"], isTerminal: false).width == 40)
    }

    @Test func onlyATerminalGetsColours() {
        #expect(terminal().style.isColored)
        #expect(!terminal(isTerminal: false).style.isColored)
        #expect(!terminal(["NO_COLOR": "1"]).style.isColored)
        #expect(!terminal(["NO_COLOR": "0"]).style.isColored)
        #expect(terminal(["NO_COLOR": ""]).style.isColored)
        #expect(!terminal(["TERM": "dumb"]).style.isColored)
        #expect(!terminal(["TERM": ""]).style.isColored)
        #expect(terminal(["TERM": "linux"]).style.isColored)
        #expect(!Terminal(environment: [:], isTerminal: true, columns: 80).style.isColored)
    }

    @Test(arguments: [
        "de_DE.UTF-8", "C.UTF-8", "C.utf8", "en_US.utf-8", "de_DE.UTF-8@euro", "en_US",
        "de_DE@euro",
        "UTF-8", "",
    ])
    func aLocaleHasUnicode(_ locale: String) {
        #expect(terminal(["LC_ALL": locale]).characters == .unicode)
        #expect(terminal(["LC_CTYPE": locale]).characters == .unicode)
        #expect(terminal(["LANG": locale]).characters == .unicode)
    }

    @Test(arguments: [
        "C", "POSIX", "en_US.ISO-8859-1", "ja_JP.eucJP", "de_DE.ISO8859-15@euro", "C.ASCII",
    ])
    func aLocaleHasNoUnicode(_ locale: String) {
        #expect(terminal(["LC_ALL": locale]).characters == .ascii)
        #expect(terminal(["LC_CTYPE": locale], isTerminal: false).characters == .ascii)
        #expect(terminal(["LANG": locale]).characters == .ascii)
    }

    @Test func theFirstLocaleThatIsSetCounts() {
        #expect(terminal().characters == .unicode)
        #expect(terminal(["LC_ALL": "C", "LANG": "C.UTF-8"]).characters == .ascii)
        #expect(terminal(["LC_ALL": "C.UTF-8", "LC_CTYPE": "C"]).characters == .unicode)
        #expect(terminal(["LC_ALL": "", "LC_CTYPE": "C", "LANG": "C.UTF-8"]).characters == .ascii)
        #expect(terminal(["LC_ALL": "", "LC_CTYPE": "", "LANG": "C"]).characters == .ascii)
        #expect(terminal(["LC_CTYPE": "C.UTF-8", "LANG": "C"]).characters == .unicode)
    }

    @Test func simpleTerminalsHaveNoUnicode() {
        for name in ["dumb", "linux"] {
            #expect(terminal(["TERM": name, "LANG": "C.UTF-8"]).characters == .ascii)
            // It is not to that terminal that the output goes.
            #expect(terminal(["TERM": name], isTerminal: false).characters == .unicode)
        }
    }

    @Test func aStyleColoursText() {
        #expect(Style(isColored: true)("loss", .cyan) == "\u{1B}[38;5;30mloss\u{1B}[0m")
        #expect(Style(isColored: true)("loss", .bold) == "\u{1B}[1mloss\u{1B}[0m")
        #expect(Style(isColored: true)("", .red) == "")
        #expect(Style.plain("loss", .cyan) == "loss")
    }

    /// By the formula of the Web Content Accessibility Guidelines, which ask for 3 : 1 for what isn't text.
    @Test func coloursHoldOnALightGroundAndOnADarkOne() throws {
        // The cube of xterm: 16 + 36·red + 6·green + blue.
        let levels = [0, 95, 135, 175, 215, 255]
        func linear(_ level: Int) -> Double {
            let share = Double(level) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        for colour in Style.Colour.allCases where colour != .bold && colour != .dim {
            let code = try #require(
                colour.code.wholeMatch(of: /38;5;([0-9]+)/).flatMap { Int($0.1) })
            let place = code - 16
            try #require((0..<216).contains(place))
            let light =
                0.2126 * linear(levels[place / 36]) + 0.7152 * linear(levels[place / 6 % 6])
                + 0.0722 * linear(levels[place % 6])
            #expect(1.05 / (light + 0.05) >= 3.5, "\(colour) on white")
            #expect((light + 0.05) / 0.05 >= 3.5, "\(colour) on black")
        }
    }
}
