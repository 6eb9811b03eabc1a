import Looking
import Words

/// Lines of equal loss.
extension PlotPicture {
    private typealias Place = (x: Double, y: Double)

    private static let levels = 9

    /// Draws the lines, labelled with their losses where there is space.
    ///
    /// - Parameter notes: points that labels stay away from.
    func drawLevels(
        of field: Plot.Field, besides notes: [(x: Double, y: Double)], in drawing: inout Drawing
    ) {
        let range = field.range
        var labels = notes
        for number in 1...Self.levels where range.lowerBound < range.upperBound {
            // As with the terminal's shades, the square root makes the levels near the minimum easier to tell apart.
            let share = Double(number) / Double(Self.levels + 1)
            let level = range.lowerBound + range.length * share * share
            let pieces = pieces(of: level, field)
            drawing.curve(
                pieces.map { a, b in
                    "M\(Drawing.place(a.x, a.y))L\(Drawing.place(b.x, b.y))"
                }.joined(), "level")
            let free = pieces.map(\.0).filter { place in
                place.x > left + 30 && place.x < corner.x - 30 && place.y < corner.y - 8
                    && labels.allSatisfy { abs($0.x - place.x) > 64 || abs($0.y - place.y) > 20 }
            }
            guard let place = free.max(by: { $0.x + $0.y < $1.x + $1.y }) else { continue }
            labels.append(place)
            let digits = level >= 10 ? 0 : level >= 1 ? 1 : 2
            let text = 0.01..<1e5 ~= level ? Numbers.fixed(level, digits) : Numbers.short(level, 2)
            drawing.text(text, place.x, place.y + 4, "halo small", .middle)
        }
    }

    /// The pieces of a line: one or two in each cell of the grid that it crosses.
    private func pieces(of level: Double, _ field: Plot.Field) -> [(Place, Place)] {
        var result: [(Place, Place)] = []
        let (x, y) = (field.x.divided(into: field.columns), field.y.divided(into: field.rows))
        func corner(_ row: Int, _ column: Int) -> (place: Place, loss: Double)? {
            guard let loss = field.values[row * field.columns + column], loss.isFinite else {
                return nil
            }
            return (place((x[column], y[row])), loss)
        }
        for row in 0..<field.rows - 1 {
            for column in 0..<field.columns - 1 {
                let corners = [(0, 0), (0, 1), (1, 1), (1, 0)].compactMap {
                    corner(row + $0, column + $1)
                }
                guard corners.count == 4 else { continue }
                let crossings = (0..<4).compactMap { side -> Place? in
                    let (a, b) = (corners[side], corners[(side + 1) % 4])
                    guard (a.loss < level) != (b.loss < level) else { return nil }
                    let share = (level - a.loss) / (b.loss - a.loss)
                    return (
                        a.place.x + share * (b.place.x - a.place.x),
                        a.place.y + share * (b.place.y - a.place.y)
                    )
                }
                for start in stride(from: 0, to: crossings.count - 1, by: 2) {
                    result.append((crossings[start], crossings[start + 1]))
                }
            }
        }
        return result
    }
}
