import Arrays

/// An object that uses gradients to update parameters.
public protocol Optimizer: AnyObject {
    /// The tensors to update.
    var parameters: [Tensor] { get }

    /// Updates every parameter that has a gradient.
    func step()
}

extension Optimizer {
    /// Clears the gradients of all parameters, so that the next ``Tensor/backward()`` starts afresh.
    public func zeroGrad() {
        for parameter in parameters { parameter.zeroGrad() }
    }

    /// The gradient of a parameter, with the weight decay added; nil if there is none.
    func decayed(_ parameter: Tensor, _ weightDecay: NDArray) -> NDArray? {
        let gradient = parameter.grad?.array
        if weightDecay.first == 0 { return gradient }
        return gradient.map { $0 + weightDecay * parameter.array }
    }

    /// Checks the arguments that all optimizers have in common.
    func validate(_ parameters: [Tensor], _ settings: KeyValuePairs<String, Float>) {
        require(!parameters.isEmpty, "An optimizer needs at least one parameter.")
        for parameter in parameters {
            require(
                parameter.requiresGrad && parameter.isLeaf,
                "An optimizer needs leaves that require a gradient, but the tensor of shape "
                    + "\(parameter.shape) isn't one.")
        }
        require(
            Set(parameters.map { ObjectIdentifier($0) }).count == parameters.count,
            "A parameter is given twice. An optimizer needs each parameter only once.")
        for (name, value) in settings {
            require(
                value >= 0, "The \(name) of an optimizer cannot be \(value): it must be 0 or more.")
        }
        AutogradState.current.pointee.noteOptimizer?(self)
    }
}

/// Runs `body` and calls `note` with each optimizer that is created in it, because an optimizer's state from step to
/// step is part of a run.
package func withOptimizers<Result>(
    _ note: @escaping (any Optimizer) -> Void, _ body: () throws -> Result
) rethrows -> Result {
    try AutogradState.with({ $0.noteOptimizer = note }, body)
}
