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
/// ("Stochastic" is the choice of the samples, not the step.) Every operation rounds once, as when
/// the update is written by hand. PyTorch's `SGD` fuses some products with the sum that follows, so
/// its last places can differ.
public final class SGD: Optimizer {
    /// The tensors that are updated.
    public let parameters: [Tensor]
    package let learningRate, momentum, weightDecay, undamped: NDArray
    package let nesterov: Bool
    /// For each parameter; nil before its first step.
    @exclusivity(unchecked) package var velocities: [NDArray?]

    /// An optimizer of these parameters, which has taken no step yet.
    ///
    /// - Parameters:
    ///   - parameters: leaves that require a gradient; anything else traps.
    ///   - learningRate: the length of a step; a negative one traps.
    ///   - momentum: how much of the last step is kept; 0 by default.
    ///   - dampening: how much less of the gradient then enters; 0 by default. A Float64, because 1 minus
    ///     it is needed.
    ///   - weightDecay: pulls the parameters towards 0; 0 by default.
    ///   - nesterov: Nesterov's variant, which needs a momentum and no dampening, or it traps.
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
            "Nesterov's variant needs a momentum and no dampening, and these are \(momentum) "
                + "and \(dampening).")
    }

    /// Updates every parameter that has a gradient, by the formula above.
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
