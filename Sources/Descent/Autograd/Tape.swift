import Arrays

/// What autograd records, kept to be looked at: the operations with their operands and results, and
/// after ``Tensor/backward()`` the gradients that went through them.
///
/// ```swift
/// let tape = Tape()
/// withTape(tape) { (w * x - y).pow(2).mean().backward() }
/// tape.entries.map(\.name)  // ["leaf", "mul", "sub", "pow", "mean"]
/// ```
///
/// A tape keeps all values alive and computes those that autograd has put off, so it is for looking at
/// single epochs. The numbers are the same with it and without. Like the tensors on it, it is not
/// `Sendable`.
public final class Tape {
    /// A leaf that requires a gradient, or an operation.
    public struct Entry {
        /// What was computed; ``Operation/leaf`` for a leaf.
        public let operation: Operation
        /// "leaf", or the name of the operation, as PyTorch has it: "add", "mul", "mean".
        public let name: String
        /// What the operation used; empty for a leaf.
        public let operands: [Operand]
        /// The value of the leaf or the result of the operation. It takes no part in autograd.
        public let value: Tensor
        /// What arrived here in the last backward pass; nil if nothing did.
        public fileprivate(set) var gradient: Tensor?
        /// What the backward pass sent on to each operand; nil where it sent nothing.
        public fileprivate(set) var passed: [Tensor?]
        // As long as it is kept alive, no other node is this one.
        fileprivate let node: Node

        /// Whether this is the entry of a tensor.
        public func isValue(of tensor: Tensor) -> Bool { tensor.node === node }
    }

    /// An operand of an operation.
    public struct Operand {
        /// Its value.
        public let value: Tensor
        /// The index of the entry that it comes from; nil for one that requires no gradient.
        public let entry: Int?
    }

    /// Whether operations are kept; true at first.
    public var isRecording = true

    /// What is on the tape, each entry behind those that it uses.
    public private(set) var entries: [Entry] = []

    private var indices: [ObjectIdentifier: Int] = [:]

    /// An empty tape; see ``withTape(_:_:)``.
    public init() {}

    /// Forgets everything.
    public func clear() {
        entries = []
        indices = [:]
    }

    // MARK: - Recording

    /// Keeps an operation that has just been recorded.
    func record(_ node: Node, _ result: NDArray, _ operands: [Tensor]) {
        guard isRecording else { return }
        let operands = operands.map { tensor in
            Operand(
                value: Tensor(tensor.array.computed),
                entry: tensor.node.map { operand in
                    // A leaf gets an entry when it is first used.
                    indices[ObjectIdentifier(operand)] ?? keep(operand, tensor.array, [])
                })
        }
        _ = keep(node, result, operands)
    }

    private func keep(_ node: Node, _ value: NDArray, _ operands: [Operand]) -> Int {
        indices[ObjectIdentifier(node)] = entries.count
        entries.append(
            Entry(
                operation: node.operation, name: node.name, operands: operands,
                value: Tensor(value.computed),
                passed: Array(repeating: nil, count: operands.count), node: node))
        return entries.count - 1
    }

    /// Keeps what arrived at a node.
    func arrive(_ gradient: NDArray?, at node: Node) {
        guard let index = indices[ObjectIdentifier(node)] else { return }
        entries[index].gradient = gradient.map { Tensor($0.computed) }
    }

    /// Keeps what a node has passed on to one of its operands.
    func pass(_ gradient: NDArray, from node: Node, to operand: Int) {
        guard let index = indices[ObjectIdentifier(node)],
            operand < entries[index].passed.count
        else { return }
        entries[index].passed[operand] = Tensor(gradient.computed)
    }
}

/// Runs `body` while a tape keeps what autograd records. Inside ``withNoGrad(_:)`` that is nothing.
///
/// - Returns: what `body` returns.
public func withTape<Result>(_ tape: Tape, _ body: () throws -> Result) rethrows -> Result {
    try AutogradState.with({ $0.tape = tape }, body)
}
