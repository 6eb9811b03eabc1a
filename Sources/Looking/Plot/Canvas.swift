/// The inside of a plot, where a curve is made of dots that are smaller than a character.
struct Canvas {
    private let columns: Int
    private let rows: Int
    /// How many dots a character has in each direction.
    private let dots: (x: Int, y: Int)
    private var curves: [UInt8]
    /// The look of the curve that was drawn last in each character.
    private var looks: [Int]
    /// Whether a character is the mark of that curve.
    private var isMarked: [Bool]
    private var points: [Bool]

    init(columns: Int, rows: Int, _ characters: Characters) {
        self.columns = columns
        self.rows = rows
        dots = characters == .unicode ? (2, 4) : (1, 1)
        curves = Array(repeating: 0, count: columns * rows)
        looks = Array(repeating: 0, count: columns * rows)
        isMarked = Array(repeating: false, count: columns * rows)
        points = Array(repeating: false, count: columns * rows)
    }

    /// The mark and the colour of a curve, by its place among the curves of a plot. The first has no marks.
    static func look(_ curve: Int, _ characters: Characters) -> (mark: String, colour: Style.Colour)
    {
        let marks = [characters("─", "*"), "+", characters("×", "x"), "#", "=", "%", "&", "@"]
        let colours: [Style.Colour] = [.cyan, .magenta, .green, .blue, .red]
        return (marks[curve % marks.count], colours[curve % colours.count])
    }

    static let pointColour = Style.Colour.yellow

    /// Characters from one mark of a curve to the next.
    private static let distance = 12

    /// Draws what lies at some places, from (0, 0) at the bottom left to (1, 1) at the top right.
    ///
    /// - Parameter look: a curve's place among the curves.
    mutating func draw(
        _ places: [(x: Double, y: Double)], _ mark: Plot.Series.Mark, look: Int = 0
    ) {
        // A single dot is easily overlooked.
        guard mark == .curve && places.count > 1 else {
            for place in places {
                let dot = dot(place)
                points[dot.y / dots.y * columns + dot.x / dots.x] = true
            }
            return
        }
        var start = dot(places[0])
        var marked: Int?
        for place in places.dropFirst() {
            let end = dot(place)
            line(from: start, to: end, look, &marked)
            start = end
        }
        // A short curve has its mark, too.
        if look > 0 && marked == nil {
            let middle = dot(places[places.count / 2])
            isMarked[middle.y / dots.y * columns + middle.x / dots.x] = true
        }
    }

    /// The dot for a place. The ends of an axis are in the middle of a character, as its labels are.
    private func dot(_ place: (x: Double, y: Double)) -> (x: Int, y: Int) {
        func position(_ share: Double, _ cells: Int, _ dots: Int) -> Int {
            Int((share * Double((cells - 1) * dots) + Double(dots - 1) / 2).rounded())
        }
        return (position(place.x, columns, dots.x), position(1 - place.y, rows, dots.y))
    }

    /// - Parameter marked: the column of the curve's last mark.
    private mutating func line(
        from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ look: Int, _ marked: inout Int?
    ) {
        let (width, height) = (end.x - start.x, end.y - start.y)
        let steps = max(abs(width), abs(height), 1)
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            let x = start.x + Int((Double(width) * share).rounded())
            let y = start.y + Int((Double(height) * share).rounded())
            let column = x / dots.x
            let index = y / dots.y * columns + column
            curves[index] |= Self.bits[x % dots.x][y % dots.y]
            // Marks of several curves have different columns.
            let isPlace = look > 0 && column % Self.distance == 5 * look % Self.distance
            if looks[index] != look { isMarked[index] = false }
            if isPlace && marked != column {
                isMarked[index] = true
                marked = column
            }
            looks[index] = look
        }
    }

    /// The dots of a braille character by column and row, as Unicode numbers them.
    private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

    func put(into picture: inout Picture, left: Int, top: Int) {
        let characters = picture.characters
        for row in 0..<rows {
            for column in 0..<columns {
                let index = row * columns + column
                if points[index] {
                    picture.put(
                        characters("•", "o"), left + column, top + row, Self.pointColour)
                } else if curves[index] != 0 {
                    let (mark, colour) = Self.look(looks[index], characters)
                    let braille = Character(Unicode.Scalar(0x2800 + UInt32(curves[index]))!)
                    let text = isMarked[index] ? mark : characters("\(braille)", "*")
                    picture.put(text, left + column, top + row, colour)
                }
            }
        }
    }
}
