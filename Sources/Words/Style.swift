/// How text is shown: colours where somebody watches, and none elsewhere.
package struct Style {
    /// Whether text gets its colour at all.
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

    /// Colours that can be read on a light ground and on a dark one.
    package enum Colour: CaseIterable {
        case bold, dim, red, green, yellow, cyan, blue, magenta

        /// What follows `ESC [`: a colour of xterm's palette, which looks the same everywhere.
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

/// What characters a plot may use.
package enum Characters {
    case unicode, ascii
}

/// What is known about where the output goes.
package struct Terminal {
    /// How many columns a line may have, from 40 to 200.
    package var width: Int
    package var style: Style
    package var characters: Characters
    /// Whether what has been written there can be taken away again.
    package var canErase: Bool

    /// What takes a line away that has been written, where that is possible.
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
