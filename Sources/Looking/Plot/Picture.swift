import Words

/// Lines of coloured characters. Anything that doesn't fit is cut off.
package struct Picture {
    package let characters: Characters
    private var cells: [[Cell]]

    private struct Cell {
        var character: Character = " "
        var colour: Style.Colour?
        /// The dots of curves, which are smaller than a character.
        var dots: UInt8 = 0
        /// The curve that was drawn last.
        var curve = -1
    }

    package init(width: Int, height: Int, _ characters: Characters) {
        self.characters = characters
        let line = Array(repeating: Cell(), count: max(0, width))
        cells = Array(repeating: line, count: max(0, height))
    }

    /// Writes text into line `y` from column `x` on, and returns the next free column.
    @discardableResult
    package mutating func put(_ text: String, _ x: Int, _ y: Int, _ colour: Style.Colour? = nil)
        -> Int
    {
        var x = x
        for character in text {
            if cells.indices.contains(y) && cells[y].indices.contains(x) {
                cells[y][x] = Cell(character: printable(character), colour: colour)
            }
            x += 1
        }
        return x
    }

    /// A character that takes one column and doesn't move the cursor.
    private func printable(_ character: Character) -> Character {
        if character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return " "
        }
        return character.isASCII || characters == .unicode ? character : "?"
    }

    // MARK: - Curves

    static let pointColour = Style.Colour.yellow

    /// The mark and the colour of a curve, by its index among the curves of a plot. The first one has no marks.
    package static func look(
        _ curve: Int, _ characters: Characters
    ) -> (mark: String, colour: Style.Colour) {
        let marks = [characters("─", "*"), "+", characters("×", "x"), "#", "=", "%", "&", "@"]
        let colours: [Style.Colour] = [.cyan, .magenta, .green, .blue, .red]
        return (marks[curve % marks.count], colours[curve % colours.count])
    }

    /// The number of characters between two marks of a curve.
    private static let distance = 12

    /// The dots of a braille character by column and row, as in Unicode.
    private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

    /// Joins points by lines, from (0, 0) at the bottom left to (1, 1) at the top right of a frame.
    ///
    /// - Parameter curve: its index among the curves.
    mutating func drawCurve(
        _ points: [(x: Double, y: Double)], _ curve: Int, left: Int, top: Int, columns: Int,
        rows: Int
    ) {
        let size = characters == .unicode ? (x: 2, y: 4) : (x: 1, y: 1)
        // The ends of an axis are in the middle of a character, like its labels.
        func dot(_ share: Double, _ cells: Int, _ dots: Int) -> Int {
            Int((share * Double((cells - 1) * dots) + Double(dots - 1) / 2).rounded())
        }
        let dots = points.map { (x: dot($0.x, columns, size.x), y: dot(1 - $0.y, rows, size.y)) }
        let look = Self.look(curve, characters)
        var marked: Int?
        func mark(_ x: Int, _ y: Int) {
            cells[y][x].character = Character(look.mark)
            marked = x
        }
        for (start, end) in zip(dots, dots.dropFirst()) {
            let (width, height) = (end.x - start.x, end.y - start.y)
            let steps = max(abs(width), abs(height), 1)
            for step in 0...steps {
                let share = Double(step) / Double(steps)
                let x = start.x + Int((Double(width) * share).rounded())
                let y = start.y + Int((Double(height) * share).rounded())
                let (column, row) = (left + x / size.x, top + y / size.y)
                if cells[row][column].curve != curve { cells[row][column].character = " " }
                cells[row][column].dots |= Self.bits[x % size.x][y % size.y]
                cells[row][column].curve = curve
                cells[row][column].colour = look.colour
                // The marks of different curves are in different columns.
                let isPlace = x / size.x % Self.distance == 5 * curve % Self.distance
                if curve > 0 && isPlace && marked != column { mark(column, row) }
            }
        }
        // A short curve gets a mark too.
        if curve > 0 && marked == nil {
            let middle = dots[dots.count / 2]
            mark(left + middle.x / size.x, top + middle.y / size.y)
        }
    }

    // MARK: - Lines

    private func character(_ cell: Cell) -> Character {
        if cell.dots == 0 || cell.character != " " { return cell.character }
        return characters == .ascii ? "*" : Character(Unicode.Scalar(0x2800 + UInt32(cell.dots))!)
    }

    /// The lines without trailing spaces.
    package func lines(_ style: Style) -> [String] {
        cells.map { line in
            let length = line.lastIndex { character($0) != " " }.map { $0 + 1 } ?? 0
            var text = ""
            var start = 0
            while start < length {
                // Characters of the same colour are written together.
                let run = line[start..<length].prefix { $0.colour == line[start].colour }
                let characters = String(run.map(character))
                text += line[start].colour.map { style(characters, $0) } ?? characters
                start = run.endIndex
            }
            return text
        }
    }
}

extension Characters {
    /// The Unicode or the ASCII version of a drawing.
    package func callAsFunction(_ unicode: String, _ ascii: String) -> String {
        self == .unicode ? unicode : ascii
    }
}
