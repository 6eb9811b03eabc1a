import Classroom
import Words

/// The picture of `--plot descent`: the loss over a parameter, with the steps of the run and the slope as a tangent;
/// or, for two parameters, a map of the loss with the path on it.
package struct Descent {
    /// The position of the run before each epoch, with the slope of the loss in the direction of the line.
    private var points: [(epoch: Int, x: Double, y: Double, slope: Double?)] = []
    private var labels = (x: "", y: "loss")
    private var title = "descent"
    /// True if an epoch has several updates.
    private var hasBatches = false
    /// The loss along a line through the space of the parameters, or on a plane.
    private var curve: [(x: Double, y: Double)] = []
    private var field: Plot.Field?
    /// A clause that says why there is no picture.
    package private(set) var missing: String?
    /// The number of runs of the lesson that the curve or the map took.
    package private(set) var runs = 0

    /// The largest number of epochs to draw.
    package static let maxEpochs = 60
    private static let curvePoints = 90
    /// The number of points on the curve if each loss takes long.
    private static let fewCurvePoints = 12
    private static let grid = (columns: 41, rows: 31)

    package init<P: Problem>(_ experiments: Experiments<P>) {
        let before = experiments.runs
        missing = measure(experiments)
        runs = experiments.runs - before
    }

    /// - Returns: the reason why the loss cannot be measured anywhere but on the path; nil if it can.
    private mutating func measure<P: Problem>(_ experiments: Experiments<P>) -> String? {
        let epochs = min(experiments.setup.training.epochs, Self.maxEpochs) + 1
        let run = experiments.run { $0.epochs = epochs }
        let updates = run.epochs.compactMap { $0.first }.filter { $0.loss.isFinite }
        hasBatches = run.epochs.contains { $0.count > 1 }
        if experiments.leavesOutBatches { title += " on all samples at once" }
        if run.updates.isEmpty || run.updates[0].before.isEmpty {
            return "the lesson hands over no parameters with lesson.look(…) in the first epoch"
        }
        guard let experiment = LossExperiment(experiments, run), let first = updates.first,
            let last = updates.last
        else { return "the loss is not finite at the start" }
        if updates.contains(where: { !first.hasSamples(of: $0) }) {
            return "each epoch uses different samples"
        }
        if !experiment.isSteady {
            return "the loss or the start is different each time"
        }
        guard experiment.isMovable.allSatisfy({ $0 }),
            updates.allSatisfy({ $0.before.count == first.before.count })
        else {
            return
                "the loss can't be measured away from the path, because not all parameters can be moved; "
                + "see --check-gradient"
        }
        switch first.before.count {
        case 2: measureMap(experiment, updates)
        case 1:
            labels.x = first.elementNames[0]
            measureCurve(experiment, updates, origin: [0], direction: [1])
        default:
            labels.x = "from the start (0) to the end (1), in a straight line"
            let direction = zip(last.before, first.before).map { $0 - $1 }
            if direction.allSatisfy({ $0 == 0 }) { return "no parameter moves" }
            measureCurve(experiment, updates, origin: first.before, direction: direction)
        }
        return nil
    }

    /// Measures along a straight line: p = origin + t · direction.
    private mutating func measureCurve<P: Problem>(
        _ experiment: LossExperiment<P>, _ updates: [Update], origin: [Float], direction: [Float]
    ) {
        func product(_ a: [Float], _ b: [Float]) -> Double {
            zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let square = product(direction, direction)
        points = updates.map { update in
            let way = product(update.before, direction) - product(origin, direction)
            let slope = update.gradients.map { product($0, direction) }
            return (update.epoch, way / square, Double(update.loss), slope)
        }
        let count = updates[0].isHeavy ? Self.fewCurvePoints : Self.curvePoints
        let line = Self.wide(points.map { $0.x }).divided(into: count)
        let points = line.map { t in
            zip(origin, direction).map { Float(Double($0) + t * Double($1)) }
        }
        curve = zip(line, experiment.look(points)).compactMap { t, update in
            update.map { (t, Double($0.loss)) }
        }
    }

    /// Measures over a square part of the plane, so that directions in it are those of the parameters.
    private mutating func measureMap<P: Problem>(
        _ experiment: LossExperiment<P>, _ updates: [Update]
    ) {
        (labels.x, labels.y) = (updates[0].elementNames[0], updates[0].elementNames[1])
        points = updates.map { ($0.epoch, Double($0.before[0]), Double($0.before[1]), nil) }
        let ranges = [points.map { $0.x }, points.map { $0.y }].map(Self.wide)
        let half = max(ranges[0].length, ranges[1].length) / 2
        let sides = ranges.map { range -> ClosedRange<Double> in
            let middle = range.lowerBound + range.length / 2
            return middle - half...middle + half
        }
        let points = sides[1].divided(into: Self.grid.rows).flatMap { y in
            sides[0].divided(into: Self.grid.columns).map { x in [Float(x), Float(y)] }
        }
        let losses = experiment.look(points).map { $0.map { Double($0.loss) } }
        field = Plot.Field(x: sides[0], y: sides[1], columns: Self.grid.columns, values: losses)
    }

    /// A range with some room on both sides.
    private static func wide(_ values: [Double]) -> ClosedRange<Double> {
        let (lower, upper) = (values.min() ?? 0, values.max() ?? 0)
        let room = max(0.25 * (upper - lower), 1e-3 * max(1, abs(upper)))
        return lower - room...upper + room
    }

    // MARK: - Drawing

    /// The picture with the steps of the run up to an epoch.
    package func plot(to epoch: Int) -> Plot {
        if let missing { return .missing("descent", missing) }
        let shown = points.prefix { $0.epoch <= epoch + 1 }
        let steps = (shown.last?.epoch ?? 0) - (shown.first?.epoch ?? 0)
        // A lesson may not show each of its steps.
        let isComplete = steps == shown.count - 1 && !hasBatches
        var plot = Plot(
            title: "\(title), first \(Text.count(steps, isComplete ? "step" : "epoch"))",
            xLabel: labels.x, series: [], yLabel: labels.y, field: field)
        if field == nil {
            plot.series.append(Plot.Series(name: "loss", points: curve, mark: .curve))
        }
        plot.series.append(
            Plot.Series(
                name: "steps", points: shown.map { ($0.x, $0.y) },
                mark: field == nil ? .points : .steps))
        if let last = shown.last, let slope = last.slope, let first = curve.first?.x {
            let length = 0.12 * (curve[curve.count - 1].x - first)
            let tangent = [-length, length].map { (x: last.x + $0, y: last.y + $0 * slope) }
            let highest = curve.map { $0.y }.max() ?? 0
            if tangent.allSatisfy({ $0.y <= highest }) {
                plot.series.append(Plot.Series(name: "tangent", points: tangent, mark: .curve))
            }
        }
        plot.notes = zip([shown.first, shown.last], ["start", "end"]).compactMap { point, name in
            point.map { ($0.x, $0.y, name) }
        }
        return plot
    }
}
