/// A map of the loss over two parameters, with lines of equal loss and the way of a run on it.
struct ContourPicture {
    let map: Descent.Map

    private static let left = 84.0
    private static let top = 60.0
    private static let right = 18.0
    private static let bottom = 52.0
    private static let levels = 9

    private var inside: (width: Double, height: Double) {
        (
            PlotPicture.width - Self.left - Self.right, PlotPicture.height - Self.top - Self.bottom
        )
    }

    private var axes: (x: Axis, y: Axis) {
        let x = Axis.horizontal([map.x.lowerBound, map.x.upperBound], columns: 48)
        var y = Axis.vertical([map.y.lowerBound, map.y.upperBound], false, rows: 21)
        // The map fills the frame, so what is round lies within.
        y.ends = map.y
        y.ticks = y.ticks.filter { map.y.contains($0.value) }
        return (x, y)
    }

    private func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        (
            Self.left + axes.x.position(x) * inside.width,
            Self.top + (1 - axes.y.position(y)) * inside.height
        )
    }

    var drawing: Drawing {
        let known = map.losses.compactMap(\.self).filter(\.isFinite).map(Double.init)
        let (lowest, highest) = (known.min() ?? 0, known.max() ?? 0)
        var drawing = Drawing(
            width: PlotPicture.width, height: PlotPicture.height, title: map.title,
            description: description(lowest, highest))
        drawing.text(map.title, 12, 24, "title")
        drawing.path([(12, 39), (38, 39)], "level")
        drawing.text("equal loss", 44, 44)
        drawing.path([(140, 39), (166, 39)], "way")
        drawing.circle(153, 39, radius: 3.8, "dot")
        drawing.text("steps from start to end", 172, 44)
        drawFrame(in: &drawing)
        let way = map.way.map { place($0.x, $0.y) }
        // Numbers stay away from the ends of the way, which have names.
        var labels = [way.first, way.last].compactMap(\.self)
        for level in Self.values(lowest, highest) {
            let lines = segments(level)
            drawing.curve(
                lines.map { a, b in
                    "M\(Drawing.number(a.x)) \(Drawing.number(a.y))L\(Drawing.number(b.x)) "
                        + Drawing.number(b.y)
                }.joined(), "level")
            // A number where there is space for one.
            let free = lines.map(\.0).filter { place in
                place.x > Self.left + 30 && place.x < PlotPicture.width - Self.right - 30
                    && place.y > Self.top + 14 && place.y < PlotPicture.height - Self.bottom - 8
                    && labels.allSatisfy { abs($0.x - place.x) > 64 || abs($0.y - place.y) > 20 }
            }
            guard let place = free.max(by: { $0.x + $0.y < $1.x + $1.y }) else { continue }
            labels.append(place)
            drawing.text(Numbers.short(level, 2), place.x, place.y + 4, "halo small", .middle)
        }
        drawing.path(way, "way")
        for place in way { drawing.circle(place.x, place.y, radius: 3.8, "dot") }
        drawing.note(
            zip([way.first, way.last], ["start", "end"]).compactMap { place, name in
                place.map { ($0.x, $0.y, name) }
            })
        return drawing
    }

    /// As the terminal's shades: the square root tells the levels near the minimum apart.
    private static func values(_ lowest: Double, _ highest: Double) -> [Double] {
        guard lowest < highest else { return [] }
        return (1...levels).map { number in
            let share = Double(number) / Double(levels + 1)
            return lowest + (highest - lowest) * share * share
        }
    }

    private func drawFrame(in drawing: inout Drawing) {
        let bottom = Self.top + inside.height
        drawing.rectangle(Self.left, Self.top, inside.width, inside.height, "axis")
        for label in PlotPicture.labels(axes.x, left: Self.left, width: inside.width) {
            drawing.line(label.x, bottom, label.x, bottom + 5, "axis")
            drawing.text(label.text, label.middle, bottom + 20, "tick-x", .middle)
        }
        for tick in axes.y.ticks {
            let y = Self.top + (1 - axes.y.position(tick.value)) * inside.height
            drawing.line(Self.left - 5, y, Self.left, y, "axis")
            drawing.text(tick.label, Self.left - 8, y + 5, "tick-y", .end)
        }
        drawing.text(map.names[0], Self.left + inside.width / 2, bottom + 42, "soft", .middle)
        drawing.text(
            map.names[1], 18, Self.top + inside.height / 2, "soft", .middle, isUpright: true)
    }

    // MARK: - Lines of equal loss

    /// The pieces of a line, one or two in each cell of the grid that it goes through.
    private func segments(
        _ level: Double
    ) -> [((x: Double, y: Double), (x: Double, y: Double))] {
        var result: [((x: Double, y: Double), (x: Double, y: Double))] = []
        func corner(_ row: Int, _ column: Int) -> (x: Double, y: Double, loss: Double)? {
            guard let loss = map.losses[row * map.columns + column], loss.isFinite else {
                return nil
            }
            let x = Self.left + inside.width * Double(column) / Double(map.columns - 1)
            let y = Self.top + inside.height * Double(row) / Double(map.rows - 1)
            return (x, y, Double(loss))
        }
        for row in 0..<map.rows - 1 {
            for column in 0..<map.columns - 1 {
                guard let a = corner(row, column), let b = corner(row, column + 1),
                    let c = corner(row + 1, column + 1), let d = corner(row + 1, column)
                else { continue }
                let crossings = [(a, b), (b, c), (c, d), (d, a)].compactMap {
                    from, to -> (x: Double, y: Double)? in
                    guard (from.loss < level) != (to.loss < level) else { return nil }
                    let share = (level - from.loss) / (to.loss - from.loss)
                    return (from.x + share * (to.x - from.x), from.y + share * (to.y - from.y))
                }
                for start in stride(from: 0, to: crossings.count - 1, by: 2) {
                    result.append((crossings[start], crossings[start + 1]))
                }
            }
        }
        return result
    }

    private func description(_ lowest: Double, _ highest: Double) -> String {
        func short(_ value: Double) -> String { Numbers.short(value) }
        var text =
            "\(map.names[0]) from \(short(map.x.lowerBound)) to \(short(map.x.upperBound)), "
            + "\(map.names[1]) from \(short(map.y.lowerBound)) to \(short(map.y.upperBound)); the "
            + "loss there is from \(short(lowest)) to \(short(highest))."
        if let first = map.way.first, let last = map.way.last {
            text +=
                " The run goes from \(short(first.x)), \(short(first.y)) to \(short(last.x)), "
                + "\(short(last.y)) in \(Text.count(map.way.count - 1, "step"))."
        }
        return text
    }
}
