import Arrays

/// RMSprop: gradient descent with a step per element that doesn't depend on how large its gradients are, with
/// PyTorch's options.
///
/// With g the gradient of a parameter p, each step computes
///
/// - weight decay d: g ← g + d·p
/// - the mean square of the gradients: v ← α·v + (1 − α)·g², from 0
/// - centered: the mean m ← m + (1 − α)·(g − m); v − m² then replaces v below
/// - momentum μ: b ← μ·b + g / (√v + ε), then p ← p − learning rate · b
/// - without momentum: p ← p − (learning rate · g) / (√v + ε)
///
/// Every operation rounds once. PyTorch fuses some, so its last digits can differ.
public final class RMSprop: Optimizer {
    /// The tensors to update.
    public let parameters: [Tensor]
    package let learningRate, alpha, oneMinusAlpha, epsilon, weightDecay, momentum: NDArray
    package let centered: Bool
    @exclusivity(unchecked) package var states: [State]

    package struct State {
        package var meanSquare, mean, buffer: NDArray
    }

    /// Creates an optimizer that has not taken a step yet.
    ///
    /// - Parameters:
    ///   - parameters: leaves that require a gradient; anything else traps.
    ///   - learningRate: the length of a step, 0.01 by default; a negative value traps.
    ///   - alpha: the fraction of the old mean square to keep, 0.99 by default. It is a Float64 because 1 − α is
    ///     needed too.
    ///   - epsilon: keeps the divisor away from 0; 1e-8 by default.
    ///   - weightDecay: pulls the parameters towards 0; 0 by default.
    ///   - momentum: the fraction of the last step to keep; 0 by default.
    ///   - centered: whether to divide by the standard deviation of the gradients; false by default.
    public init(
        _ parameters: [Tensor], learningRate: Float = 0.01, alpha: Double = 0.99,
        epsilon: Float = 1e-8, weightDecay: Float = 0, momentum: Float = 0, centered: Bool = false
    ) {
        self.parameters = parameters
        self.learningRate = NDArray(learningRate)
        self.alpha = NDArray(Float(alpha))
        oneMinusAlpha = NDArray(Float(1 - alpha))
        self.epsilon = NDArray(epsilon)
        self.weightDecay = NDArray(weightDecay)
        self.momentum = NDArray(momentum)
        self.centered = centered
        states = parameters.map {
            let zeros = NDArray(repeating: 0, shape: $0.lengths)
            return State(meanSquare: zeros, mean: zeros, buffer: zeros)
        }
        validate(
            parameters,
            [
                "learning rate": learningRate, "alpha": Float(alpha), "epsilon": epsilon,
                "weight decay": weightDecay, "momentum": momentum,
            ])
    }

    /// Updates every parameter that has a gradient, using the formula above.
    public func step() {
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = decayed(parameter, weightDecay) else { continue }
            var state = states[index]
            state.meanSquare = alpha * state.meanSquare + (oneMinusAlpha * gradient) * gradient
            var square = state.meanSquare
            if centered {
                state.mean = state.mean + oneMinusAlpha * (gradient - state.mean)
                // Rounding can leave the difference slightly below 0.
                square = (square - state.mean * state.mean).applying(.maximum)
            }
            let divisor = square.applying(.squareRoot) + epsilon
            var step = (learningRate * gradient) / divisor
            if momentum.first != 0 {
                state.buffer = momentum * state.buffer + gradient / divisor
                step = learningRate * state.buffer
            }
            let updated = parameter.array - step
            NDArray.compute([state.meanSquare, state.mean, state.buffer, updated])
            parameter.array = updated
            states[index] = state
        }
    }
}
