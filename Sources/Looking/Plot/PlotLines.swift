import Words

/// A plot for a terminal.
extension Plot {
    /// Where the inside of a plot lies, below the title.
    private struct Frame {
        var left: Int
        var top: Int
        var columns: Int
        var rows: Int

        /// Below it.
        var bottom: Int { top + rows }
    }

    /// From low to high.
    private static let shades = Array(" .:-=+*#%@")

    /// The plot in exactly `height` lines of at most `width` columns.
    package func lines(width: Int, height: Int, _ characters: Characters, _ style: Style) -> [String] {
        let plot = drawable
        var picture = Picture(width: width, height: height, characters)
        let legend = plot.legend(characters, width: width, height: height)
        // Besides the inside: the title with the legend, the axis with its labels, and what they are.
        let rows = height - legend.count - (xLabel.isEmpty ? 2 : 3)
        let vertical = plot.vertical(rows: rows)
        let labelWidth = vertical.ticks.map { $0.label.count }.max() ?? 0
        let inside = Frame(
            left: labelWidth + 2, top: legend.count, columns: width - labelWidth - 2, rows: rows)
        let hasSpace = inside.columns > 0 && rows > 0
        let left = hasSpace ? inside.left - 1 : 0
        for (y, line) in legend.enumerated() {
            var x = y == 0 ? picture.put(heading, left, 0, .bold) : left
            for entry in line {
                x = picture.put(entry.name, x == left ? x : x + 3, y)
                x = picture.put(entry.mark, x + 1, y, entry.colour)
            }
        }
        if hasSpace {
            let horizontal = plot.horizontal(columns: inside.columns)
            plot.drawFrame(inside, horizontal, vertical, in: &picture)
            plot.drawInside(inside, horizontal, vertical, in: &picture)
        }
        return picture.lines(style)
    }

    // MARK: - The legend

    private typealias Entry = (name: String, mark: String, colour: Style.Colour?)

    /// What has a name, in as many lines as it needs; the first line also has the title.
    private func legend(_ characters: Characters, width: Int, height: Int) -> [[Entry]] {
        var entries: [Entry] = series.enumerated().map { index, entry in
            let look = Picture.look(look(index), characters)
            return entry.mark == .curve
                ? (entry.name, look.mark, look.colour)
                : (entry.name, characters("•", "o"), Picture.pointColour)
        }
        if field != nil { entries.append(("loss, low to high", String(Self.shades), nil)) }
        entries += notes.map { ($0.name, Self.letter($0.name), Picture.pointColour) }
        // The labels of the axis have so much space at least.
        let space = width - 8
        var lines: [[Entry]] = [[]]
        var used = heading.count
        for entry in entries where !entry.name.isEmpty {
            let needed = entry.name.count + entry.mark.count + 4
            // A low plot has no space for a second line.
            if used + needed > space && used > 0 && height >= 10 && lines.count < 3 {
                lines.append([])
                used = 0
            }
            lines[lines.count - 1].append(entry)
            used += needed
        }
        return lines
    }

    /// What stands at a place that has a name.
    private static func letter(_ name: String) -> String { name.prefix(1).uppercased() }

    // MARK: - The frame

    private func drawFrame(
        _ inside: Frame, _ horizontal: Axis, _ vertical: Axis, in picture: inout Picture
    ) {
        let characters = picture.characters
        let left = inside.left - 1
        for y in inside.top..<inside.bottom { picture.put(characters("│", "|"), left, y, .dim) }
        for tick in vertical.ticks {
            let y = inside.top + vertical.row(tick.value, of: inside.rows)
            picture.put(tick.label, left - 1 - tick.label.count, y)
            picture.put(characters("┤", "+"), left, y, .dim)
        }
        let line = String(repeating: characters("─", "-"), count: inside.columns)
        picture.put(characters("└", "+") + line, left, inside.bottom, .dim)
        let width = inside.left + inside.columns
        for tick in horizontal.ticks {
            let column = inside.left + horizontal.column(tick.value, of: inside.columns)
            let start = max(0, min(column - tick.label.count / 2, width - tick.label.count))
            picture.put(tick.label, start, inside.bottom + 1)
            picture.put(characters("┬", "+"), column, inside.bottom, .dim)
        }
        let start = inside.left + (inside.columns - xLabel.count) / 2
        picture.put(xLabel, max(0, start), inside.bottom + 2)
    }

    // MARK: - The inside

    private func drawInside(
        _ inside: Frame, _ horizontal: Axis, _ vertical: Axis, in picture: inout Picture
    ) {
        if field == nil && series.allSatisfy { $0.points.isEmpty } {
            let text = "nothing to show"
            let left = inside.left + max(0, (inside.columns - text.count) / 2)
            picture.put(text, left, inside.top + (inside.rows - 1) / 2)
            return
        }
        if let field { drawShades(of: field, inside, in: &picture) }
        func draw(_ isCurve: Bool) {
            for (index, entry) in series.enumerated()
            // A single dot of a curve is easily overlooked.
            where (entry.mark == .curve && entry.points.count > 1) == isCurve {
                let places = entry.points.map {
                    (x: horizontal.position($0.x), y: vertical.position($0.y))
                }
                if isCurve {
                    picture.drawCurve(
                        places, look(index), left: inside.left, top: inside.top,
                        columns: inside.columns, rows: inside.rows)
                } else {
                    for point in entry.points { put(picture.characters("•", "o"), point) }
                }
            }
        }
        func put(_ mark: String, _ point: (x: Double, y: Double)) {
            picture.put(
                mark, inside.left + horizontal.column(point.x, of: inside.columns),
                inside.top + vertical.row(point.y, of: inside.rows), Picture.pointColour)
        }
        draw(true)
        draw(false)
        for note in notes { put(Self.letter(note.name), (note.x, note.y)) }
    }

    private func drawShades(of field: Field, _ inside: Frame, in picture: inout Picture) {
        let range = field.range
        for y in 0..<inside.rows {
            for x in 0..<inside.columns {
                let column = x * (field.columns - 1) / max(1, inside.columns - 1)
                let row = (inside.rows - 1 - y) * (field.rows - 1) / max(1, inside.rows - 1)
                var shade: Character = "?"
                if let value = field.values[row * field.columns + column], value.isFinite {
                    // The square root tells the levels near the minimum apart.
                    let share =
                        (value - range.lowerBound)
                        / max(range.upperBound - range.lowerBound, Axis.tiny)
                    let index = Int(share.squareRoot() * Double(Self.shades.count))
                    shade = Self.shades[min(Self.shades.count - 1, index)]
                }
                picture.put(String(shade), inside.left + x, inside.top + y, .dim)
            }
        }
    }
}
