import Descent

/// What an optimizer makes of parameters with gradients that are given, step after step.
enum Steps {
    typealias Answer =
        (_ parameters: [Tensor], _ learningRate: Float, _ setting: Float) -> any Optimizer

    /// Cases with one step and several. In the last ones there is a third parameter, between the others:
    /// one that never has a gradient, one that has it in the first step only, and one that lacks it between
    /// two others.
    ///
    /// - Parameter name: what the optimizer's setting is called.
    package static func cases(_ draw: Draw, _ name: String) -> [Figures] {
        func some(
            _ steps: Int, _ n: Int, setting: Figure = 0.5, between: Figures = [:]
        ) -> Figures {
            .joined(
                ["p": draw.row(n)], between,
                [
                    "q": draw.row(n), "gradients of p": draw.table(steps, n),
                    "gradients of q": draw.table(steps, n), "learningRate": draw.rate(),
                    name: setting,
                ])
        }
        return [
            some(1, 1), some(2, 1), some(3, 2), some(4, 1, setting: 0.25), some(2, 3, setting: 0),
            some(2, 2, between: ["r": [1.5, -2]]),
            some(3, 1, between: ["r": [-1.5], "gradients of r": [[2]]]),
            some(
                3, 1,
                between: ["r": [2], "gradients of r": [[-1.5], [0.5]], "in the steps": [1, 3]]),
        ]
    }

    /// The gradient of a parameter in a step; nil if it has none there.
    private static func gradient(_ put: Figures, _ name: String, _ step: Int) -> Tensor? {
        guard let rows = put.figure("gradients of \(name)")?.rows else { return nil }
        // Only the third parameter lacks some.
        let steps = name == "r" ? put.figure("in the steps")?.numbers : nil
        let row = steps.map { $0.firstIndex(of: Double(step + 1)) } ?? step
        return row.flatMap { $0 < rows.count ? Tensor(rows[$0]) : nil }
    }

    /// What stands for the parameters where code has changed the gradients that it is given.
    private static let changed = Figure.absent(
        "not compared, as a gradient has changed",
        because: "step() changes the gradients, too: it reads them, and the reset is not its work.")

    /// The parameters after each step.
    package static func gives(_ setting: String) -> (Answer, Figures) -> Figures {
        { make, put in
            let names = put.entries.map(\.name).filter(["p", "q", "r"].contains)
            let parameters = names.map { put.tensor($0, requiresGrad: true) }
            let optimizer = make(parameters, put.float("learningRate"), put.float(setting))
            let steps = put["gradients of p"].shape[0]
            var values = names.map { _ in [Float]() }
            var isChanged = false
            for step in 0..<steps where !isChanged {
                for (name, parameter) in zip(names, parameters) {
                    parameter.zeroGrad()
                    if let g = gradient(put, name, step) { (parameter * g).sum().backward() }
                }
                let before = parameters.map { $0.grad?.scalars }
                optimizer.step()
                isChanged = parameters.map { $0.grad?.scalars } != before
                for index in values.indices { values[index] += parameters[index].scalars }
            }
            return Figures(
                zip(names, values).map { name, values in
                    let table = Figure(values, shape: [steps, values.count / steps])
                    return ("\(name) after each step", isChanged ? changed : table)
                })
        }
    }
}

/// An optimizer by a rule for each number.
final class RuleOptimizer: Optimizer {
    /// What a rule is given, and changes: the number, and what is kept for the next step.
    package struct Step {
        package var p: Float
        package var kept: Float
        let g, rate, setting: Float
    }

    /// What is done about a parameter without a gradient.
    enum Absence {
        /// It is left alone, which is right.
        case skip
        /// The gradient counts as 0.
        case zero
        /// The step ends there.
        case stop
        /// What is kept of it begins anew.
        case forget
    }

    package let parameters: [Tensor]
    private var kept: [[Float]]
    private let isShared: Bool
    private let absence: Absence
    private let rule: (_ p: Float, _ kept: Float, _ g: Float) -> Step

    /// - Parameters:
    ///   - absence: what is done about a parameter without a gradient.
    ///   - isShared: whether all parameters share what is kept.
    package static func by(
        absence: Absence = .skip, isShared: Bool = false, _ rule: @escaping (inout Step) -> Void
    ) -> Steps.Answer {
        { parameters, rate, setting in
            RuleOptimizer(parameters, absence, isShared) { p, kept, g in
                var step = Step(p: p, kept: kept, g: g, rate: rate, setting: setting)
                rule(&step)
                return step
            }
        }
    }

    private init(
        _ parameters: [Tensor], _ absence: Absence, _ isShared: Bool,
        _ rule: @escaping (_ p: Float, _ kept: Float, _ g: Float) -> Step
    ) {
        (self.parameters, self.absence, self.isShared) = (parameters, absence, isShared)
        self.rule = rule
        kept = parameters.map { Array(repeating: 0, count: $0.count) }
    }

    package func step() {
        for (index, parameter) in parameters.enumerated() {
            if parameter.grad == nil {
                if absence == .stop { return }
                if absence == .forget { kept[index] = kept[index].map { _ in 0 } }
                if absence != .zero { continue }
            }
            let place = isShared ? 0 : index
            let g = parameter.grad?.scalars ?? Array(repeating: 0, count: parameter.count)
            let steps = g.indices.map { rule(parameter.scalars[$0], kept[place][$0], g[$0]) }
            kept[place] = steps.map(\.kept)
            withNoGrad {
                parameter.copy(from: Tensor(steps.map(\.p), shape: parameter.shape))
            }
        }
    }
}
