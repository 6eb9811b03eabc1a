import Foundation

/// How text is shown: colours where somebody watches, and none elsewhere.
struct Style {
    /// Whether text gets its colour at all.
    var isColored: Bool
    /// Whether the terminal has the 256 colours of xterm.
    var hasPalette = true

    /// Text without any control characters.
    static let plain = Style(isColored: false)

    /// The text in a colour.
    func callAsFunction(_ text: String, _ colour: Colour) -> String {
        guard isColored && !text.isEmpty else { return text }
        return "\u{1B}[\(hasPalette ? colour.codes.palette : colour.codes.basic)m\(text)\u{1B}[0m"
    }

    /// Colours that can be read on a light ground and on a dark one.
    enum Colour: CaseIterable {
        case bold, dim, red, green, yellow, cyan, blue, magenta

        /// What follows `ESC [`: a colour of the palette, which looks the same everywhere, and what every
        /// terminal knows, where yellow and cyan are too light for a light ground.
        var codes: (palette: String, basic: String) {
            switch self {
            case .bold: ("1", "1")
            case .dim: ("2", "2")
            case .red: ("38;5;160", "31")
            case .green: ("38;5;28", "32")
            case .yellow: ("38;5;130", "35")
            case .cyan: ("38;5;30", "1")
            case .blue: ("38;5;32", "34")
            case .magenta: ("38;5;163", "35")
            }
        }
    }
}

/// What characters a plot may use.
enum Characters {
    case unicode, ascii
}

/// What is known about where the output goes.
struct Terminal {
    /// How many columns a line may have, from 40 to 200.
    var width: Int
    var style: Style
    var characters: Characters
    /// Whether what has been written there can be taken away again.
    var canErase: Bool

    /// What takes a line away that has been written, where that is possible.
    var eraser: String { canErase ? "\r\u{1B}[K" : "" }

    /// Standard output.
    static var current: Terminal {
        Terminal(
            environment: ProcessInfo.processInfo.environment,
            isTerminal: Platform.isTerminal(STDOUT_FILENO), columns: Platform.terminalColumns)
    }

    /// Standard error, where progress is shown.
    static var error: Terminal {
        Terminal(
            environment: ProcessInfo.processInfo.environment,
            isTerminal: Platform.isTerminal(STDERR_FILENO), columns: nil)
    }

    /// - Parameters:
    ///   - environment: the process's environment.
    ///   - isTerminal: whether standard output is a terminal.
    ///   - columns: how wide that terminal is, if it says so.
    init(environment: [String: String], isTerminal: Bool, columns: Int?) {
        /// The value of the first variable that is set and not empty.
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let widths = [isTerminal ? columns : nil, value("COLUMNS").flatMap { Int($0) }]
        // A terminal that does not know its width says 0.
        let known = widths.lazy.compactMap { $0 }.first { $0 > 0 }
        width = min(max(known ?? 80, 40), 200)

        let terminal = value("TERM")
        canErase = isTerminal && terminal != nil && terminal != "dumb"
        style = Style(
            isColored: canErase && value("NO_COLOR") == nil,
            hasPalette: terminal?.contains("256") == true || value("COLORTERM") != nil)

        // The console's font lacks most of what a plot is drawn with.
        let isLimited = isTerminal && (terminal == "dumb" || terminal == "linux")
        let locale = value("LC_ALL", "LC_CTYPE", "LANG")
        characters = isLimited || locale.map(Self.isUTF8) == false ? .ascii : .unicode
    }

    /// Whether a locale such as `de_DE.UTF-8@euro` has that charset, or none that it names.
    private static func isUTF8(_ locale: String) -> Bool {
        let name = locale.prefix { $0 != "@" }
        if name == "C" || name == "POSIX" { return false }
        guard let dot = name.firstIndex(of: ".") else { return true }
        let charset = name[dot...].dropFirst().lowercased()
        return charset == "utf-8" || charset == "utf8"
    }
}
