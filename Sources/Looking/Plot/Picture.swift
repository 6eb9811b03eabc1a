/// Lines of characters, each with its colour. What does not fit is cut off.
struct Picture {
    let characters: Characters
    private var cells: [[Cell]]

    private struct Cell {
        var character: Character = " "
        var colour: Style.Colour?
    }

    init(width: Int, height: Int, _ characters: Characters) {
        self.characters = characters
        let line = Array(repeating: Cell(), count: max(0, width))
        cells = Array(repeating: line, count: max(0, height))
    }

    /// Writes a text into line `y` from column `x` on, and returns the column behind it.
    @discardableResult
    mutating func put(_ text: String, _ x: Int, _ y: Int, _ colour: Style.Colour? = nil) -> Int {
        var x = x
        for character in text {
            if cells.indices.contains(y) && cells[y].indices.contains(x) {
                cells[y][x] = Cell(character: printable(character), colour: colour)
            }
            x += 1
        }
        return x
    }

    /// A character that takes one column and moves no cursor.
    private func printable(_ character: Character) -> Character {
        if character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return " "
        }
        return character.isASCII || characters == .unicode ? character : "?"
    }

    /// The lines without the spaces at their ends.
    func lines(_ style: Style) -> [String] {
        cells.map { line in
            let length = line.lastIndex { $0.character != " " }.map { $0 + 1 } ?? 0
            var text = ""
            var start = 0
            while start < length {
                // As many at once as have the same colour.
                let run = line[start..<length].prefix { $0.colour == line[start].colour }
                let characters = String(run.map { $0.character })
                text += line[start].colour.map { style(characters, $0) } ?? characters
                start = run.endIndex
            }
            return text
        }
    }
}

extension Characters {
    /// One of two ways to draw the same.
    func callAsFunction(_ unicode: String, _ ascii: String) -> String {
        self == .unicode ? unicode : ascii
    }
}
