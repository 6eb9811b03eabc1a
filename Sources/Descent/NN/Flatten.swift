/// A layer that merges several axes into one; see ``Tensor/flattened(startDim:endDim:)``.
public final class Flatten: Module {
    private let startDim: Int
    private let endDim: Int

    /// Creates a layer that flattens the axes from `startDim` to `endDim`.
    ///
    /// - Parameters:
    ///   - startDim: the first axis to flatten; 1 by default, which keeps the samples apart.
    ///   - endDim: the last axis to flatten; −1, the last axis, by default.
    public init(startDim: Int = 1, endDim: Int = -1) {
        self.startDim = startDim
        self.endDim = endDim
    }

    /// Always empty.
    public var parts: [(name: String, part: ModulePart)] { [] }

    /// The two axes.
    public var settings: String { "startDim: \(startDim), endDim: \(endDim)" }

    /// The input with these axes merged into one. Traps if one of them doesn't exist.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        input.flattened(startDim: startDim, endDim: endDim)
    }
}
