import Classroom
import Words

/// The plots of a run: its loss by epoch, its parameters, the model's final predictions, and the path downhill.
package struct RunPlots {
    private let findings: Findings
    private let history: History
    /// The lesson's prediction for inputs of a shape, if it has provided one.
    private let predict: (([Float], [Int]) -> [Float])?
    /// The last update that was looked at.
    private let latest: Update?
    /// The last epoch.
    private let last: EpochRecord
    private let descent: Descent?
    /// The largest number of data points to draw. More would hide the curve.
    private let dataPoints: Int

    private static let curvePoints = 500

    /// - Parameters:
    ///   - lesson: a lesson that has reported an epoch.
    ///   - history: its losses and parameters.
    ///   - isFine: whether the plots are for a file, which has room for more points.
    package init<P: Problem>(
        _ lesson: Lesson<P>, _ findings: Findings, _ history: History, _ descent: Descent?,
        isFine: Bool = false
    ) {
        self.findings = findings
        self.history = history
        self.descent = descent
        predict = lesson.prediction
        latest = lesson.recorder.run.latest
        last = lesson.last!
        dataPoints = isFine ? 200 : 25
    }

    /// The plots for a terminal. Two of them fill a screen, and a single one may be as high.
    package func lines(_ form: PlotForm, _ terminal: Terminal) -> [String] {
        switch form {
        case .all:
            plot(.loss).screen(height: 12, terminal) + plot(.fit).screen(height: 12, terminal)
        case .descent: plot(form).screen(height: 20, terminal)
        default: plot(form).screen(height: 21, terminal)
        }
    }

    package func plot(_ form: PlotForm) -> Plot {
        switch form {
        case .all, .loss: .losses("loss", [("", history.losses)])
        case .fit: fit
        case .w: parameters
        case .descent, .graph:
            descent?.plot(to: last.epoch) ?? .missing("descent", "no epoch was trained")
        }
    }

    /// The first parameters by epoch.
    private var parameters: Plot {
        let names = last.numberNames
        let count = min(names.count, History.parameters)
        if count == 0 { return .missing("w", "the lesson reports no parameters") }
        var plot = Plot(
            title: "parameters", xLabel: "epoch",
            series: (0..<count).map {
                Plot.Series(name: names[$0], points: history.values($0), mark: .curve)
            }, yLabel: "value")
        if names.count > count { plot.remark = "and \(names.count - count) more" }
        return plot
    }

    // MARK: - The fit

    /// The lesson's own points and its own prediction.
    private var fit: Plot {
        if !last.isFinite { return .missing("fit", "not all numbers are finite at the end") }
        guard let samples = findings.samples else {
            return .missing("fit", "the lesson hands over no samples")
        }
        let (x, y) = (samples.x, samples.y)
        guard x.rows == y.rows, y.columns > 0, x.rows > 0 else {
            return .missing("fit", "inputs and targets don't match one to one")
        }
        guard let predicted = prediction(samples) else {
            return .missing(
                "fit",
                "the final predictions are unknown; provide them with lesson.predict(with: …)")
        }
        if let (inputs, _) = SineProblem.points(samples) {
            let data = spread(inputs.count, dataPoints).map {
                (x: Double(inputs[$0]), y: Double(y.values[$0]))
            }
            return Plot(
                title: "fit", xLabel: findings.inputName,
                series: [
                    Plot.Series(name: "data", points: data, mark: .points),
                    Plot.Series(name: "prediction", points: curve(inputs, predicted), mark: .curve),
                ], yLabel: "y")
        }
        // With several inputs or outputs, a correct prediction lies on the diagonal.
        let points = spread(x.rows, Self.curvePoints).flatMap { sample in
            (sample * y.columns..<(sample + 1) * y.columns).map {
                (x: Double(y.values[$0]), y: predicted[$0])
            }
        }
        let targets = points.map { $0.x }
        let ends = [targets.min(), targets.max()].compactMap { $0 }.map { (x: $0, y: $0) }
        return Plot(
            title: "fit", xLabel: "target",
            series: [
                Plot.Series(name: "prediction", points: points, mark: .points),
                Plot.Series(name: "ideal", points: ends, mark: .curve),
            ], yLabel: "prediction")
    }

    /// A curve through predictions, in the order of x. It is finer than the samples if the lesson has provided its
    /// prediction.
    private func curve(_ inputs: [Float], _ predicted: [Double]) -> [(x: Double, y: Double)] {
        if let predict, let lower = inputs.min(), let upper = inputs.max(), lower < upper,
            let shape = findings.samples?.x.shape, findings.samples?.x.columns == 1
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
        return spread(inputs.count, Self.curvePoints).map {
            (x: Double(inputs[order[$0]]), y: predicted[order[$0]])
        }
    }

    /// The final predictions: from the model's formula, from the lesson's prediction function, or from the last
    /// update.
    private func prediction(_ samples: Samples) -> [Double]? {
        let count = samples.x.rows * samples.y.columns
        let parameters = last.values.map(Double.init)
        if let model = findings.known?.model, model.outputs.joined().count == parameters.count {
            var predictions: [Double] = []
            for sample in 0..<samples.count {
                for indices in model.outputs {
                    let own = indices.map { parameters[$0] }
                    var partials = own
                    predictions.append(model.predict(own, sample, &partials))
                }
            }
            return predictions
        }
        let own = predict?(samples.x.values, samples.x.shape)
        let seen = latest?.epoch == last.epoch ? latest?.prediction?.values : nil
        let found = own?.count == count ? own : seen?.count == count ? seen : nil
        return found.map { $0.map { Double($0) } }
    }
}
