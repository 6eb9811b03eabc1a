import Descent

/// The gradient at the start of a run, found in three ways.
struct GradientCheck {
    let stage: Stage
    let notation: Notation
    let model: SquaredErrorModel
    /// The parameters at the start, and the gradient that the lesson computes there.
    let moment: Moment
    let style: Style

    /// Relative differences from here on are no rounding errors.
    private static let tolerance = 1e-3

    var lines: [String] {
        let point = moment.before.map(Double.init)
        let own = moment.gradients.map(Double.init)
        let byHand = stage == .part1 ? own : model.gradient(point)
        let autograd = stage == .part1 ? recordedGradient : own
        let progress = Progress(total: point.count, delay: 0)
        let measured = model.centralDifferences(point) { done in
            if model.samples > 1_000_000 { progress.update(done) }
        }
        progress.clear()
        // Near a zero of one parameter's gradient the rounding of the others' decides.
        let scale = (byHand + autograd + measured).map(abs).max() ?? 0
        func difference(_ a: Double, _ b: Double) -> Double {
            a == b ? 0 : abs(a - b) / max(abs(a), abs(b), scale * 1e-3)
        }
        let hand = stage == .part1 ? "by hand*" : "by hand"
        let auto = stage == .part1 ? "autograd" : "autograd*"
        var table = [["", hand, auto, "differences", "\(hand) off", "\(auto) off"]]
        for (index, name) in notation.parameters.enumerated() {
            table.append(
                [name] + [byHand, autograd, measured].map { Numbers.short($0[index], 6) }
                    + [byHand, autograd].map { gradient in
                        Numbers.scientific(difference(gradient[index], measured[index]), 0)
                    })
        }
        let isRight = own.indices.allSatisfy { difference(own[$0], measured[$0]) < Self.tolerance }
        return ["The gradient at the start, found in three ways:"]
            + Text.table(table, names: 1)
            + Text.wrap(
                "* what this part does. Differences: (L(p+h) − L(p−h)) / 2h in Float64; \"off\" is the "
                    + "relative distance from them.")
            + Text.wrap(isRight ? "They agree." : "WRONG: \(verdict(own, measured))")
            .map { style($0, isRight ? .green : .red) } + [""]
    }

    /// What is wrong with a gradient.
    private func verdict(_ own: [Double], _ measured: [Double]) -> String {
        guard let factor = commonFactor(own, measured) else {
            return "this part's gradient is another one than the loss has."
        }
        let n = Double(model.samples)
        func times(_ factor: Double, _ word: String) -> String {
            let number = Numbers.short(factor)
            let name = abs(factor - n) < Self.tolerance * n ? "n = \(number)" : number
            return "this part's gradient is \(name) times too \(word)."
        }
        if factor == 0 { return "this part's gradient is 0." }
        if factor < 0 { return "this part's gradient points uphill." }
        return factor > 1 ? times(factor, "large") : times(1 / factor, "small")
    }

    /// By what all numbers of a gradient are wrong, if it is the same for all.
    private func commonFactor(_ own: [Double], _ measured: [Double]) -> Double? {
        guard let largest = measured.indices.max(by: { abs(measured[$0]) < abs(measured[$1]) }),
            measured[largest] != 0
        else { return nil }
        let factor = own[largest] / measured[largest]
        let isCommon = own.indices.allSatisfy { index in
            abs(own[index] - factor * measured[index])
                <= Self.tolerance * max(abs(own[index]), abs(measured[largest]) * 1e-3)
        }
        return isCommon ? factor : nil
    }

    /// The gradient by autograd, of the same model written with tensors.
    private var recordedGradient: [Double] {
        guard let rows = model.rows else { return moment.gradients.map(Double.init) }
        var matrix: [Float] = []
        matrix.reserveCapacity(rows.count * rows.columns)
        var row = [Double](repeating: 0, count: rows.columns)
        for sample in 0..<rows.count {
            rows.write(sample, &row)
            for number in row { matrix.append(Float(number)) }
        }
        let x = Tensor(matrix, shape: [rows.count, rows.columns])
        var result = [Double](repeating: 0, count: moment.before.count)
        for (output, parameters) in model.outputs.enumerated() {
            let p = Tensor(parameters.map { moment.before[$0] }, requiresGrad: true)
            let y = Tensor((0..<rows.count).map { Float(model.target($0, output)) })
            (Float(model.factor) * (x.matmul(p) - y).pow(2).sum()).backward()
            for (parameter, slope) in zip(parameters, p.grad!.scalars) {
                result[parameter] = Double(slope)
            }
        }
        return result
    }
}
