import Descent

extension Exercise {
    /// Part 3: an optimizer with momentum.
    public static func momentum(_ make: @escaping OptimizerAnswer) -> Exercise {
        Exercise(
            "momentum",
            hints: [
                "Store a velocity for each parameter: private var velocities: [Tensor?], nil before the first step.",
                "Inside withNoGrad: for (index, parameter) in parameters.enumerated(), guard let g = parameter.grad.",
                "velocities[index] = velocities[index].map { momentum * $0 + g } ?? g. Then move the parameter by it.",
            ],
            learned: "An optimizer can have a memory: momentum adds up many steps.",
            cases: { Steps.cases($0, "momentum") }, gives: Steps.gives("momentum"), answer: make,
            nothing: optimizer { 0 * $0.g }, right: optimizer(),
            mistakes: [
                "It moves by the old velocity: update that first.": optimizer { $0.rate * $0.old },
                "The old velocity is not used: these are plain steps.": optimizer(keeps: { $0.g }),
                "All parameters share one velocity: store one for each.": optimizer(shares: true),
                "The velocity is an average: you multiply the gradient by 1 − momentum.":
                    optimizer(keeps: { $0.setting * $0.old + (1 - $0.setting) * $0.g }),
                "The sign is reversed: this walks uphill.": optimizer { -$0.rate * $0.new },
                "The learning rate is missing.": optimizer { $0.new },
                "The old velocity isn't reduced.": optimizer(keeps: { $0.old + $0.g }),
                "A parameter without a gradient still moves.": optimizer(absence: .zero),
                "It stops at a parameter without a gradient.": optimizer(absence: .stop),
                "This is Nesterov's variant.": optimizer { $0.rate * ($0.g + $0.setting * $0.new) },
            ])
    }

    /// Part 3: weight decay.
    public static func weightDecay(_ make: @escaping OptimizerAnswer) -> Exercise {
        let right: (RuleOptimizer.Step) -> Tensor = { $0.rate * ($0.g + $0.setting * $0.p) }
        return Exercise(
            "weight-decay",
            hints: [
                "Loop over the parameters, and skip those without a gradient: guard let g = parameter.grad else { continue }.",
                "Inside withNoGrad, add the pull to the gradient: g + weightDecay * parameter.",
                "parameter -= learningRate * (g + …)",
            ],
            learned: "Weight decay is gradient descent on the loss plus ½ · weightDecay · Σ p².",
            cases: { Steps.cases($0, "weightDecay") }, gives: Steps.gives("weightDecay"),
            answer: make, nothing: optimizer { 0 * $0.g }, right: optimizer(right),
            mistakes: [
                "The decay is subtracted from the gradient, so this pulls away from 0.":
                    optimizer { $0.rate * ($0.g - $0.setting * $0.p) },
                "These are plain steps: the decay is missing.": optimizer { $0.rate * $0.g },
                "The pull isn't multiplied by the learning rate: add it to the gradient.":
                    optimizer { $0.rate * $0.g + $0.setting * $0.p },
                "The decay multiplies the gradient instead of the parameter.":
                    optimizer { $0.rate * ($0.g + $0.setting * $0.g) },
                "The sign is reversed: this walks uphill.": optimizer { -right($0) },
                "The learning rate is missing.": optimizer { $0.g + $0.setting * $0.p },
                "A parameter without a gradient moves.": optimizer(right, absence: .zero),
                "It stops at a parameter without a gradient.": optimizer(right, absence: .stop),
            ])
    }
}

/// Makes an optimizer. The setting is the momentum or the weight decay.
public typealias OptimizerAnswer = (
    _ parameters: [Tensor], _ learningRate: Float, _ setting: Float
) -> any Optimizer

