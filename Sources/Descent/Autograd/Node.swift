/// One place in the graph that autograd records: an operation with the operands that it used, or a
/// leaf, where gradients arrive and stay.
///
/// A node knows its operands' nodes, not their tensors. Values that a derivative needs are kept by
/// its pullback, all others are free to go.
final class Node {
    /// Turns the gradient of the loss with respect to an operation's result into the gradients with
    /// respect to its operands, and hands these to the operands' nodes.
    typealias Pullback = (_ gradient: NDArray, _ node: Node) -> Void

    /// The operation's name, such as "mul"; "leaf" for a leaf.
    let operation: String
    /// The shape of the result, and so of the gradient.
    let shape: [Int]
    let isLeaf: Bool

    /// The operands' nodes; nil for an operand that requires no gradient.
    private(set) var first: Node?
    private(set) var second: Node?
    /// Those of an operation with more than two operands.
    private(set) var others: [Node?]
    private var pullback: Pullback?

    /// A leaf's gradient, the sum over all calls of `backward()` since it was cleared.
    var grad: Tensor?

    /// The sum of what has arrived during a backward pass.
    private var arrived: NDArray?
    /// How many uses of the value have not yet reported during a backward pass.
    private var waiting = 0

    init(leafOfShape shape: [Int]) {
        operation = "leaf"
        isLeaf = true
        others = []
        self.shape = shape
    }

    init(
        _ operation: String, shape: [Int], first: Node?, second: Node?, others: [Node?] = [],
        pullback: @escaping Pullback
    ) {
        self.operation = operation
        isLeaf = false
        self.shape = shape
        self.first = first
        self.second = second
        self.others = others
        self.pullback = pullback
    }

    /// Adds to the gradient that has arrived here.
    ///
    /// A value that is used twice gets two gradients; their sum is the right one.
    func receive(_ gradient: (_ shape: [Int]) -> NDArray) {
        let gradient = gradient(shape)
        arrived = arrived.map { $0 + gradient } ?? gradient
    }

    // MARK: - Backward

    /// Sends a gradient of 1 from this node through everything that it was computed from.
    ///
    /// A node is ready when every operation that used its value has reported; only then does it pass
    /// on the sum. So each node is visited once, however often its value was used, and nothing here
    /// is recursive, however long the graph is.
    func backward() {
        countUses()
        arrived = NDArray(repeating: 1, shape: shape)
        var ready = [self]
        while let node = ready.popLast() {
            node.passOn()
            node.first?.hasReported(to: &ready)
            node.second?.hasReported(to: &ready)
            for other in node.others { other?.hasReported(to: &ready) }
            // As in PyTorch the graph is freed: most loops never need it again.
            node.first = nil
            node.second = nil
            node.others = []
        }
    }

    /// Counts, for each node that this one was computed from, how many operations used it.
    private func countUses() {
        var found = [self]
        while let node = found.popLast() {
            if !node.isLeaf && node.pullback == nil {
                fatalError(
                    "backward() has already been called for this graph, and the values that it "
                        + "needs are freed. Compute the loss again before calling backward() again."
                )
            }
            node.first?.isUsed(by: &found)
            node.second?.isUsed(by: &found)
            for other in node.others { other?.isUsed(by: &found) }
        }
    }

    private func isUsed(by found: inout [Node]) {
        if waiting == 0 { found.append(self) }
        waiting += 1
    }

    private func hasReported(to ready: inout [Node]) {
        waiting -= 1
        if waiting == 0 { ready.append(self) }
    }

    private func passOn() {
        let gradient = arrived
        arrived = nil
        if let gradient {
            if !isLeaf {
                pullback!(gradient, self)
            } else if let grad {
                grad.array = grad.array + gradient
            } else {
                grad = Tensor(gradient)
            }
        }
        pullback = nil
    }

    // MARK: - Release

    // Swift would release a long chain of nodes recursively and overflow the stack, so the nodes that
    // only this one keeps alive are released one after another.
    deinit {
        var unreachable: [Node] = []
        releaseOperands(into: &unreachable)
        while let node = unreachable.popLast() { node.releaseOperands(into: &unreachable) }
    }

    private func releaseOperands(into unreachable: inout [Node]) {
        if first != nil, isKnownUniquelyReferenced(&first) { unreachable.append(first!) }
        first = nil
        if second != nil, isKnownUniquelyReferenced(&second) { unreachable.append(second!) }
        second = nil
        for index in others.indices {
            if others[index] != nil, isKnownUniquelyReferenced(&others[index]) {
                unreachable.append(others[index]!)
            }
            others[index] = nil
        }
    }
}
