/// The operations that autograd records.
public enum Operation: Equatable, Sendable {
    /// None: a leaf was given.
    case leaf
    case add, subtract, multiply, divide, negate, power, sum, mean, matmul
    case transpose, reshape, slice
    /// A ``CustomFunction``, by its name.
    case custom(String)

    /// Whether the result has the numbers of its operand: where it is not recorded it shares them.
    var isRearrangement: Bool {
        switch self {
        case .transpose, .reshape, .slice: true
        default: false
        }
    }

    /// The name that PyTorch has for it.
    public var name: String {
        switch self {
        case .leaf: "leaf"
        case .add: "add"
        case .subtract: "sub"
        case .multiply: "mul"
        case .divide: "div"
        case .negate: "neg"
        case .power: "pow"
        case .sum: "sum"
        case .mean: "mean"
        case .matmul: "matmul"
        case .transpose: "transpose"
        case .reshape: "reshape"
        case .slice: "slice"
        case .custom(let name): name
        }
    }
}