/// Runs an optimizer on parameters with given gradients, step by step.
enum Steps {
    /// Cases with one step or several. The last two have a third parameter between the others: one never has a
    /// gradient, the other only in the first step.
    ///
    /// - Parameter name: the name of the optimizer's setting.
    package static func cases(_ draw: Draw, _ name: String) -> [Figures] {
        func some(
            _ steps: Int, _ n: Int, setting: Figure = 0.5, between: Figures = [:]
        ) -> Figures {
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

    /// The gradient of a parameter in a step; nil if it has none there.
    private static func gradient(_ put: Figures, _ name: String, _ step: Int) -> Tensor? {
        let rows = put.figure(
            name == "r" ? "gradient of r in step 1 only" : "gradients of \(name)")?.rows
        return rows.flatMap { step < $0.count ? Tensor($0[step]) : nil }
    }

    /// The parameters after each step.
    package static func gives(_ setting: String) -> (OptimizerAnswer, Figures) -> Figures {
        { make, put in
            let names = put.entries.map(\.name).filter(["p", "q", "r"].contains)
            let parameters = names.map { put.tensor($0, requiresGrad: true) }
            let optimizer = make(parameters, put.float("learningRate"), put.float(setting))
            let steps = put["gradients of p"].shape[0]
            var values = names.map { _ in [Float]() }
            for step in 0..<steps {
                for (name, parameter) in zip(names, parameters) {
                    parameter.zeroGrad()
                    if let g = gradient(put, name, step) { (parameter * g).sum().backward() }
                }
                optimizer.step()
                for index in values.indices { values[index] += parameters[index].scalars }
            }
            return Figures(
                zip(names, values).map { name, values in
                    let table = Figure(values, shape: [steps, values.count / steps])
                    return ("\(name) after each step", table)
                })
        }
    }
}

/// An optimizer that subtracts a distance from each parameter; by default one with momentum.
///
/// - Parameters:
///   - new: the value to keep for the next step.
///   - absence: the treatment of parameters without a gradient.
///   - shares: true to keep one value for all parameters.
func optimizer(
    _ distance: @escaping (RuleOptimizer.Step) -> Tensor = { $0.rate * $0.new },
    keeps new: @escaping (RuleOptimizer.Step) -> Tensor = { $0.setting * $0.old + $0.g },
    absence: RuleOptimizer.Absence = .skip, shares: Bool = false
) -> OptimizerAnswer {
    { parameters, rate, setting in
        RuleOptimizer(parameters, shares) { p, old, g in
            if g == nil, absence != .zero { return absence == .stop ? nil : old }
            var step = RuleOptimizer.Step(
                p: p, g: g ?? Tensor.zeros(p.shape), old: old, new: old, rate: rate,
                setting: setting)
            step.new = new(step)
            p -= distance(step)
            return step.new
        }
    }
}

/// An optimizer that applies a rule to each parameter.
final class RuleOptimizer: Optimizer {
    /// A parameter, its gradient, the value kept from the previous step, and the one for the next step.
    struct Step {
        let p, g, old: Tensor
        fileprivate(set) var new: Tensor
        let rate, setting: Float
    }

    /// The treatment of parameters without a gradient: they are skipped, which is right, or their gradient counts as 0,
    /// or the step ends there.
    enum Absence { case skip, zero, stop }

    /// Changes a parameter and returns the value to keep; nil ends the step.
    fileprivate typealias Rule = (_ p: Tensor, _ old: Tensor, _ g: Tensor?) -> Tensor?

    package let parameters: [Tensor]
    private let shares: Bool
    private let rule: Rule
    private var kept: [Tensor]

    fileprivate init(_ parameters: [Tensor], _ shares: Bool, _ rule: @escaping Rule) {
        (self.parameters, self.shares, self.rule) = (parameters, shares, rule)
        kept = parameters.map { Tensor.zeros($0.shape) }
    }

    package func step() {
        withNoGrad {
            for (index, p) in parameters.enumerated() {
                guard let new = rule(p, kept[shares ? 0 : index], p.grad) else { return }
                kept[shares ? 0 : index] = new
            }
        }
    }
}
