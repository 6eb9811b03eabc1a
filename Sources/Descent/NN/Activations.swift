/// A layer that applies ``Tensor/tanh()``, an S-shaped curve with values between −1 and 1.
public final class Tanh: Module {
    /// Creates the layer, which has no parameters.
    public init() {}

    /// Always empty.
    public var parts: [(name: String, part: ModulePart)] { [] }

    /// The hyperbolic tangent of every element, for an input of any shape.
    public func callAsFunction(_ input: Tensor) -> Tensor { input.tanh() }
}

/// A layer that applies ``Tensor/relu()``, which replaces negative numbers with 0.
public final class ReLU: Module {
    /// Creates the layer, which has no parameters.
    public init() {}

    /// Always empty.
    public var parts: [(name: String, part: ModulePart)] { [] }

    /// Every element, or 0 if it is negative, for an input of any shape.
    public func callAsFunction(_ input: Tensor) -> Tensor { input.relu() }
}
