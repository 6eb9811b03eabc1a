import Descent

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

extension WrongAnswer {
    /// Wrong answers to the tasks of part 3.
    static let part3: [WrongAnswer] = [
        WrongAnswer("old velocity", "It moves by the old velocity: update that first.") {
            .momentum { parameters, rate, m in
                Stepping(parameters) { p, g, v in
                    if let v { p -= rate * v }
                    return v.map { m * $0 + g } ?? g
                }
            }
        },
        WrongAnswer("plain steps", "The old velocity is not used: these are plain steps.") {
            .momentum { parameters, rate, _ in
                Stepping(parameters) { p, g, _ in
                    p -= rate * g
                    return nil
                }
            }
        },
        WrongAnswer("one velocity", "All parameters share one velocity: store one for each.") {
            .momentum { parameters, rate, m in
                var velocity = Tensor(0)
                return Stepping(parameters) { p, g, _ in
                    velocity = m * velocity + g
                    p -= rate * velocity
                    return nil
                }
            }
        },
        WrongAnswer("average", "The velocity is an average") {
            .momentum { parameters, rate, m in
                Stepping(parameters) { p, g, v in
                    let v = v.map { m * $0 + (1 - m) * g } ?? (1 - m) * g
                    p -= rate * v
                    return v
                }
            }
        },
        WrongAnswer("momentum upwards", "The sign is reversed: this walks uphill") {
            .momentum { parameters, rate, m in
                Stepping(parameters) { p, g, v in
                    let v = v.map { m * $0 + g } ?? g
                    p += rate * v
                    return v
                }
            }
        },
        WrongAnswer("Nesterov", nil) {
            .momentum { SGD($0, learningRate: $1, momentum: max($2, 1e-9), nesterov: true) }
        },

        WrongAnswer("moves without a gradient", "A parameter without a gradient still moves") {
            .momentum { parameters, rate, m in
                Stepping(parameters, absence: .zero) { p, g, v in
                    let v = v.map { m * $0 + g } ?? g
                    p -= rate * v
                    return v
                }
            }
        },
        WrongAnswer("ends without a gradient", "It stops at a parameter without a gradient.") {
            .momentum { parameters, rate, m in
                Stepping(parameters, absence: .stop) { p, g, v in
                    let v = v.map { m * $0 + g } ?? g
                    p -= rate * v
                    return v
                }
            }
        },
        WrongAnswer("velocity with a square", nil) {
            .momentum { parameters, rate, m in
                Stepping(parameters) { p, g, v in
                    let v = v.map { m * $0 + g * g } ?? g * g
                    p -= rate * v
                    return v
                }
            }
        },

        WrongAnswer("away from 0", "The decay is subtracted") {
            .weightDecay { parameters, rate, d in
                Stepping(parameters) { p, g, _ in
                    p -= rate * (g - d * p)
                    return nil
                }
            }
        },
        WrongAnswer("no decay", "These are plain steps: the decay is missing") {
            .weightDecay { parameters, rate, _ in SGD(parameters, learningRate: rate) }
        },
        WrongAnswer("decay without rate", "The pull isn't multiplied by the learning rate") {
            .weightDecay { parameters, rate, d in
                Stepping(parameters) { p, g, _ in
                    p -= rate * g + d * p
                    return nil
                }
            }
        },
        WrongAnswer("decay of the gradient", nil) {
            .weightDecay { parameters, rate, d in
                Stepping(parameters) { p, g, _ in
                    p -= rate * (g + d * g)
                    return nil
                }
            }
        },

        WrongAnswer("decay without a gradient", "A parameter without a gradient moves.") {
            .weightDecay { parameters, rate, d in
                Stepping(parameters, absence: .zero) { p, g, _ in
                    p -= rate * (g + d * p)
                    return nil
                }
            }
        },
        WrongAnswer("decay ends", "It stops at a parameter without a gradient.") {
            .weightDecay { parameters, rate, d in
                Stepping(parameters, absence: .stop) { p, g, _ in
                    p -= rate * (g + d * p)
                    return nil
                }
            }
        },
        WrongAnswer("half the decay", nil) {
            .weightDecay { parameters, rate, d in
                Stepping(parameters) { p, g, _ in
                    p -= rate * (g + 0.5 * d * p)
                    return nil
                }
            }
        },

        WrongAnswer("always the mean", "It is always the mean: use the reduction.") {
            .reduction { _, p, y in 0.5 * (p - y).pow(2).mean() }
        },
        WrongAnswer("no half", "The ½ is missing") {
            .reduction { r, p, y in r == .mean ? (p - y).pow(2).mean() : (p - y).pow(2).sum() }
        },
        WrongAnswer("half inside", "The ½ counts twice") {
            .reduction { r, p, y in
                let e = (0.5 * (p - y)).pow(2)
                return r == .mean ? e.mean() : e.sum()
            }
        },
        WrongAnswer("swapped", "Mean and sum are swapped.") {
            .reduction { r, p, y in
                let e = 0.5 * (p - y).pow(2)
                return r == .mean ? e.sum() : e.mean()
            }
        },

        WrongAnswer("too late", "It stops one epoch too late") {
            .earlyStop { losses, patience in
                guard losses.count > patience + 1 else { return false }
                let best = losses[..<(losses.count - patience - 1)].min()!
                return losses.suffix(patience + 1).allSatisfy { $0 >= best }
            }
        },
        WrongAnswer("the one before", "It compares only the last loss with the one before") {
            .earlyStop { losses, _ in losses.count > 1 && losses.last! >= losses[losses.count - 2] }
        },
        WrongAnswer("equal is smaller", "It counts an equal loss as smaller.") {
            .earlyStop { losses, patience in
                guard let best = losses.dropLast(patience).min() else { return false }
                return losses.suffix(patience).allSatisfy { $0 > best }
            }
        },
        // Its memory is too short where the loss comes down slowly behind a low one.
        WrongAnswer("a window", nil) {
            .earlyStop { losses, patience in
                guard losses.count > patience else { return false }
                let best = losses.dropLast(patience).suffix(patience).min()!
                return losses.suffix(patience).allSatisfy { $0 >= best }
            }
        },
        WrongAnswer("always yes", "It always returns true.") { .earlyStop { _, _ in true } },
        WrongAnswer("all counted", "It counts all epochs") {
            .earlyStop { losses, patience in
                var best = Float.infinity
                var misses = 0
                for loss in losses {
                    if loss < best { best = loss } else { misses += 1 }
                }
                return misses >= patience
            }
        },
    ]
}

/// An optimizer by a step for each parameter, which returns what is kept for the next one.
private final class Stepping: Optimizer {
    let parameters: [Tensor]
    private let absence: RuleOptimizer.Absence
    private let rule: (_ p: Tensor, _ g: Tensor, _ kept: Tensor?) -> Tensor?
    private var kept: [Tensor?]

    init(
        _ parameters: [Tensor], absence: RuleOptimizer.Absence = .skip,
        _ rule: @escaping (_ p: Tensor, _ g: Tensor, _ kept: Tensor?) -> Tensor?
    ) {
        self.parameters = parameters
        self.absence = absence
        self.rule = rule
        kept = parameters.map { _ in nil }
    }

    func step() {
        withNoGrad {
            for (index, parameter) in parameters.enumerated() {
                if parameter.grad == nil, absence == .skip { continue }
                if parameter.grad == nil, absence == .stop { return }
                let g = parameter.grad ?? Tensor.zeros(parameter.shape)
                kept[index] = rule(parameter, g, kept[index])
            }
        }
    }
}
