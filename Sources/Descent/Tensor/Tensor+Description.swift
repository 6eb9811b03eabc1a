extension Tensor: CustomStringConvertible {
    /// The numbers, nested by axis, in the shortest decimals that read back as the same values: `Tensor([[1.0, 2.0],
    /// [3.0, 4.0]], requiresGrad: true)`.
    ///
    /// As in PyTorch, a tensor with more than 1,000 numbers shows only the first and last three along each axis.
    public var description: String {
        let numbers = nested(scalars, from: 0, shape[...], shortened: count > 1000)
        // The brackets can't show the lengths that follow a 0.
        let isHidden = shape.dropLast().contains(0)
        let shape = isHidden ? ", shape: \(shape)" : ""
        return "Tensor(\(numbers)\(shape)\(requiresGrad ? ", requiresGrad: true" : ""))"
    }

    private func nested(
        _ scalars: [Float], from start: Int, _ shape: ArraySlice<Int>, shortened: Bool
    ) -> String {
        guard let length = shape.first else {
            return scalars[start].isNaN ? "nan" : "\(scalars[start])"
        }
        let inner = shape.dropFirst()
        let stride = inner.reduce(1, *)
        func part(_ range: Range<Int>) -> [String] {
            range.map { nested(scalars, from: start + $0 * stride, inner, shortened: shortened) }
        }
        let parts =
            shortened && length > 6
            ? part(0..<3) + ["…"] + part(length - 3..<length) : part(0..<length)
        return "[\(parts.joined(separator: ", "))]"
    }
}
