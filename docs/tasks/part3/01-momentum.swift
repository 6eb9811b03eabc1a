import Descent

/// Task 1: an optimizer with momentum.
///
/// Each parameter p has its own velocity v, which starts at 0. In a step, the
/// velocity keeps a part of its old value and adds the gradient g. Then p moves
/// by the new velocity:
///
///     v ← momentum · v + g
///     p ← p − learningRate · v
///
/// Skip parameters that have no gradient. Don't reset the gradients; that is
/// what `zeroGrad()` is for.
///
/// In:      the parameters and their gradients, in each of several steps.
/// Out:     nothing; `step()` changes the parameters, inside withNoGrad.
/// Example: learning rate 0.1, momentum 0.5, p = 1, and the gradient 2 in two
///          steps: v becomes 2 and then 3; p becomes 0.8 and then 0.5.
/// Use:     `parameter.grad`, which is nil if there is no gradient;
///          `withNoGrad { … }`.
/// Reread:  the formula in Sources/Descent/Optim/SGD.swift
final class Momentum: Optimizer {
    let parameters: [Tensor]
    let learningRate: Float
    let momentum: Float

    init(_ parameters: [Tensor], learningRate: Float, momentum: Float) {
        self.parameters = parameters
        self.learningRate = learningRate
        self.momentum = momentum
    }

    func step() {
        // Write it here, in place of this line. Store the velocities in a
        // property.
    }
}
