/// How gradients pass backward through an operation: all derivatives of the library, on one page.
///
/// Given the gradient g of the loss with respect to an operation's result, each passes on the gradient
/// with respect to each operand. Where an operand was broadcast, that is where its value was used
/// several times, the gradients of its uses are added (`summed(to:)`).
enum Derivative {
    /// A leaf keeps what arrives.
    case leaf
    /// The backward pass has gone through and the values are freed.
    case freed

    /// a + b: g to both.
    case add
    /// a − b: g to a, −g to b.
    case subtract
    /// a · b: g · b to a, g · a to b. An operand's value is kept only if the other one needs it.
    case multiply(a: NDArray?, b: NDArray?)
    /// a / b: g / b to a, −g · (a / b) / b to b.
    case divide(b: NDArray, quotient: NDArray?)
    /// −a: −g.
    case negate
    /// xᵉ with one exponent: g · e · x^(e − 1).
    case pow(x: NDArray, exponent: Float)
    /// xᵉ with an exponent for each element: the same, and g · xᵉ · ln x to e.
    case power(x: NDArray, e: NDArray, result: NDArray?)
    /// Σ x: g to every element.
    case sum
    /// Sums along an axis, which is kept with length 1 in `shape`.
    case sumAlongAxis(shape: Lengths)
    /// 1/n · Σ x: g / n to every element.
    case mean(n: NDArray)
    /// The matrix product a · b, which has the shape: g · bᵀ to a, aᵀ · g to b.
    case matmul(a: NDArray?, b: NDArray?, shape: Lengths)
    /// xᵀ: gᵀ.
    case transpose
    /// The same elements in another shape.
    case reshape
    /// Rows from one on: g in their place, and zeros elsewhere.
    case rows(from: Int)
    /// An operation that knows itself what to do.
    case custom(name: String, (_ gradient: NDArray, _ node: Node) -> Void)

    /// Passes a gradient on to the operands of a node.
    consuming func pass(_ g: NDArray, to node: Node) {
        let (first, second) = (node.first, node.second)
        switch self {
        case .leaf, .freed: break
        case .add:
            if let first { first.receive(g.summed(to: first.shape)) }
            if let second { second.receive(g.summed(to: second.shape)) }
        case .subtract:
            if let first { first.receive(g.summed(to: first.shape)) }
            if let second { second.receive((-g).summed(to: second.shape)) }
        case .multiply(let a, let b):
            if let first { first.receive(Self.product(g, b!, summedTo: first.shape)) }
            if let second { second.receive(Self.product(g, a!, summedTo: second.shape)) }
        case .divide(let b, let quotient):
            if let first { first.receive((g / b).summed(to: first.shape)) }
            if let second { second.receive((-g * (quotient! / b)).summed(to: second.shape)) }
        case .negate: first?.receive(-g)
        case .pow(let x, let exponent):
            first?.receive(
                exponent == 0
                    ? NDArray(repeating: 0, shape: x.shape)
                    : g.timesOne(NDArray(exponent) * x.pow(exponent - 1)))
        case .power(let x, let e, let result):
            if let first { first.receive((g * .slopeOfPow(x, e)).summed(to: first.shape)) }
            if let second {
                second.receive((g * (result! * .logForPow(x, e))).summed(to: second.shape))
            }
        case .sum: if let first { first.receive(g.expanded(to: first.shape)) }
        case .sumAlongAxis(let shape):
            if let first { first.receive(g.reshaped(shape).expanded(to: first.shape)) }
        case .mean(let n): if let first { first.receive((g / n).expanded(to: first.shape)) }
        case .matmul(let a, let b, let shape):
            let g = g.reshaped(shape)
            if let first { first.receive(.matmul(g, b!.transposed()).reshaped(first.shape)) }
            if let second { second.receive(.transposedMatmul(a!, g).reshaped(second.shape)) }
        case .transpose: first?.receive(g.shape.count < 2 ? g : g.transposed())
        case .reshape: if let first { first.receive(g.reshaped(first.shape)) }
        case .rows(let row):
            if let first { first.receive(g.spread(to: first.shape, startingAt: row)) }
        case .custom(_, let pass): pass(g, node)
        }
    }

    private static func product(
        _ g: NDArray, _ other: NDArray, summedTo shape: Lengths
    ) -> NDArray {
        shape.product == 1
            ? .sumOfProducts(g, other, shape: shape) : (g * other).summed(to: shape)
    }

    /// The name of the operation, as PyTorch has it.
    var name: String {
        switch self {
        case .leaf: "leaf"
        case .freed: "freed"
        case .add: "add"
        case .subtract: "sub"
        case .multiply: "mul"
        case .divide: "div"
        case .negate: "neg"
        case .pow, .power: "pow"
        case .sum, .sumAlongAxis: "sum"
        case .mean: "mean"
        case .matmul: "matmul"
        case .transpose: "transpose"
        case .reshape: "reshape"
        case .rows: "slice"
        case .custom(let name, _): name
        }
    }
}
