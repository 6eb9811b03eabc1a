/// How gradients pass backward through an operation: all derivatives of the library, on one page.
///
/// Given the gradient g of the loss with respect to an operation's result, each passes on the gradient
/// with respect to each operand. Where an operand was broadcast, that is where its value was used
/// several times, the gradients of its uses are added (`summed(to:)`).
///
/// What a derivative needs of the operands' values is kept by the node, as a and b.
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
    case multiply
    /// a / b: g / b to a, −g · (a / b) / b to b; a is the quotient here, kept only if b needs it.
    case divide
    /// −a: −g.
    case negate
    /// aᵉ with one exponent: g · e · a^(e − 1).
    case pow(exponent: Float)
    /// aᵇ with an exponent for each element: the same, and g · aᵇ · ln a to b.
    case power
    /// Σ a: g to every element.
    case sum
    /// Sums along an axis: g to every element that was added.
    case sumAlong(axis: Int)
    /// 1/n · Σ a: g / n to every element.
    case mean(n: Float)
    /// The matrix product a · b, which has so many rows and columns: g · bᵀ to a, aᵀ · g to b.
    case matmul(rows: Int, columns: Int)
    /// aᵀ: gᵀ.
    case transpose
    /// The same elements in another shape.
    case reshape
    /// Rows from one on: g in their place, and zeros elsewhere.
    case rows(from: Int)
    /// An operation that knows itself what to do.
    case custom

    /// Passes a gradient on from a node to its operands: the first, and the second if there is one.
    func pass(_ g: NDArray, from node: Node, to first: Node?, _ second: Node?) {
        // The values are taken out, not copied: this is their last use.
        let (a, b) = node.takeValues()
        switch self {
        case .leaf, .freed: break
        case .add:
            if let first { first.receive(g.summed(to: first.lengths)) }
            if let second { second.receive(g.summed(to: second.lengths)) }
        case .subtract:
            if let first { first.receive(g.summed(to: first.lengths)) }
            if let second { second.receive((-g).summed(to: second.lengths)) }
        case .multiply:
            if let first { first.receive(Self.product(g, b!, summedTo: first.lengths)) }
            if let second { second.receive(Self.product(g, a!, summedTo: second.lengths)) }
        case .divide:
            if let first { first.receive((g / b!).summed(to: first.lengths)) }
            if let second { second.receive((-g * (a! / b!)).summed(to: second.lengths)) }
        case .negate: first?.receive(-g)
        case .pow(let exponent):
            first?.receive(
                exponent == 0
                    ? NDArray(repeating: 0, shape: g.shape)
                    : g.timesOne(NDArray(exponent) * a!.pow(exponent - 1)))
        case .power:
            if let first { first.receive((g * .slopeOfPow(a!, b!)).summed(to: first.lengths)) }
            if let second {
                let slope = NDArray.pow(a!, b!) * .logForPow(a!, b!)
                second.receive((g * slope).summed(to: second.lengths))
            }
        case .sum: if let first { first.receive(g.expanded(to: first.lengths)) }
        case .sumAlong(let axis):
            if let first {
                let shape = first.lengths.replacing(axis, by: 1)
                first.receive(g.reshaped(shape).expanded(to: first.lengths))
            }
        case .mean(let n):
            if let first { first.receive((g / NDArray(n)).expanded(to: first.lengths)) }
        case .matmul(let rows, let columns):
            let g = g.reshaped(.matrix(rows, columns))
            if let first { first.receive(.matmul(g, b!.transposed()).reshaped(first.lengths)) }
            if let second { second.receive(.transposedMatmul(a!, g).reshaped(second.lengths)) }
        case .transpose: first?.receive(g.shape.count < 2 ? g : g.transposed())
        case .reshape: if let first { first.receive(g.reshaped(first.lengths)) }
        case .rows(let row):
            if let first { first.receive(g.spread(to: first.lengths, startingAt: row)) }
        case .custom: node.custom!.pass(g, to: first, second)
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
        case .sum, .sumAlong: "sum"
        case .mean: "mean"
        case .matmul: "matmul"
        case .transpose: "transpose"
        case .reshape: "reshape"
        case .rows: "slice"
        case .custom: "custom"
        }
    }
}
