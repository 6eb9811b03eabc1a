import Descent

/// Task 1: an optimizer with momentum.
///
/// Each parameter p has a velocity v of its own, which starts at 0. A step adds
/// the gradient g to what is left of the old velocity, and moves p by the new
/// one:
///
///     v ← momentum · v + g
///     p ← p − learningRate · v
///
/// A parameter without a gradient is left alone. The gradients themselves stay
/// as they are: their reset is not the step's work.
///
/// In:      the parameters with their gradients, step after step.
/// Out:     nothing: `step()` changes the parameters, inside withNoGrad.
/// Example: learning rate 0.1, momentum 0.5, and p = 1 with the gradient 2 in
///          both of two steps: v is 2 and then 3; p is 0.8 and then 0.5.
/// Use:     `parameter.grad`, nil without a gradient; `withNoGrad { … }`.
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
        // Write it here, in place of this line. The velocities need a property.
    }
}
