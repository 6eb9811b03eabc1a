/// The operations that autograd records. The raw value is PyTorch's name for the operation.
public enum Operation: String, Sendable {
    /// No operation: a leaf.
    case leaf
    /// Arithmetic, element by element.
    case add, subtract = "sub", multiply = "mul", divide = "div", negate = "neg", power = "pow"
    /// A function of each element.
    case tanh, exp, log, relu, abs
    /// Sums: of elements, and of products.
    case sum, mean, matmul
    /// The same elements in another order or shape, or a selection of them.
    case transpose, reshape, slice
    /// A ``CustomFunction``, which has its own name.
    case custom
}
