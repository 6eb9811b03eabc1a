/// Updates parameters by their gradients.
public protocol Optimizer: AnyObject {
    /// The tensors that are updated.
    var parameters: [Tensor] { get }

    /// Updates every parameter that has a gradient.
    func step()
}

extension Optimizer {
    /// Forgets the gradients of all parameters, so that the next ``Tensor/backward()`` starts afresh.
    public func zeroGrad() {
        for parameter in parameters { parameter.zeroGrad() }
    }

    /// Checks what every optimizer asks for.
    func validate(_ parameters: [Tensor], _ settings: KeyValuePairs<String, Float>) {
        if parameters.isEmpty { fatalError("An optimizer needs at least one parameter.") }
        for parameter in parameters where !(parameter.requiresGrad && parameter.isLeaf) {
            fatalError(
                "An optimizer needs leaves that require a gradient, and the tensor of shape "
                    + "\(parameter.shape) is none.")
        }
        if Set(parameters.map(ObjectIdentifier.init)).count < parameters.count {
            fatalError("An optimizer needs each parameter once, and one is given twice.")
        }
        for (name, value) in settings where !(value >= 0) {
            fatalError("The \(name) of an optimizer cannot be \(value): it must be 0 or more.")
        }
    }
}
