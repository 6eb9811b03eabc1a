/// The pictures of `--plot`: the loss of a run, epoch by epoch, and what its model predicts in the end.
struct RunPlots {
    let problem: any Problem
    let history: LossHistory
    let terminal: Terminal

    /// Two of them fill a screen.
    private static let height = 12
    /// More points would hide the curve.
    private static let dataPoints = 25
    private static let curvePoints = 500

    func lines(_ last: EpochRecord?) -> [String] {
        var plots = [loss]
        if let last, last.isFinite { plots.append(fit(last.parameters.flatMap(\.values))) }
        return plots.flatMap { plot in
            let lines = plot.lines(
                width: terminal.width, height: Self.height, terminal.characters, terminal.style)
            return [""] + lines
        }
    }

    private var loss: Plot {
        Plot(
            title: "loss", xLabel: "epoch",
            series: [Plot.Series(name: "", points: history.points, mark: .curve)],
            isLogarithmic: history.spansDecades)
    }

    private func fit(_ parameters: [Float]) -> Plot {
        let model = problem.model
        let parameters = parameters.map(Double.init)
        func prediction(_ sample: Int, _ output: Int) -> Double {
            let own = model.outputs[output].map { parameters[$0] }
            var partials = own
            return model.predict(own, sample, &partials)
        }
        func samples(_ count: Int) -> [Int] {
            guard model.samples > count else { return Array(0..<model.samples) }
            return (0..<count).map { $0 * (model.samples - 1) / (count - 1) }
        }
        if let x = problem.abscissa {
            let data = samples(Self.dataPoints).map { (x: Double(x[$0]), y: model.target($0, 0)) }
            let curve = samples(Self.curvePoints).map { (x: Double(x[$0]), y: prediction($0, 0)) }
            return Plot(
                title: "fit", xLabel: "x",
                series: [
                    Plot.Series(name: "data", points: data, mark: .points),
                    Plot.Series(name: "prediction", points: curve, mark: .curve),
                ])
        }
        // With several inputs or outputs: where a prediction is right it lies on the diagonal.
        let points = samples(Self.curvePoints).flatMap { sample in
            model.outputs.indices.map { output in
                (x: model.target(sample, output), y: prediction(sample, output))
            }
        }
        let targets = points.map(\.x)
        let ends = [targets.min(), targets.max()].compactMap(\.self).map { (x: $0, y: $0) }
        return Plot(
            title: "fit", xLabel: "target",
            series: [
                Plot.Series(name: "prediction", points: points, mark: .points),
                Plot.Series(name: "as it should be", points: ends, mark: .curve),
            ])
    }
}
