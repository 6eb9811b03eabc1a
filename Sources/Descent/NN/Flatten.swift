/// Makes several axes into one, see ``Tensor/flattened(startDim:endDim:)``.
public final class Flatten: Module {
    private let startDim: Int
    private let endDim: Int

    /// A layer that flattens the axes from the first to the last of these.
    ///
    /// - Parameters:
    ///   - startDim: the first axis to flatten; 1 by default, so that the samples stay apart.
    ///   - endDim: the last axis to flatten; −1, the last one, by default.
    public init(startDim: Int = 1, endDim: Int = -1) {
        self.startDim = startDim
        self.endDim = endDim
    }

    /// None.
    public var parts: [(name: String, part: ModulePart)] { [] }

    /// The two axes.
    public var settings: String { "startDim: \(startDim), endDim: \(endDim)" }

    /// The input with these axes as one. Traps if one of them does not exist.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        input.flattened(startDim: startDim, endDim: endDim)
    }
}
