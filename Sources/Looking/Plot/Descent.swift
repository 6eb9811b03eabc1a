/// The picture of `--plot descent`: the loss over a parameter with the steps of the run, and the slope
/// as a tangent; with two parameters a map of the loss with the way on it.
struct Descent {
    var missing: String? { nil }
    /// Where the run is before an epoch.
    private struct Place {
        var parameters: [Float]
        var loss: Float
        /// Along the direction of the picture.
        var slope: Double?
    }

    private let names: [String]
    private let places: [Place]
    /// The loss along the picture's line, or on its grid, row by row from the top.
    private let losses: [Float?]
    private let line: Line?
    private let grid: Grid?
    /// How many runs of the lesson the curve or the map took.
    var runs = 0

    /// More epochs are not drawn.
    static let longest = 60
    private static let curvePoints = 90
    /// The same where each loss takes long.
    private static let fewCurvePoints = 12
    private static let height = 20

    /// A straight line through the space of the parameters: p = origin + t · direction.
    private struct Line {
        var origin: [Float]
        var direction: [Float]
        var range: ClosedRange<Double>
        var label: String

        func point(_ t: Double) -> [Float] {
            zip(origin, direction).map { Float(Double($0) + t * Double($1)) }
        }

        func position(_ point: [Float]) -> Double {
            var (product, square) = (0.0, 0.0)
            for index in point.indices {
                let d = Double(direction[index])
                product += (Double(point[index]) - Double(origin[index])) * d
                square += d * d
            }
            return square > 0 ? product / square : 0
        }
    }

    /// A part of the plane of two parameters.
    private struct Grid {
        var x: ClosedRange<Double>
        var y: ClosedRange<Double>

        /// In a file there are twice as many rows, of which a terminal has every other one.
        var isFine = false

        static let columns = 60
        var rows: Int { isFine ? 33 : 17 }
    }

    /// Why there is no picture.
    struct Missing: Error {
        /// A clause.
        var reason: String

        static let start = Missing(
            reason:
                "the loss cannot be measured beside the way, as not all parameters can be moved; "
                + "see --check-gradient")
        static let random = Missing(
            reason: "the loss is another one each time that it is computed at the same place")
        static let nothing = Missing(
            reason: "the lesson hands nothing over, as lesson.look(…) is missing")
        static let notFinite = Missing(reason: "the loss is not finite at the start")
        static let still = Missing(reason: "no parameter moves")
    }

