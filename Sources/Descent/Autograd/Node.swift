import Arrays

/// From the gradient of the loss with respect to a result, and the shape of an operand, to the gradient with
/// respect to the operand; nil for none.
typealias Derivative = (_ gradient: NDArray, _ shape: Shape) -> NDArray?

/// A node of the graph that autograd records: an operation with the ways back to its operands, or a
/// leaf, where gradients arrive and stay.
///
/// A node knows its operands' nodes, not their tensors, and a derivative keeps only the numbers that it
/// needs: all others are free to go.
final class Node {
    let operation: Operation
    private let customName: String?
    /// The shape of the value, and so of its gradient.
    let shape: Shape
    /// The ways back; nil for an operand that requires no gradient.
    @exclusivity(unchecked) var first = Edge()
    @exclusivity(unchecked) var second = Edge()
    /// More of them, which only a ``CustomFunction`` has.
    @exclusivity(unchecked) var others: [Edge] = []

    /// A leaf's gradient, the sum over all calls of `backward()` since it was cleared.
    @exclusivity(unchecked) var gradient: Tensor?
    /// Whether the leaf takes no gradient at the moment.
    @exclusivity(unchecked) var isResting = false

    // The state of a backward pass (see Backward.swift).

    /// The sum of the gradients that have arrived.
    @exclusivity(unchecked) var arrived: NDArray?
    /// How many uses of the value have not yet reported.
    @exclusivity(unchecked) var waiting = 0
    /// The next node in a list.
    @exclusivity(unchecked) var next: Node?
    /// Whether the backward pass has gone through.
    @exclusivity(unchecked) var isFreed = false

    struct Edge {
        var operand: Node?
        var derivative: Derivative?
    }

    init(_ operation: Operation, _ shape: Shape, customName: String? = nil) {
        self.operation = operation
        self.shape = shape
        self.customName = customName
    }

    /// The name of the operation, as PyTorch has it.
    var name: String { customName ?? operation.rawValue }

    var isLeaf: Bool { operation == .leaf }

    // Swift would release a long chain of nodes recursively and overflow the stack, so the nodes that
    // only this one keeps alive are released one after another.
    deinit {
        if !isFreed && !isLeaf { releaseAll() }
    }

    private func releaseAll() {
        var unreachable: [Node] = []
        releaseOperands(into: &unreachable)
        while let node = unreachable.popLast() { node.releaseOperands(into: &unreachable) }
    }

    private func releaseOperands(into unreachable: inout [Node]) {
        func release(_ edge: inout Edge) {
            if isKnownUniquelyReferenced(&edge.operand) { unreachable.append(edge.operand!) }
            edge.operand = nil
        }
        release(&first)
        release(&second)
        for index in others.indices { release(&others[index]) }
    }
}
