import Arrays

/// A record of what autograd does: the operations with their operands and results and, after ``Tensor/backward()``,
/// the gradients that went through them.
///
/// ```swift
/// let tape = Tape()
/// withTape(tape) { (w * x - y).pow(2).mean().backward() }
/// tape.entries.map(\.name)  // ["leaf", "mul", "sub", "pow", "mean"]
/// ```
///
/// A tape keeps all values alive and computes those that autograd has deferred, so use it to look at single epochs.
/// It doesn't change the numbers. Like the tensors on it, a tape is not `Sendable`.
public final class Tape {
    /// A leaf that requires a gradient, or an operation.
    public struct Entry {
        /// The operation that was recorded; ``Operation/leaf`` for a leaf.
        public let operation: Operation
        /// "leaf", or PyTorch's name for the operation: "add", "mul", "mean".
        public let name: String
        /// The operands of the operation; empty for a leaf.
        public let operands: [Operand]
        /// The value of the leaf or the result of the operation. It takes no part in autograd.
        public let value: Tensor
        /// The gradient that arrived here in the last backward pass; nil if none did.
        public fileprivate(set) var gradient: Tensor?
        /// The gradients that the backward pass sent on to each operand; nil where it sent none.
        public fileprivate(set) var passed: [Tensor?]
        // While this reference keeps the node alive, no new node can have the same identity.
        fileprivate let node: Node

        /// True if this entry records the given tensor.
        public func isValue(of tensor: Tensor) -> Bool { tensor.node === node }
    }

    /// An operand of an operation.
    public struct Operand {
        /// The operand's value.
        public let value: Tensor
        /// The index of the entry that the operand comes from; nil for an operand that requires no gradient.
        public let entry: Int?
    }

    /// True while the tape records operations; initially true.
    public var isRecording = true

    /// The entries, each one after those it uses.
    public private(set) var entries: [Entry] = []

    private var indices: [ObjectIdentifier: Int] = [:]

    /// Creates an empty tape; see ``withTape(_:_:)``.
    public init() {}

    /// Removes all entries.
    public func clear() {
        entries = []
        indices = [:]
    }

    // MARK: - Recording

    /// Adds an operation that autograd has just recorded.
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

    /// Notes the gradient that arrived at a node.
    func arrive(_ gradient: NDArray?, at node: Node) {
        guard let index = indices[ObjectIdentifier(node)] else { return }
        entries[index].gradient = gradient.map { Tensor($0.computed) }
    }

    /// Notes the gradient that a node passed to one of its operands.
    func pass(_ gradient: NDArray, from node: Node, to operand: Int) {
        guard let index = indices[ObjectIdentifier(node)],
            operand < entries[index].passed.count
        else { return }
        entries[index].passed[operand] = Tensor(gradient.computed)
    }
}

/// Runs `body` while a tape records what autograd does. Inside ``withNoGrad(_:)``, there is nothing to record.
///
/// - Returns: the result of `body`.
public func withTape<Result>(_ tape: Tape, _ body: () throws -> Result) rethrows -> Result {
    try AutogradState.with({ $0.tape = tape }, body)
}