    /// Throws if the loss cannot be measured elsewhere than on the way.
    ///
    /// - Parameter isFine: whether a map is as fine as a file can show it.
    init<P: Problem>(_ experiments: Experiments<P>, isFine: Bool = false) throws(Missing) {
        let before = experiments.runs
        let epochs = min(experiments.setup.training.epochs, Self.longest) + 1
        let run = experiments.run(.init(epochs: epochs))
        let moments = run.epochs.compactMap { $0.first }.filter { $0.loss.isFinite }
        guard !run.moments.isEmpty else { throw .nothing }
        guard let prober = Prober(experiments, run), let first = moments.first, let last = moments.last
        else { throw .notFinite }
        guard prober.isSteady else { throw .random }
        guard prober.isMovable.allSatisfy({ $0 }),
            moments.allSatisfy({ $0.before.count == first.before.count })
        else { throw .start }
        names = first.elementNames
        let count = first.before.count
        guard count > 0 else { throw .nothing }
        if count == 2 {
            let area = Grid(
                x: Self.wide(moments.map { Double($0.before[0]) }),
                y: Self.wide(moments.map { Double($0.before[1]) }), isFine: isFine)
            (grid, line) = (area, nil)
            losses = prober.look(Self.points(area), isBrief: true).map { $0?.loss }
        } else {
            var way = Line(
                origin: first.before, direction: [1], range: 0...1, label: names[0])
            if count == 1 {
                way.origin = [0]
            } else {
                way.direction = zip(last.before, first.before).map { $0 - $1 }
                way.label = "from the start (0) to the end (1), in a straight line"
                guard way.direction.contains(where: { $0 != 0 }) else { throw .still }
            }
            way.range = Self.wide(moments.map { way.position($0.before) })
            (grid, line) = (nil, way)
            let count = first.isHeavy ? Self.fewCurvePoints : Self.curvePoints
            let points = Self.along(way.range, count).map(way.point)
            losses = prober.look(points, isBrief: true).map { $0?.loss }
        }
        let direction = line?.direction
        places = moments.map { moment in
            let slope = direction.flatMap { direction in
                moment.gradients.map { gradients in
                    zip(gradients, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
                }
            }
            return Place(parameters: moment.before, loss: moment.loss, slope: slope)
        }
        runs = experiments.runs - before
    }

    /// A range with some room to both sides.
    private static func wide(_ values: [Double]) -> ClosedRange<Double> {
        let (lower, upper) = (values.min() ?? 0, values.max() ?? 0)
        let room = max(0.25 * (upper - lower), 1e-3 * max(1, abs(upper)))
        return lower - room...upper + room
    }

    private static func along(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
        (0..<count).map {
            range.lowerBound
                + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
        }
    }

    private static func points(_ grid: Grid) -> [[Float]] {
        along(grid.y, grid.rows).reversed().flatMap { y in
            along(grid.x, Grid.columns).map { x in [Float(x), Float(y)] }
        }
    }

    // MARK: - Drawing

    /// The picture with the first steps of the run, in at most 22 lines.
    func lines(steps: Int, _ terminal: Terminal) -> [String] {
        let shown = Array(places.prefix(steps + 1))
        return line.map { [""] + curve($0, shown, terminal) }
            ?? grid.map { [""] + map($0, shown, terminal) } ?? []
    }

    private func curve(_ line: Line, _ shown: [Place], _ terminal: Terminal) -> [String] {
        plot(line, shown).lines(
            width: terminal.width, height: Self.height, terminal.characters, terminal.style)
    }

    private func plot(_ line: Line, _ shown: [Place]) -> Plot {
        let curve = zip(Self.along(line.range, losses.count), losses).compactMap { t, loss in
            loss.map { (x: t, y: Double($0)) }
        }
        let way = shown.map { (x: line.position($0.parameters), y: Double($0.loss)) }
        var series = [
            Plot.Series(name: "loss", points: curve, mark: .curve),
            Plot.Series(name: "steps", points: way, mark: .points),
        ]
        if let last = shown.last, let slope = last.slope {
            let (x, y) = (line.position(last.parameters), Double(last.loss))
            let length = 0.12 * (line.range.upperBound - line.range.lowerBound)
            let highest = curve.map { $0.y }.max() ?? y
            let tangent = [-1.0, 1].map { side in
                (x: x + side * length, y: y + side * length * slope)
            }
            let fits = tangent.allSatisfy { $0.y <= highest }
            series.append(
                Plot.Series(
                    name: fits ? "tangent" : "", points: fits ? tangent : [], mark: .curve))
        }
        return Plot(
            title: title(shown), xLabel: line.label, series: series, yLabel: "loss")
    }

    private func title(_ shown: [Place]) -> String {
        "descent, the first \(Text.count(shown.count - 1, "step"))"
    }

    /// A map: the darker a character, the greater the loss.
    private func map(_ grid: Grid, _ shown: [Place], _ terminal: Terminal) -> [String] {
        let known = losses.compactMap { $0 }.filter { $0.isFinite }.map(Double.init)
        guard let lowest = known.min(), let highest = known.max(), lowest < highest else {
            return []
        }
        let shades = Array(" .:-=+*#%@")
        func shade(_ loss: Float?) -> Character {
            guard let loss, loss.isFinite else { return "?" }
            // The square root tells the levels near the minimum apart.
            let share = ((Double(loss) - lowest) / (highest - lowest)).squareRoot()
            return shades[min(shades.count - 1, Int(share * Double(shades.count)))]
        }
        let step = grid.isFine ? 2 : 1
        var rows = stride(from: 0, to: grid.rows, by: step).map { row in
            (0..<Grid.columns).map { shade(losses[row * Grid.columns + $0]) }
        }
        func index(_ value: Double, _ range: ClosedRange<Double>, _ count: Int) -> Int {
            let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
            return min(count - 1, max(0, Int((share * Double(count - 1)).rounded())))
        }
        for (number, place) in shown.enumerated() {
            let column = index(Double(place.parameters[0]), grid.x, Grid.columns)
            let row = rows.count - 1 - index(Double(place.parameters[1]), grid.y, rows.count)
            let isEnd = number == 0 || number == shown.count - 1
            rows[row][column] = number == 0 ? "S" : isEnd ? "E" : "o"
        }
        let title = "\(title(shown)): S start, E end; the darker, the greater the loss"
        let top = "\(names[1]) = \(Numbers.short(grid.y.upperBound, 3))"
        let ends = [grid.x.lowerBound, grid.x.upperBound].map { Numbers.short($0, 3) }
        let bottom =
            "\(names[1]) = \(Numbers.short(grid.y.lowerBound, 3)); \(names[0]) from \(ends[0]) to \(ends[1])"
        return [terminal.style(title, .bold), top] + rows.map { Text.trimmed(String($0)) } + [
            bottom
        ]
    }

    // MARK: - For files

    /// A map as numbers.
    struct Map {
        var title: String
        var names: [String]
        var x: ClosedRange<Double>
        var y: ClosedRange<Double>
        var columns: Int
        var rows: Int
        /// Row by row from the top; nil where it could not be measured.
        var losses: [Float?]
        var way: [(x: Double, y: Double)]
    }

    /// The picture with the first steps of the run.
    func drawing(steps: Int) -> Drawing? {
        let shown = Array(places.prefix(steps + 1))
        if let line {
            var picture = PlotPicture(plot(line, shown))
            for (place, name) in zip([shown.first, shown.last], ["start", "end"]) {
                guard let place else { continue }
                picture.notes.append((line.position(place.parameters), Double(place.loss), name))
            }
            return picture.drawing
        }
        return grid.map { grid in
            let map = Map(
                title: title(shown), names: names, x: grid.x, y: grid.y, columns: Grid.columns,
                rows: grid.rows, losses: losses,
                way: shown.map { (Double($0.parameters[0]), Double($0.parameters[1])) })
            return ContourPicture(map: map).drawing
        }
    }
}
