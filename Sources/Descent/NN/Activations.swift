/// A layer that applies ``Tensor/tanh()``: it bends a line, and is between −1 and 1.
public final class Tanh: Module {
    public init() {}

    public var parts: [(name: String, part: ModulePart)] { [] }

    public func callAsFunction(_ input: Tensor) -> Tensor { input.tanh() }
}

/// A layer that applies ``Tensor/relu()``: 0 in place of negative numbers.
public final class ReLU: Module {
    public init() {}

    public var parts: [(name: String, part: ModulePart)] { [] }

    public func callAsFunction(_ input: Tensor) -> Tensor { input.relu() }
}
