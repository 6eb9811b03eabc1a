import Arrays

/// Maps the gradient of the loss with respect to a result, and the shape of an operand, to the gradient with respect
/// to the operand; nil if there is none.
typealias Derivative = (_ gradient: NDArray, _ shape: Shape) -> NDArray?

/// A node of the graph that autograd records: an operation with edges back to its operands, or a leaf, where
/// gradients arrive and stay.
///
/// A node holds its operands' nodes, not their tensors, and a derivative keeps only the numbers it needs. All other
/// numbers can be freed.
final class Node {
    let operation: Operation
    private let customName: String?
    /// The shape of the value, and therefore of its gradient.
    let shape: Shape
    /// The edges to the operands; empty for an operand that requires no gradient.
    @exclusivity(unchecked) var first = Edge()
    @exclusivity(unchecked) var second = Edge()
    /// The edges to any further operands, which only a ``CustomFunction`` has.
    @exclusivity(unchecked) var others: [Edge] = []

    /// A leaf's gradient: the sum over all calls of `backward()` since it was last cleared.
    @exclusivity(unchecked) var gradient: Tensor?
    /// True while the leaf ignores gradients.
    @exclusivity(unchecked) var isResting = false

    // The state of a backward pass (see Backward.swift).

    /// The sum of the gradients that have arrived.
    @exclusivity(unchecked) var arrived: NDArray?
    /// The number of uses of the value that have not reported yet.
    @exclusivity(unchecked) var waiting = 0
    /// The next node in a linked list.
    @exclusivity(unchecked) var next: Node?
    /// True once the backward pass has gone through this node.
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

    /// The name of the operation, as in PyTorch.
    var name: String { customName ?? operation.rawValue }

    var isLeaf: Bool { operation == .leaf }

    // Swift would release a long chain of nodes recursively and overflow the stack, so this releases the nodes that
    // only this one keeps alive one at a time.
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
