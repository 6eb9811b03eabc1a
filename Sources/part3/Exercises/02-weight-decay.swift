import Descent

/// Task 2: weight decay.
///
/// Weights that the model doesn't need should shrink towards 0. So each step
/// adds a pull towards 0 to the gradient g of every parameter p, and then goes
/// downhill as before:
///
///     g ← g + weightDecay · p
///     p ← p − learningRate · g
///
/// Skip parameters that have no gradient. Don't reset the gradients; that is
/// what `zeroGrad()` is for.
///
/// In:      the parameters and their gradients, in each of several steps.
/// Out:     nothing; `step()` changes the parameters, inside withNoGrad.
/// Example: learning rate 0.1, weight decay 0.5, and p = 4 with the gradient 1:
///          p becomes 4 − 0.1 · (1 + 2) = 3.7.
/// Use:     `parameter.grad`, which is nil if there is no gradient;
///          `withNoGrad { … }`.
/// Reread:  the formula in Sources/Descent/Optim/SGD.swift
final class DecayingSGD: Optimizer {
    let parameters: [Tensor]
    let learningRate: Float
    let weightDecay: Float

    init(_ parameters: [Tensor], learningRate: Float, weightDecay: Float) {
        self.parameters = parameters
        self.learningRate = learningRate
        self.weightDecay = weightDecay
    }

    func step() {
        // Write it here, in place of this line.
    }
}
