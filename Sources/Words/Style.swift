/// The way text is shown: in colour on a terminal, plain elsewhere.
package struct Style {
    /// True if text is coloured.
    package var isColored: Bool

    package init(isColored: Bool) {
        self.isColored = isColored
    }

    /// Text without any control characters.
    package static let plain = Style(isColored: false)

    /// The text in a colour.
    package func callAsFunction(_ text: String, _ colour: Colour) -> String {
        guard isColored && !text.isEmpty else { return text }
        return "\u{1B}[\(colour.code)m\(text)\u{1B}[0m"
    }

    /// Colours that are readable on light and dark backgrounds.
    package enum Colour: CaseIterable {
        case bold, dim, red, green, yellow, cyan, blue, magenta

        /// The code that follows `ESC [`: a colour of xterm's palette, which looks the same everywhere.
        package var code: String {
            switch self {
            case .bold: "1"
            case .dim: "2"
            case .red: "38;5;160"
            case .green: "38;5;28"
            case .yellow: "38;5;130"
            case .cyan: "38;5;30"
            case .blue: "38;5;32"
            case .magenta: "38;5;163"
            }
        }
    }
}

/// The characters that a plot may use.
package enum Characters {
    case unicode, ascii
}

/// The properties of the output's destination.
package struct Terminal {
    /// The number of columns in a line, from 40 to 200.
    package var width: Int
    package var style: Style
    package var characters: Characters
    /// True if written text can be erased again.
    package var canErase: Bool

    /// The sequence that erases the current line; empty if lines can't be erased.
    package var eraser: String { canErase ? "\r\u{1B}[K" : "" }

    package init(
        width: Int = 80, style: Style = .plain, characters: Characters = .unicode,
        canErase: Bool = false
    ) {
        self.width = width
        self.style = style
        self.characters = characters
        self.canErase = canErase
    }
}
