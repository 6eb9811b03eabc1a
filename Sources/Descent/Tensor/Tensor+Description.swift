extension Tensor: CustomStringConvertible {
    /// The numbers, nested by axis, in the shortest decimals that read back to the same values:
    /// `Tensor([[1.0, 2.0], [3.0, 4.0]], requiresGrad: true)`.
    public var description: String {
        let numbers = Tensor.nested(scalars[...], shape[...])
        return "Tensor(\(numbers)\(requiresGrad ? ", requiresGrad: true" : ""))"
    }

    private static func nested(_ scalars: ArraySlice<Float>, _ shape: ArraySlice<Int>) -> String {
        guard let length = shape.first else { return "\(scalars.first!)" }
        let inner = shape.dropFirst()
        let stride = inner.reduce(1, *)
        let parts = (0..<length).map { index in
            let start = scalars.startIndex + index * stride
            return nested(scalars[start..<(start + stride)], inner)
        }
        return "[\(parts.joined(separator: ", "))]"
    }
}
