/// The operations that autograd records. The raw value is the name that PyTorch has for one.
public enum Operation: String, Sendable {
    /// None: a leaf was given.
    case leaf
    case add, subtract = "sub", multiply = "mul", divide = "div", negate = "neg", power = "pow"
    case tanh, exp, log, relu, abs
    case sum, mean, matmul
    case transpose, reshape, slice
    /// A ``CustomFunction``, which has a name of its own.
    case custom
}
