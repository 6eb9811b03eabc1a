import Arrays

/// Gradient descent: parameter − learning rate · gradient, with PyTorch's options.
///
/// With g the gradient of a parameter p, each step computes
///
/// - weight decay d: g ← g + d·p
/// - momentum m: v ← m·v + (1 − dampening)·g, or v ← g in the first step; then g ← v, or with
///   Nesterov's variant g ← g + m·v
/// - p ← p − learning rate · g
///
/// ("Stochastic" refers to the choice of the samples, not to the step.) Every operation rounds once, as in a
/// hand-written update. PyTorch's `SGD` fuses some products with the following sum, so its last digits can differ.
public final class SGD: Optimizer {
    /// The tensors to update.
    public let parameters: [Tensor]
    package let learningRate, momentum, weightDecay, undamped: NDArray
    package let nesterov: Bool
    /// The velocity of each parameter; nil before its first step.
    @exclusivity(unchecked) package var velocities: [NDArray?]

    /// Creates an optimizer that has not taken a step yet.
    ///
    /// - Parameters:
    ///   - parameters: leaves that require a gradient; anything else traps.
    ///   - learningRate: the length of a step; a negative value traps.
    ///   - momentum: the fraction of the last step to keep; 0 by default.
    ///   - dampening: the fraction of each new gradient to leave out; 0 by default. It is a Float64 because 1 minus
    ///     it is needed.
    ///   - weightDecay: pulls the parameters towards 0; 0 by default.
    ///   - nesterov: whether to use Nesterov's variant, false by default; traps without a momentum or with a
    ///     dampening.
    public init(
        _ parameters: [Tensor], learningRate: Float, momentum: Float = 0, dampening: Double = 0,
        weightDecay: Float = 0, nesterov: Bool = false
    ) {
        self.parameters = parameters
        self.learningRate = NDArray(learningRate)
        self.momentum = NDArray(momentum)
        self.weightDecay = NDArray(weightDecay)
        undamped = NDArray(Float(1 - dampening))
        self.nesterov = nesterov
        velocities = Array(repeating: nil, count: parameters.count)
        validate(
            parameters,
            ["learning rate": learningRate, "momentum": momentum, "weight decay": weightDecay])
        require(!dampening.isNaN, "The dampening of an optimizer cannot be nan.")
        require(
            !nesterov || momentum != 0 && dampening == 0,
            "Nesterov's variant needs a momentum and no dampening, but these are \(momentum) "
                + "and \(dampening).")
    }

    /// Updates every parameter that has a gradient, using the formula above.
    public func step() {
        for (index, parameter) in parameters.enumerated() {
            guard var gradient = decayed(parameter, weightDecay) else { continue }
            if momentum.first != 0 {
                let velocity =
                    velocities[index].map { momentum * $0 + undamped * gradient } ?? gradient
                velocities[index] = velocity.computed
                gradient = nesterov ? gradient + momentum * velocity : velocity
            }
            parameter.array = parameter.array - learningRate * gradient
        }
    }
}
