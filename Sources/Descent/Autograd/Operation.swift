/// The operations that autograd records. The raw value is the name that PyTorch has for one.
public enum Operation: String, Sendable {
    /// None: a leaf was given.
    case leaf
    /// Arithmetic, element by element.
    case add, subtract = "sub", multiply = "mul", divide = "div", negate = "neg", power = "pow"
    /// A function of each element.
    case tanh, exp, log, relu, abs
    /// Sums: of elements, and of products.
    case sum, mean, matmul
    /// The same elements in another order or shape, or some of them.
    case transpose, reshape, slice
    /// A ``CustomFunction``, which has a name of its own.
    case custom
}
