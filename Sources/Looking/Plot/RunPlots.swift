/// The pictures of `--plot`: the loss of a run, epoch by epoch, and what its model predicts in the end.
struct RunPlots {
    let insight: Insight
    let history: History
    /// How the lesson predicts for inputs of a shape, if it says so.
    let predict: (([Float], [Int]) -> [Float])?
    /// What was seen last.
    let latest: Moment?
    let terminal: Terminal
    /// More points would hide the curve.
    var dataPoints = 25

    /// Two of them fill a screen.
    private static let height = 12
    /// One alone may have so many lines.
    private static let heightOfOne = 21
    private static let curvePoints = 500

    func lines(_ form: Settings.PlotForm, _ last: EpochRecord) -> [String] {
        switch form {
        case .all: lines([loss]) + fitLines(last, Self.height)
        case .loss: lines([loss], Self.heightOfOne)
        case .fit: fitLines(last, Self.heightOfOne)
        case .w, .descent: parameterLines(last)
        }
    }

    private func lines(_ plots: [Plot], _ height: Int = Self.height) -> [String] {
        plots.flatMap { plot in
            let lines = plot.lines(
                width: terminal.width, height: height, terminal.characters, terminal.style)
            return [""] + lines
        }
    }

    private func fitLines(_ last: EpochRecord, _ height: Int) -> [String] {
        guard last.isFinite else { return [] }
        switch fit(last) {
        case .plot(let plot): return lines([plot], height)
        case .none(let reason): return [""] + Text.wrap("The fit is not drawn: \(reason).")
        }
    }

    var loss: Plot {
        Plot(
            title: "loss", xLabel: "epoch",
            series: [Plot.Series(name: "", points: history.losses, mark: .curve)],
            isLogarithmic: spansDecades, yLabel: "loss")
    }

    private var spansDecades: Bool {
        let losses = history.entries.map { $0.loss }.filter { $0 > 0 && $0.isFinite }
        return (losses.max() ?? 0) / (losses.min() ?? .infinity) >= 100
    }

    // MARK: - Parameters

    private func parameterLines(_ last: EpochRecord) -> [String] {
        guard let (plot, left) = parameters(last) else { return [] }
        return lines([plot], Self.heightOfOne) + (left > 0 ? ["and \(left) more"] : [])
    }

    /// The first parameters over the epochs, and how many are left out.
    func parameters(_ last: EpochRecord) -> (plot: Plot, left: Int)? {
        guard let first = history.entries.first, !last.parameters.isEmpty else { return nil }
        let names = last.parameters.flatMap { name, values in
            values.count == 1 ? [name] : values.indices.map { "\(name)[\($0)]" }
        }
        let count = min(first.values.count, names.count, 6)
        let series = (0..<count).map { index in
            Plot.Series(
                name: names[index],
                points: history.values(index),
                mark: .curve)
        }
        let plot = Plot(title: "parameters", xLabel: "epoch", series: series, yLabel: "value")
        return (plot, names.count - count)
    }

    // MARK: - The fit

    enum Fit {
        case plot(Plot)
        /// With a clause on why there is none.
        case none(String)
    }

    /// The lesson's own points and its own prediction.
    func fit(_ last: EpochRecord) -> Fit {
        guard let samples = insight.samples else {
            return .none("the lesson hands no samples over")
        }
        let (x, y) = (samples.x, samples.y)
        guard x.rows == y.rows, y.columns > 0, x.rows > 0 else {
            return .none("inputs and targets do not belong together one by one")
        }
        guard let predicted = prediction(last, samples) else {
            return .none(
                "what the model predicts in the end is not known; lesson.predict(with: …) says how")
        }
        if let inputs = abscissa(x), y.columns == 1 {
            let data = Self.some(inputs.count, dataPoints).map {
                (x: Double(inputs[$0]), y: Double(y.values[$0]))
            }
            return .plot(
                Plot(
                    title: "fit", xLabel: insight.inputName,
                    series: [
                        Plot.Series(name: "data", points: data, mark: .points),
                        Plot.Series(
                            name: "prediction", points: curve(inputs, predicted), mark: .curve),
                    ], yLabel: "y"))
        }
        // With several inputs or outputs: where a prediction is right it lies on the diagonal.
        let points = Self.some(x.rows, Self.curvePoints).flatMap { sample in
            (0..<y.columns).map { output -> (x: Double, y: Double) in
                let index = sample * y.columns + output
                return (x: Double(y.values[index]), y: predicted[index])
            }
        }
        let targets = points.map { $0.x }
        let ends = [targets.min(), targets.max()].compactMap { $0 }.map { (x: $0, y: $0) }
        return .plot(
            Plot(
                title: "fit", xLabel: "target",
                series: [
                    Plot.Series(name: "prediction", points: points, mark: .points),
                    Plot.Series(name: "as it should be", points: ends, mark: .curve),
                ], yLabel: "prediction"))
    }

    /// The inputs, where each sample has one, or where they are powers of one.
    private func abscissa(_ x: Quantity) -> [Float]? {
        if x.columns == 1 { return x.values }
        let first = (0..<x.rows).map { x.values[$0 * x.columns] }
        guard x.columns == 3 else { return nil }
        return x.values == SineCurve.matrix(first) ? first : nil
    }

    /// A curve through predictions, in the order of x; finer than the samples, if the lesson says how it
    /// predicts.
    private func curve(_ inputs: [Float], _ predicted: [Double]) -> [(x: Double, y: Double)] {
        if let predict, let lower = inputs.min(), let upper = inputs.max(), lower < upper,
            let shape = insight.samples?.x.shape, insight.samples?.x.columns == 1
        {
            let grid = (0..<Self.curvePoints).map {
                lower + (upper - lower) * Float($0) / Float(Self.curvePoints - 1)
            }
            let values = predict(grid, [grid.count] + shape.dropFirst())
            if values.count == grid.count {
                return zip(grid, values).map { (x: Double($0), y: Double($1)) }
            }
        }
        let order = inputs.indices.sorted { inputs[$0] < inputs[$1] }
        return Self.some(inputs.count, Self.curvePoints).map { place in
            (x: Double(inputs[order[place]]), y: predicted[order[place]])
        }
    }

    /// What the model predicts in the end: by its formula, or as the lesson does, or as it did last.
    private func prediction(_ last: EpochRecord, _ samples: Samples) -> [Double]? {
        let count = samples.x.rows * samples.y.columns
        let parameters = last.values.map(Double.init)
        if let model = insight.known?.model, model.outputs.joined().count == parameters.count {
            return (0..<samples.count).flatMap { sample in
                model.outputs.map { indices -> Double in
                    let own = indices.map { parameters[$0] }
                    var partials = own
                    return model.predict(own, sample, &partials)
                }
            }
        }
        if let predict {
            let values = predict(samples.x.values, samples.x.shape)
            if values.count == count { return values.map(Double.init) }
        }
        guard let latest, latest.epoch == last.epoch, let values = latest.prediction?.values,
            values.count == count
        else { return nil }
        return values.map(Double.init)
    }

    /// Some of so many numbers, at equal distances, the first and the last among them.
    private static func some(_ total: Int, _ count: Int) -> [Int] {
        guard total > count else { return Array(0..<total) }
        return (0..<count).map { $0 * (total - 1) / (count - 1) }
    }
}
