import Looking
import Words

/// Lines of equal loss.
extension PlotPicture {
    private typealias Position = (x: Double, y: Double)

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
                    "M\(Drawing.coordinates(a.x, a.y))L\(Drawing.coordinates(b.x, b.y))"
                }.joined(), "level")
            let free = pieces.map(\.0).filter { point in
                point.x > left + 30 && point.x < corner.x - 30 && point.y < corner.y - 8
                    && labels.allSatisfy { abs($0.x - point.x) > 64 || abs($0.y - point.y) > 20 }
            }
            guard let point = free.max(by: { $0.x + $0.y < $1.x + $1.y }) else { continue }
            labels.append(point)
            let digits = level >= 10 ? 0 : level >= 1 ? 1 : 2
            let text = 0.01..<1e5 ~= level ? Numbers.fixed(level, digits) : Numbers.short(level, 2)
            drawing.text(text, point.x, point.y + 4, "halo small", .middle)
        }
    }

    /// The pieces of a line: one or two in each cell of the grid that it crosses.
    private func pieces(of level: Double, _ field: Plot.Field) -> [(Position, Position)] {
        var result: [(Position, Position)] = []
        let (x, y) = (field.x.divided(into: field.columns), field.y.divided(into: field.rows))
        func corner(_ row: Int, _ column: Int) -> (point: Position, loss: Double)? {
            guard let loss = field.values[row * field.columns + column], loss.isFinite else {
                return nil
            }
            return (position((x[column], y[row])), loss)
        }
        for row in 0..<field.rows - 1 {
            for column in 0..<field.columns - 1 {
                let corners = [(0, 0), (0, 1), (1, 1), (1, 0)].compactMap {
                    corner(row + $0, column + $1)
                }
                guard corners.count == 4 else { continue }
                let crossings = (0..<4).compactMap { side -> Position? in
                    let (a, b) = (corners[side], corners[(side + 1) % 4])
                    guard (a.loss < level) != (b.loss < level) else { return nil }
                    let share = (level - a.loss) / (b.loss - a.loss)
                    return (
                        a.point.x + share * (b.point.x - a.point.x),
                        a.point.y + share * (b.point.y - a.point.y)
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
