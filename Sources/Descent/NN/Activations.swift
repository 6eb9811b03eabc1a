/// A layer that applies ``Tensor/tanh()``: it bends a line, and is between −1 and 1.
public final class Tanh: Module {
    /// A layer without parameters.
    public init() {}

    /// None.
    public var parts: [(name: String, part: ModulePart)] { [] }

    /// The hyperbolic tangent of every element; any shape.
    public func callAsFunction(_ input: Tensor) -> Tensor { input.tanh() }
}

/// A layer that applies ``Tensor/relu()``: 0 in place of negative numbers.
public final class ReLU: Module {
    /// A layer without parameters.
    public init() {}

    /// None.
    public var parts: [(name: String, part: ModulePart)] { [] }

    /// Every element, or 0 in place of a negative one; any shape.
    public func callAsFunction(_ input: Tensor) -> Tensor { input.relu() }
}
