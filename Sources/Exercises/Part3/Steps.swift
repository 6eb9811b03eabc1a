import Descent

/// Makes an optimizer, of which the setting is the momentum or the weight decay.
public typealias OptimizerAnswer = (
    _ parameters: [Tensor], _ learningRate: Float, _ setting: Float
) -> any Optimizer

/// What an optimizer makes of parameters with gradients that are given, step after step.
enum Steps {
    /// Cases with one step and several. In the last ones there is a third parameter, between the others:
    /// one that never has a gradient, and one that lacks it between two others.
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
                    "gradients of q": draw.table(steps, n),
                    "learningRate": draw.number(0.25...0.75),
                    name: setting,
                ])
        }
        return [
            some(1, 1), some(2, 1), some(3, 2), some(4, 1, setting: 0.25), some(2, 3, setting: 0),
            some(2, 2, between: ["r": [1.5, -2]]),
            some(
                3, 1,
                between: ["r": [2], "gradients of r": [[-1.5], [0.5]], "in the steps": [1, 3]]),
        ]
    }

    /// The gradient of a parameter in a step; nil if it has none there, as only the third may lack it.
    private static func gradient(_ put: Figures, _ name: String, _ step: Int) -> Tensor? {
        let steps = name == "r" ? put.figure("in the steps")?.numbers ?? [] : nil
        let row = steps.map { $0.firstIndex(of: Double(step + 1)) } ?? step
        return row.map { Tensor(put["gradients of \(name)"].rows[$0]) }
    }

    /// What stands for the parameters where code has changed the gradients that it is given.
    private static let changed = Figure.absent(
        "not compared, as a gradient has changed",
        because: "step() changes the gradients, too: it reads them, and the reset is not its work.")

    /// The parameters after each step.
    package static func gives(_ setting: String) -> (OptimizerAnswer, Figures) -> Figures {
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

/// An optimizer that moves each parameter down by a distance; by default one with momentum.
///
/// - Parameters:
///   - new: what is kept for the next step.
///   - absence: what is done about a parameter without a gradient.
func optimizer(
    _ distance: @escaping (RuleOptimizer.Step) -> Tensor = { $0.rate * $0.new },
    keeps new: @escaping (RuleOptimizer.Step) -> Tensor = { $0.setting * $0.old + $0.g },
    absence: RuleOptimizer.Absence = .skip
) -> OptimizerAnswer {
    { parameters, rate, setting in
        RuleOptimizer(parameters, absence) { p, old, g in
            var step = RuleOptimizer.Step(
                p: p, g: g, old: old, new: old, rate: rate, setting: setting)
            step.new = new(step)
            p -= distance(step)
            return step.new
        }
    }
}

/// An optimizer by a rule for each parameter.
final class RuleOptimizer: Optimizer {
    /// A parameter and its gradient, what is kept from the step before, and what for the next one.
    struct Step {
        let p, g, old: Tensor
        fileprivate(set) var new: Tensor
        let rate, setting: Float
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
    private let absence: Absence
    private let rule: (_ p: Tensor, _ kept: Tensor, _ g: Tensor) -> Tensor
    private var kept: [Tensor]

    fileprivate init(
        _ parameters: [Tensor], _ absence: Absence,
        _ rule: @escaping (_ p: Tensor, _ kept: Tensor, _ g: Tensor) -> Tensor
    ) {
        (self.parameters, self.absence, self.rule) = (parameters, absence, rule)
        kept = parameters.map { Tensor.zeros($0.shape) }
    }

    package func step() {
        for (index, parameter) in parameters.enumerated() {
            let zeros = Tensor.zeros(parameter.shape)
            if parameter.grad == nil {
                if absence == .stop { return }
                if absence == .forget { kept[index] = zeros }
                if absence != .zero { continue }
            }
            withNoGrad {
                kept[index] = rule(parameter, kept[index], parameter.grad ?? zeros)
            }
        }
    }
}
