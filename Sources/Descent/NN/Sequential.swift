import Arrays

/// A chain of modules: the output of each is the input of the next.
public final class Sequential: Module {
    private let layers: [any Module]

    /// Creates a chain of modules.
    ///
    /// - Parameter layers: the modules, in the order in which they are applied. With none, the output is the input.
    public init(_ layers: any Module...) {
        self.layers = layers
    }

    /// The module at a position, counted from 0. Traps if there is none.
    public subscript(index: Int) -> any Module {
        require(
            layers.indices.contains(index),
            "There is no module \(index) in a Sequential of \(layers.count).")
        return layers[index]
    }

    /// The modules, named by their positions.
    public var parts: [(name: String, part: ModulePart)] {
        layers.enumerated().map { ("\($0)", .module($1)) }
    }

    /// The output of the last module.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        layers.reduce(input) { $1($0) }
    }
}
