import Arrays

/// Adam: steps along the running mean of the gradients, divided by their typical size, with PyTorch's options.
///
/// (Kingma and Ba, 2014.) With g the gradient of a parameter p, step number t computes
///
/// - weight decay d: g ← g + d·p
/// - the mean of the gradients: m ← m + (1 − β₁)·(g − m), from 0
/// - the mean of their squares: v ← β₂·v + (1 − β₂)·g², from 0
/// - p ← p − learning rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). Both means start at 0, so at first they are too
///   small by exactly these factors.
///
/// Every operation rounds once. PyTorch fuses some, so its last digits can differ.
public final class Adam: Optimizer {
    /// The tensors to update.
    public let parameters: [Tensor]
    package let epsilon, weightDecay: NDArray
    package let learningRate, beta1, beta2: Double
    @exclusivity(unchecked) package var states: [State]

    package struct State {
        package var mean, meanSquare: NDArray
        /// t
        package var steps = 0
        /// β₁ᵗ and β₂ᵗ
        package var power1 = 1.0
        package var power2 = 1.0
    }

    /// Creates an optimizer that has not taken a step yet.
    ///
    /// - Parameters:
    ///   - parameters: leaves that require a gradient; anything else traps.
    ///   - learningRate: the approximate length of a step, 0.001 by default; a negative value traps.
    ///   - betas: the fractions of the old means to keep, 0.9 and 0.999 by default; values outside [0, 1) trap. They
    ///     are Float64 because 1 − β is needed too.
    ///   - epsilon: keeps the divisor away from 0; 1e-8 by default.
    ///   - weightDecay: pulls the parameters towards 0; 0 by default.
    public init(
        _ parameters: [Tensor], learningRate: Float = 0.001,
        betas: (Double, Double) = (0.9, 0.999), epsilon: Float = 1e-8, weightDecay: Float = 0
    ) {
        self.parameters = parameters
        self.learningRate = Double(learningRate)
        (beta1, beta2) = betas
        self.epsilon = NDArray(epsilon)
        self.weightDecay = NDArray(weightDecay)
        states = parameters.map {
            let zeros = NDArray(repeating: 0, shape: $0.lengths)
            return State(mean: zeros, meanSquare: zeros)
        }
        validate(
            parameters,
            ["learning rate": learningRate, "epsilon": epsilon, "weight decay": weightDecay])
        require(
            0..<1 ~= beta1 && 0..<1 ~= beta2,
            "The betas of Adam must be 0 or more and less than 1, but these are \(beta1) and "
                + "\(beta2).")
    }

    /// Updates every parameter that has a gradient, using the formula above.
    public func step() {
        for (index, parameter) in parameters.enumerated() {
            guard let gradient = decayed(parameter, weightDecay) else { continue }
            var state = states[index]
            state.steps += 1
            state.power1 *= beta1
            state.power2 *= beta2
            state.mean = state.mean + NDArray(Float(1 - beta1)) * (gradient - state.mean)
            state.meanSquare =
                NDArray(Float(beta2)) * state.meanSquare
                + (NDArray(Float(1 - beta2)) * gradient) * gradient
            let correction = NDArray(Float((1 - state.power2).squareRoot()))
            let divisor = state.meanSquare.applying(.squareRoot) / correction + epsilon
            let size = NDArray(Float(learningRate / (1 - state.power1)))
            let updated = parameter.array - (size * state.mean) / divisor
            NDArray.compute([state.mean, state.meanSquare, updated])
            parameter.array = updated
            states[index] = state
        }
    }
}
