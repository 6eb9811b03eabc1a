/// Embedded Swift cannot print an array, and error messages name shapes.
extension DefaultStringInterpolation {
    /// A shape as it is printed everywhere else: `[4, 1]`.
    public mutating func appendInterpolation(_ shape: [Int]) {
        appendLiteral("[")
        var separator = ""
        for length in shape {
            appendLiteral(separator)
            appendInterpolation(length)
            separator = ", "
        }
        appendLiteral("]")
    }
}
