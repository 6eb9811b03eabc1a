/// Embedded Swift can't print an array, and error messages name shapes.
extension DefaultStringInterpolation {
    /// A shape as it is printed everywhere else: `[4, 1]`.
    public mutating func appendInterpolation(_ shape: [Int]) {
        appendLiteral("[" + shape.map { "\($0)" }.joined(separator: ", ") + "]")
    }
}
