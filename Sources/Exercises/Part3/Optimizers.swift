import Descent

extension Exercise {
    /// Part 3: an optimizer with momentum.
    public static func momentum(_ make: @escaping OptimizerAnswer) -> Exercise {
        let right = optimizer { $0.new }
        return Exercise(
            "momentum",
            hints: [
                "Store a velocity for each parameter: private var velocities: [Tensor?], nil before the first step.",
                "Inside withNoGrad: for (index, parameter) in parameters.enumerated(), guard let g = parameter.grad.",
                "velocities[index] = velocities[index].map { momentum * $0 + g } ?? g. Then move the parameter by it.",
            ],
            learned: "An optimizer can have a memory: momentum adds up many steps.",
            cases: { optimizerCases($0, "momentum") }, gives: afterSteps("momentum"), answer: make,
            nothing: optimizer { 0 * $0.g }, right: right,
            mistakes: [
                "It moves by the old velocity: update that first.": optimizer { $0.old },
                "The old velocity is not used: these are plain steps.": optimizer { $0.g },
                "All parameters share one velocity: store one for each.":
                    optimizer(shares: true) { $0.new },
                "The velocity is an average: you multiply the gradient by 1 − momentum.":
                    { right($0, (1 - $2) * $1, $2) },
                "The sign is reversed: this walks uphill.": { right($0, -$1, $2) },
                "The learning rate is missing.": { p, _, setting in right(p, 1, setting) },
                "The old velocity isn't reduced.": { p, rate, _ in right(p, rate, 1) },
                "A parameter without a gradient still moves.": optimizer(absence: .zero) { $0.new },
                "It stops at a parameter without a gradient.": optimizer(absence: .stop) { $0.new },
            ])
    }

    /// Part 3: weight decay.
    public static func weightDecay(_ make: @escaping OptimizerAnswer) -> Exercise {
        let pull: (Step) -> Tensor = { $0.g + $0.setting * $0.p }
        let right = optimizer(pull)
        return Exercise(
            "weight-decay",
            hints: [
                "Loop over the parameters, and skip those without a gradient: guard let g = parameter.grad else { continue }.",
                "Inside withNoGrad, add the pull to the gradient: g + weightDecay * parameter.",
                "parameter -= learningRate * (g + …)",
            ],
            learned: "Weight decay is gradient descent on the loss plus ½ · weightDecay · Σ p².",
            cases: { optimizerCases($0, "weightDecay") }, gives: afterSteps("weightDecay"),
            answer: make, nothing: optimizer { 0 * $0.g }, right: right,
            mistakes: [
                "The decay is subtracted from the gradient, so this pulls away from 0.":
                    { right($0, $1, -$2) },
                "These are plain steps: the decay is missing.": optimizer { $0.g },
                "The pull isn't multiplied by the learning rate: add it to the gradient.":
                    { right($0, $1, $2 / $1) },
                "The sign is reversed: this walks uphill.": { right($0, -$1, $2) },
                "The learning rate is missing.": { p, _, setting in right(p, 1, setting) },
                "A parameter without a gradient moves.": optimizer(absence: .zero, pull),
                "It stops at a parameter without a gradient.": optimizer(absence: .stop, pull),
            ])
    }
}

/// Makes an optimizer. The setting is the momentum or the weight decay.
public typealias OptimizerAnswer = (
    _ parameters: [Tensor], _ learningRate: Float, _ setting: Float
) -> any Optimizer

/// Cases with one step or several. The last two have a third parameter between the others: one never has a gradient,
/// the other only in the first step.
///
/// - Parameter name: the name of the optimizer's setting.
private func optimizerCases(_ draw: Draw, _ name: String) -> [Figures] {
    func some(_ steps: Int, _ n: Int, setting: Figure = 0.5, between: Figures = [:]) -> Figures {
        .joined(
            ["p": draw.row(n)], between,
            [
                "q": draw.row(n), "gradients of p": draw.table(steps, n),
                "gradients of q": draw.table(steps, n),
                "learningRate": draw.number(0.25...0.75), name: setting,
            ])
    }
    return [
        some(1, 1), some(2, 1), some(3, 2), some(4, 1, setting: 0.25), some(2, 3, setting: 0),
        some(2, 2, between: ["r": [1.5, -2]]),
        some(3, 1, between: ["r": [2], "gradient of r in step 1 only": [[-1.5]]]),
    ]
}

/// The parameters after each step of an optimizer with given gradients.
private func afterSteps(_ setting: String) -> (OptimizerAnswer, Figures) -> Figures {
    { make, put in
        let names = put.entries.map(\.name).filter(["p", "q", "r"].contains)
        let parameters = names.map { put.tensor($0, requiresGrad: true) }
        // A row for each step; without a row, the parameter has no gradient in that step.
        let gradients = names.map { name in
            put.entries.first { $0.name.contains(" of \(name)") }?.figure.rows ?? []
        }
        let optimizer = make(parameters, put.float("learningRate"), put.float(setting))
        let steps = put["gradients of p"].shape[0]
        let values = (0..<steps).map { step in
            for (parameter, rows) in zip(parameters, gradients) {
                parameter.zeroGrad()
                if step < rows.count { (parameter * Tensor(rows[step])).sum().backward() }
            }
            optimizer.step()
            return parameters.map(\.scalars)
        }
        return Figures(
            names.enumerated().map { index, name in
                let numbers = values.flatMap { $0[index] }
                let table = Figure(numbers, shape: [steps, numbers.count / steps])
                return ("\(name) after each step", table)
            })
    }
}

/// A parameter, its gradient, its velocity before and after the step, and the optimizer's setting.
private typealias Step = (p: Tensor, g: Tensor, old: Tensor, new: Tensor, setting: Float)

/// An optimizer that moves each parameter by the learning rate times a direction.
///
/// - Parameters:
///   - absence: the treatment of parameters without a gradient.
///   - shares: true to store one velocity for all parameters.
private func optimizer(
    absence: RuleOptimizer.Absence = .skip, shares: Bool = false,
    _ direction: @escaping (Step) -> Tensor
) -> OptimizerAnswer {
    { parameters, rate, setting in
        var velocities = parameters.map { Tensor.zeros($0.shape) }
        return RuleOptimizer(parameters) {
            for (index, p) in parameters.enumerated() {
                if p.grad == nil, absence == .stop { return }
                if p.grad == nil, absence == .skip { continue }
                let (g, slot) = (p.grad ?? Tensor.zeros(p.shape), shares ? 0 : index)
                let old = velocities[slot]
                velocities[slot] = setting * old + g
                p -= rate * direction((p, g, old, velocities[slot], setting))
            }
        }
    }
}

/// An optimizer whose steps are a closure.
final class RuleOptimizer: Optimizer {
    /// The treatment of parameters without a gradient: they are skipped, which is right, or their gradient counts as 0,
    /// or the step ends there.
    enum Absence { case skip, zero, stop }

    package let parameters: [Tensor]
    private let rule: () -> Void

    init(_ parameters: [Tensor], _ rule: @escaping () -> Void) {
        (self.parameters, self.rule) = (parameters, rule)
    }

    package func step() { withNoGrad(rule) }
}
